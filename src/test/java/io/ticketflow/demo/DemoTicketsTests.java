package io.ticketflow.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.TicketStatus;
import java.sql.Timestamp;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** The data that a person finds who starts Ticketflow for the first time. */
@TicketflowTest
class DemoTicketsTests {

    private static final String DUE_IN_HALF_AN_HOUR = "Checkout is slow for some customers";
    private static final String DUE_IN_TWO_HOURS = "Replica of the orders database is 20 minutes behind";

    @Autowired
    private World world;

    @Autowired
    private DemoTickets demo;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private JdbcTemplate jdbc;

    private Http http;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        http = Http.on(port);
        world.beginAnew();
    }

    @Test
    void sixty_tickets_show_every_status_with_the_urgent_ones_solved_or_waiting() {
        demo.fillEmptyDatabase();

        assertThat(counts("select status || ' ' || priority, count(*) from tickets group by 1 order by 1"))
                .containsExactly(
                        "CLOSED P1 3",
                        "CLOSED P2 3",
                        "CLOSED P3 5",
                        "CLOSED P4 2",
                        "ESCALATED P4 3",
                        "IN_PROGRESS P3 12",
                        "IN_PROGRESS P4 2",
                        "NEW P4 2",
                        "OPEN P2 1",
                        "OPEN P3 2",
                        "OPEN P4 7",
                        "PENDING_INFO P1 1",
                        "PENDING_INFO P2 3",
                        "PENDING_INFO P3 3",
                        "PENDING_INFO P4 1",
                        "REOPENED P3 2",
                        "RESOLVED P1 1",
                        "RESOLVED P2 3",
                        "RESOLVED P3 1",
                        "RESOLVED P4 3");
        assertThat(counts("select category, count(*) from tickets group by 1 having count(*) >= 3"))
                .hasSameSizeAs(Category.values());
        assertThat(counts("""
                        select u.role, count(*) from tickets t join users u on u.id = t.requester_id
                        where t.priority = 'P1' group by 1"""))
                .as("who would have fewer P1 tickets left today")
                .isNotEmpty()
                .noneMatch(count -> count.startsWith("END_USER"));
    }

    private List<String> counts(String query) {
        return jdbc.query(query, (row, index) -> row.getString(1) + " " + row.getLong(2));
    }

    @Test
    void two_tickets_are_due_soon_for_everybody_of_their_team() {
        demo.fillEmptyDatabase();

        assertThat(dueSoonFor("lead")).containsExactly(DUE_IN_HALF_AN_HOUR, DUE_IN_TWO_HOURS);
        world.timePasses(Duration.ofMinutes(29));
        assertThat(dueSoonFor("engineer")).containsExactly(DUE_IN_HALF_AN_HOUR, DUE_IN_TWO_HOURS);
    }

    private List<String> dueSoonFor(String handle) {
        var door = http.asAnew(handle);
        List<String> filter =
                JsonPath.read(door.get("/engine-rest/filter?name=Due%20soon").body(), "$[*].id");
        List<String> instances = JsonPath.read(
                door.get("/engine-rest/filter/" + filter.get(0) + "/list").body(), "$[*].processInstanceId");
        return instances.stream()
                .map(instance -> jdbc.queryForObject(
                        "select title from tickets where process_instance_id = ?", String.class, instance))
                .toList();
    }

    @Test
    void only_these_two_call_anybody_before_the_next_day() {
        demo.fillEmptyDatabase();
        var filled = world.instant();

        for (var hour = 1; hour < 24; hour++) {
            world.timePasses(Duration.ofHours(1));
        }

        assertThat(jdbc.queryForList("""
                        select distinct t.title from escalations e join tickets t on t.id = e.ticket_id
                        where e.raised_at > ? order by 1""", String.class, Timestamp.from(filled)))
                .containsExactly(DUE_IN_HALF_AN_HOUR, DUE_IN_TWO_HOURS);
    }

    @Test
    void a_new_ticket_of_every_category_still_finds_somebody_at_once() {
        demo.fillEmptyDatabase();

        for (var category : Category.values()) {
            assertThat(world.openAndRouted(category, Priority.P3).status())
                    .as(category.name())
                    .isEqualTo(TicketStatus.OPEN);
        }
        assertThat(world.assigneeOf(world.openAndRouted(Category.SECURITY, Priority.P3)))
                .isEqualTo("engineer4");
    }

    @Test
    void tickets_that_are_there_stay_alone() {
        world.open(Category.OTHER, Priority.P4);

        demo.fillEmptyDatabase();

        assertThat(counts("select 'tickets', count(*) from tickets")).containsExactly("tickets 1");
    }

    @Test
    void a_demonstration_that_breaks_off_leaves_nothing_behind() {
        world.sql("update users set max_open_tickets = 3");

        assertThatThrownBy(demo::fillEmptyDatabase).hasMessage("the demonstration has room for it");

        assertThat(counts("select 'tickets', count(*) from tickets")).containsExactly("tickets 0");
        assertThat(runtime.createProcessInstanceQuery().count()).isZero();
    }
}
