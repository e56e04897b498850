package io.ticketflow.escalation.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** What holds when processes are killed, servers are lost and disks are full: on real ones, with people at work. */
@TicketflowTest
class EscalationApiTests {

    private static final String ESCALATIONS = "/api/v1/escalations";
    private static final String REASON = "{\"reason\": \"I am stuck\"}";

    @Autowired
    private World world;

    @Autowired
    private Reconciliation reconciliation;

    private Http http;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        world.sql("update users set max_open_tickets = 0 where handle in ('lead', 'senior')");
        http = Http.on(port);
    }

    @AfterEach
    void ticketsAndProcessesAgree() {
        assertThat(reconciliation.check()).isEmpty();
    }

    private Ticket ofTheEngineer() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        assertThat(world.assigneeOf(ticket)).isEqualTo("engineer");
        return ticket;
    }

    private HttpResponse<String> escalate(String who, Ticket ticket, String body) {
        return http.asAnew(who).json("POST", "/api/v1/tickets/" + ticket.number() + "/escalate", body);
    }

    private HttpResponse<String> acknowledge(String who, Object id) {
        return http.asAnew(who).json("POST", ESCALATIONS + "/" + id + "/acknowledge", "{\"comment\": \"Mine\"}");
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // as JsonPath does
    private static <T> T read(HttpResponse<String> answer, String path) {
        return JsonPath.read(answer.body(), path);
    }

    @Test
    void asking_for_help_calls_the_next_level_with_the_reason() {
        var ticket = ofTheEngineer();

        var answer = escalate("engineer", ticket, REASON);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        assertThat(answer.headers().firstValue("Location")).hasValue(ESCALATIONS + "/" + read(answer, "$.id"));
        assertThat(EscalationApiTests.<String>read(answer, "$.trigger")).isEqualTo("MANUAL");
        assertThat(EscalationApiTests.<String>read(answer, "$.toRole")).isEqualTo("SENIOR_ENGINEER");
        assertThat(EscalationApiTests.<String>read(answer, "$.reason")).isEqualTo("I am stuck");
        assertThat(EscalationApiTests.<String>read(answer, "$.state")).isEqualTo("OPEN");
        assertThat(EscalationApiTests.<Integer>read(answer, "$.timesTold")).isEqualTo(1);
        assertThat(EscalationApiTests.<String>read(answer, "$.ticket.number")).isEqualTo(ticket.number());
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.ESCALATED);
    }

    @Test
    void on_a_ticket_that_is_up_already_the_level_above_is_called_at_once_up_to_the_top() {
        var ticket = ofTheEngineer();
        escalate("engineer", ticket, REASON);

        for (var role : List.of("TEAM_LEAD", "MANAGER", "ADMIN")) {
            var answer = escalate("engineer", ticket, REASON);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
            assertThat(EscalationApiTests.<String>read(answer, "$.toRole")).isEqualTo(role);
            assertThat(EscalationApiTests.<String>read(answer, "$.trigger")).isEqualTo("MANUAL");
        }
        var again = escalate("engineer", ticket, REASON);
        assertThat(EscalationApiTests.<Integer>read(again, "$.timesTold")).isEqualTo(2);
        var rows = http.asAnew("engineer").get("/api/v1/tickets/" + ticket.number() + "/escalations");
        assertThat(EscalationApiTests.<List<String>>read(rows, "$[*].state"))
                .containsExactly("CLOSED", "CLOSED", "CLOSED", "OPEN");
    }

    @Test
    void with_the_level_that_was_seen_asking_twice_calls_once() {
        var ticket = ofTheEngineer();
        var body = "{\"reason\": \"I am stuck\", \"asOfLevel\": 0}";

        var first = escalate("engineer", ticket, body);
        var second = escalate("engineer", ticket, body);

        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(EscalationApiTests.<String>read(second, "$.code")).isEqualTo("ALREADY_ESCALATED");
    }

    @Test
    void who_waits_or_is_done_cannot_be_escalated() {
        var asked = world.inWork();
        world.move(asked, TicketStatus.PENDING_INFO, MoveDetails.comment("Which?"), world.assigneeOf(asked));

        assertThat(escalate("lead", asked, REASON).statusCode()).isEqualTo(409);
        assertThat(escalate("lead", world.resolved(), REASON).statusCode()).isEqualTo(409);
        assertThat(escalate("lead", world.openAndRouted(Category.VM, Priority.P3), "{\"reason\": \" \"}")
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void requesters_neither_escalate_nor_read_escalations_and_strangers_see_no_ticket() {
        var ticket = ofTheEngineer();
        String id = read(escalate("engineer", ticket, REASON), "$.id");

        assertThat(escalate("user", ticket, REASON).statusCode()).isEqualTo(403);
        assertThat(escalate("user2", ticket, REASON).statusCode()).isEqualTo(404);
        assertThat(http.asAnew("user").get(ESCALATIONS).statusCode()).isEqualTo(403);
        assertThat(http.asAnew("user").get(ESCALATIONS + "/" + id).statusCode()).isEqualTo(403);
        assertThat(http.asAnew("user2").get(ESCALATIONS + "/" + id).statusCode())
                .isEqualTo(404);
        assertThat(http.asAnew("user").get(ESCALATIONS + "/metrics").statusCode())
                .isEqualTo(403);
        assertThat(http.asAnew("engineer3")
                        .json("POST", "/api/v1/tickets/" + ticket.number() + "/escalate", REASON)
                        .statusCode())
                .as("another team's engineer")
                .isEqualTo(403);
    }

    @Test
    void the_first_to_acknowledge_has_the_ticket_and_the_others_hear_who_that_was() {
        var ticket = ofTheEngineer();
        String id = read(escalate("engineer", ticket, REASON), "$.id");

        assertThat(acknowledge("engineer", id).statusCode()).as("not called").isEqualTo(403);
        var first = acknowledge("senior", id);
        var second = acknowledge("lead", id);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(EscalationApiTests.<String>read(first, "$.state")).isEqualTo("ACKNOWLEDGED");
        assertThat(EscalationApiTests.<String>read(first, "$.acknowledgedBy.fullName"))
                .isEqualTo("Sofia Senior");
        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(EscalationApiTests.<String>read(second, "$.code")).isEqualTo("ALREADY_ACKNOWLEDGED");
        assertThat(EscalationApiTests.<String>read(second, "$.detail")).contains("Sofia Senior");
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
        assertThat(world.assigneeOf(ticket)).isEqualTo("senior");
        assertThat(http.asAnew("senior")
                        .get("/api/v1/tickets/" + ticket.number() + "/comments")
                        .body())
                .contains("Mine");
    }

    @Test
    void a_call_that_a_higher_one_has_replaced_is_nobodys_any_more() {
        var ticket = ofTheEngineer();
        String id = read(escalate("engineer", ticket, REASON), "$.id");
        escalate("engineer", ticket, REASON);

        var late = acknowledge("senior", id);

        assertThat(late.statusCode()).isEqualTo(409);
        assertThat(EscalationApiTests.<String>read(late, "$.code")).isEqualTo("NOTHING_TO_ACKNOWLEDGE");
    }

    @Test
    void news_of_a_late_solution_is_acknowledged_without_taking_the_work_away() {
        var ticket = ofTheEngineer();
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, "engineer");
        world.timePasses(Duration.ofHours(24).plusSeconds(1));
        var rows = http.asAnew("engineer").get("/api/v1/tickets/" + ticket.number() + "/escalations");
        assertThat(EscalationApiTests.<List<String>>read(rows, "$[*].trigger")).containsExactly("RESOLUTION_BREACH");

        var answer = acknowledge("senior", read(rows, "$[0].id"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
        assertThat(world.assigneeOf(ticket)).isEqualTo("engineer");
    }

    @Test
    void a_critical_ticket_is_announced_once_and_asks_for_no_acknowledgement() {
        var ticket = ofTheEngineer();
        var path = "/api/v1/tickets/" + ticket.number();
        http.asAnew("lead").json("PUT", path, "{\"priority\": \"P1\"}");
        http.asAnew("lead").json("PUT", path, "{\"priority\": \"P2\"}");
        http.asAnew("lead").json("PUT", path, "{\"priority\": \"P1\"}");

        var rows = http.asAnew("engineer").get(path + "/escalations");

        assertThat(EscalationApiTests.<List<Map<String, Object>>>read(rows, "$[*]"))
                .hasSize(1);
        assertThat(EscalationApiTests.<String>read(rows, "$[0].trigger")).isEqualTo("CRITICAL_PRIORITY");
        assertThat(EscalationApiTests.<Object>read(rows, "$[0].acknowledgeBy")).isNull();
        assertThat(world.now(ticket).escalationLevel()).isZero();
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
        var refused = acknowledge("senior", read(rows, "$[0].id"));
        assertThat(EscalationApiTests.<String>read(refused, "$.code")).isEqualTo("NOTHING_TO_ACKNOWLEDGE");
    }

    @Test
    void escalations_are_listed_by_state_level_trigger_and_whom_they_call() {
        var one = ofTheEngineer();
        escalate("engineer", one, REASON);
        escalate("engineer", one, REASON);
        var other = ofTheEngineer();
        String taken = read(escalate("engineer", other, REASON), "$.id");
        acknowledge("senior", taken);
        var engineer = http.asAnew("engineer");

        assertThat(numbers(engineer, "")).containsExactly(other.number(), one.number(), one.number());
        assertThat(numbers(engineer, "?state=OPEN")).containsExactly(one.number());
        assertThat(numbers(engineer, "?state=CLOSED,ACKNOWLEDGED")).containsExactly(other.number(), one.number());
        assertThat(numbers(engineer, "?level=2")).containsExactly(one.number());
        assertThat(numbers(engineer, "?trigger=ACK_TIMEOUT")).isEmpty();
        assertThat(numbers(http.asAnew("lead"), "?mine=true")).containsExactly(one.number());
        assertThat(numbers(http.asAnew("manager"), "?mine=true")).isEmpty();
        var first = engineer.get(ESCALATIONS + "?limit=2");
        assertThat(numbers(engineer, "?limit=2&cursor=" + read(first, "$.nextCursor")))
                .containsExactly(one.number());
        assertThat(engineer.get(ESCALATIONS + "?state=LOST").statusCode()).isEqualTo(400);
        assertThat(engineer.get(ESCALATIONS + "?colour=red").statusCode()).isEqualTo(400);
    }

    private static List<String> numbers(Http caller, String query) {
        return JsonPath.read(caller.get(ESCALATIONS + query).body(), "$.items[*].ticket.number");
    }

    @Test
    void the_figures_count_what_was_raised_and_how_quickly_it_was_taken_on() {
        var ticket = ofTheEngineer();
        String id = read(escalate("engineer", ticket, REASON), "$.id");
        world.timePasses(Duration.ofMinutes(10));
        acknowledge("senior", id);
        escalate("engineer", ofTheEngineer(), REASON);

        var figures = http.asAnew("engineer").get(ESCALATIONS + "/metrics");

        assertThat(EscalationApiTests.<Integer>read(figures, "$.byTrigger.MANUAL"))
                .isEqualTo(2);
        assertThat(EscalationApiTests.<Integer>read(figures, "$.byLevel.1")).isEqualTo(2);
        assertThat(EscalationApiTests.<Integer>read(figures, "$.meanSecondsToAcknowledge"))
                .isBetween(600, 630);
        assertThat(EscalationApiTests.<Double>read(figures, "$.unacknowledgedPercent"))
                .isEqualTo(50.0);
    }
}
