package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** A deleted ticket does not exist for people and the engine, and nothing about it goes on; its history stays in the database. */
@TicketflowTest
class DeletionTests {

    private static final String TICKETS = "/api/v1/tickets/";

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private Reconciliation reconciliation;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private JdbcTemplate jdbc;

    @LocalServerPort
    private int port;

    private Http http;
    private Ticket ticket;

    @BeforeEach
    void aTicket() {
        world.beginAnew();
        http = Http.on(port);
        ticket = world.openAndRouted(Category.VM, Priority.P3);
    }

    @AfterEach
    void ticketsAndProcessesAgree() {
        assertThat(reconciliation.check()).isEmpty();
    }

    private int delete(Ticket gone) {
        return http.as("admin").json("DELETE", TICKETS + gone.number(), "").statusCode();
    }

    private Ticket below(@Nullable Ticket parent) {
        return desk.open(
                new NewTicket("t", "d", Category.VM, Priority.P3, List.of(), null, parent == null ? null : parent.id()),
                world.as("user"));
    }

    private int count(String sql) {
        return Objects.requireNonNull(jdbc.queryForObject(sql, Integer.class, ticket.id()));
    }

    @ParameterizedTest
    @EnumSource
    void it_ends_from_every_state_and_nobody_is_told(TicketStatus status) {
        var gone = in(status);
        assertThat(world.now(gone).status()).isEqualTo(status);
        world.sql("truncate notifications cascade");

        assertThat(delete(gone)).isEqualTo(204);

        assertThat(desk.find(gone.id())).isEmpty();
        assertThat(runtime.createProcessInstanceQuery()
                        .processInstanceId(gone.processInstanceId())
                        .count())
                .isZero();
        assertThat(jdbc.queryForMap("""
                        select status, (select count(*) from sla_clocks where ticket_id = t.id and running_since_at is not null) running,
                            (select count(*) from escalations where ticket_id = t.id and escalations.closed_at is null) open,
                            (select action from ticket_history where ticket_id = t.id order by at desc limit 1) last
                        from tickets t where id = ? and deleted_at is not null""", gone.id()))
                .containsEntry("status", "CLOSED")
                .containsEntry("running", 0L)
                .containsEntry("open", 0L)
                .containsEntry("last", "DELETED");
        world.timePasses(Duration.ofDays(10));
        assertThat(jdbc.queryForObject(
                        "select count(*) from notifications where ticket_id = ?", Integer.class, gone.id()))
                .isZero();
    }

    private Ticket in(TicketStatus status) {
        return switch (status) {
            case NEW -> below(null);
            case OPEN -> ticket;
            case IN_PROGRESS -> world.inWork();
            case RESOLVED -> world.resolved();
            case CLOSED -> {
                world.move(ticket, status, new MoveDetails("No", ResolutionCode.CANCELLED, null, null), "lead");
                yield ticket;
            }
            case REOPENED -> {
                var refused = world.resolved();
                world.move(refused, status, MoveDetails.comment("No"), "user");
                yield refused;
            }
            default -> {
                var moved = world.inWork();
                world.move(moved, status, MoveDetails.comment("Help"), world.assigneeOf(moved));
                yield moved;
            }
        };
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            GET    |                  |
            PUT    |                  | {"title": "x"}
            DELETE |                  |
            GET    | /transitions     |
            PATCH  | /status          | {"status": "IN_PROGRESS"}
            POST   | /assign          | {"assigneeId": null}
            POST   | /claim           |
            POST   | /escalate        | {"reason": "r"}
            GET    | /escalations     |
            GET    | /decisions       |
            GET    | /process         |
            POST   | /history/018f8a52-0000-7000-8000-000000000000/revert |
            GET    | /sla             |
            GET    | /comments        |
            POST   | /comments        | {"body": "b", "visibility": "INTERNAL"}
            GET    | /watchers        |
            PUT    | /watchers/me     |
            DELETE | /watchers/me     |
            GET    | /links           |
            POST   | /links           | {"type": "RELATES", "ticketId": "TKT-1"}
            POST   | /merge           | {"intoTicketId": "TKT-1"}
            """)
    void no_route_knows_it_any_more(String method, @Nullable String route, @Nullable String body) {
        http.as("lead").json("PUT", TICKETS + ticket.number() + "/watchers/me", "");
        delete(ticket);

        for (var who : List.of("user", "engineer", "lead", "admin")) {
            for (var name : List.of(ticket.number(), ticket.id().toString())) {
                var answer = http.as(who)
                        .json(method, TICKETS + name + (route == null ? "" : route), body == null ? "" : body);
                assertThat(answer.statusCode()).as(who + answer.body()).isEqualTo(404);
            }
        }
    }

    @Test
    void no_list_shows_it_and_no_figure_counts_it() {
        world.move(ticket, TicketStatus.ESCALATED, MoveDetails.comment("Help"), world.assigneeOf(ticket));
        var escalation = JsonPath.<List<String>>read(
                        http.as("lead").get("/api/v1/escalations").body(), "$.items[*].id")
                .get(0);
        var urgent = world.open(Category.VM, Priority.P1);

        delete(ticket);
        delete(urgent);

        var lead = http.as("lead");
        assertThat(JsonPath.<Integer>read(lead.get("/api/v1/tickets?count=true").body(), "$.total"))
                .isZero();
        assertThat(JsonPath.<List<Object>>read(lead.get("/api/v1/escalations").body(), "$.items"))
                .isEmpty();
        assertThat(lead.get("/api/v1/escalations/" + escalation).statusCode()).isEqualTo(404);
        assertThat(lead.json("POST", "/api/v1/escalations/" + escalation + "/acknowledge", "{}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(JsonPath.<Map<String, Object>>read(
                        lead.get("/api/v1/escalations/metrics").body(), "$.byTrigger"))
                .isEmpty();
        assertThat(JsonPath.<List<Object>>read(lead.get("/api/v1/sla/at-risk").body(), "$.items"))
                .isEmpty();
        assertThat(JsonPath.<List<Object>>read(
                        http.as("user").get("/api/v1/notifications").body(), "$.items"))
                .isEmpty();
        assertThat(jdbc.queryForObject("select coalesce(sum(open_tickets), 0) from open_work", Integer.class))
                .isZero();
        world.pass(Duration.ofMinutes(2));
        assertThat(meters.get("ticketflow.tickets.open").gauges())
                .allSatisfy(gauge -> assertThat(gauge.value()).isZero());
        assertThat(meters.get("ticketflow.sla.clocks").gauges())
                .allSatisfy(gauge -> assertThat(gauge.value()).isZero());
    }

    @Test
    void a_broken_promise_of_it_spoils_no_ratio() {
        var late = world.openAndRouted(Category.VM, Priority.P1);
        world.timePasses(Duration.ofMinutes(6));
        assertThat(ratio()).isZero();

        assertThat(delete(late)).isEqualTo(204);

        world.pass(Duration.ofMinutes(2));
        assertThat(ratio()).isNaN();
    }

    private double ratio() {
        return meters.get("ticketflow.sla.compliance.ratio")
                .tag("clock", "response")
                .gauge()
                .value();
    }

    @Test
    void what_was_told_of_it_is_gone_and_what_is_on_its_way_does_not_leave() {
        world.sql("update deliveries set state = 'PENDING', next_attempt_at = now(), last_error = null");
        var engineer = world.assigneeOf(ticket);
        assertThat(JsonPath.<Integer>read(
                        http.as(engineer)
                                .get("/api/v1/notifications/unread-count")
                                .body(),
                        "$.count"))
                .isPositive();

        delete(ticket);

        assertThat(JsonPath.<Integer>read(
                        http.as(engineer)
                                .get("/api/v1/notifications/unread-count")
                                .body(),
                        "$.count"))
                .isZero();
        assertThat(jdbc.queryForList("select distinct state || ': ' || last_error from deliveries", String.class))
                .containsExactly("SUPPRESSED: The ticket was deleted");
    }

    @Test
    void what_is_below_it_goes_up_one_level_and_its_links_are_gone() {
        var parent = below(null);
        var gone = below(parent);
        var child = below(gone);
        http.as("lead").json("POST", TICKETS + gone.number() + "/links", """
                        {"type": "BLOCKS", "ticketId": "%s"}""".formatted(ticket.number()));

        delete(gone);

        assertThat(world.now(child).parentId()).isEqualTo(parent.id());
        assertThat(JsonPath.<List<Object>>read(
                        http.as("lead")
                                .get(TICKETS + ticket.number() + "/links")
                                .body(),
                        "$"))
                .isEmpty();
        assertThat(JsonPath.<List<String>>read(
                        http.as("lead")
                                .get(TICKETS + ticket.number() + "/history")
                                .body(),
                        "$[?(@.action == 'UNLINKED')].from"))
                .containsExactly(gone.number());
        delete(parent);
        assertThat(world.now(child).parentId()).isNull();
    }

    @Test
    void nothing_is_submitted_below_it_and_what_was_merged_into_it_stays_closed() {
        var duplicate = below(null);
        http.as("lead").json("POST", TICKETS + duplicate.number() + "/merge", """
                        {"intoTicketId": "%s"}""".formatted(ticket.number()));
        delete(ticket);

        var submitted = http.as("user").json("POST", "/api/v1/tickets", """
                {"title": "t", "description": "d", "category": "VM", "parentId": "%s"}""".formatted(ticket.id()));
        var seen = http.as("user").get(TICKETS + duplicate.number());
        var said = http.as("user").json("POST", TICKETS + duplicate.number() + "/comments", """
                {"body": "b", "visibility": "PUBLIC"}""");

        assertThat(JsonPath.<List<String>>read(submitted.body(), "$.errors[*].field"))
                .containsExactly("parentId");
        assertThat(JsonPath.<Object>read(seen.body(), "$.mergedInto")).isNull();
        assertThat(said.statusCode()).isEqualTo(409);
    }

    @Test
    void it_does_not_count_against_the_requesters_critical_ones() {
        for (var i = 0; i < 5; i++) {
            ticket = world.open(Category.VM, Priority.P1);
        }
        delete(ticket);

        assertThat(world.open(Category.VM, Priority.P1).priority()).isEqualTo(Priority.P1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "engineer", "senior", "lead", "manager"})
    void only_administrators_delete(String who) {
        assertThat(http.as(who).json("DELETE", TICKETS + ticket.number(), "").statusCode())
                .isEqualTo(403);
        assertThat(http.as("user2")
                        .json("DELETE", TICKETS + ticket.number(), "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(desk.find(ticket.id())).isPresent();
    }

    @Test
    void an_old_version_is_not_deleted() {
        var admin = http.as("admin");
        assertThat(admin.with("If-Match", "\"0\"")
                        .json("DELETE", TICKETS + ticket.number(), "")
                        .statusCode())
                .isEqualTo(412);
        var etag = admin.get(TICKETS + ticket.number())
                .headers()
                .firstValue("ETag")
                .orElseThrow();
        assertThat(admin.with("If-Match", etag)
                        .json("DELETE", TICKETS + ticket.number(), "")
                        .statusCode())
                .isEqualTo(204);
    }

    @Test
    void a_suspended_one_is_deleted_too() {
        runtime.suspendProcessInstanceById(ticket.processInstanceId());

        assertThat(delete(ticket)).isEqualTo(204);
    }

    @RepeatedTest(3)
    void a_step_or_a_child_at_the_same_moment_comes_before_or_not_at_all() throws Exception {
        var answers = Together.run(List.of(
                () -> delete(ticket),
                () -> delete(ticket),
                () -> http.as("lead")
                        .json("PATCH", TICKETS + ticket.number() + "/status", "{\"status\": \"IN_PROGRESS\"}")
                        .statusCode(),
                () -> http.as("user")
                        .json("POST", "/api/v1/tickets", """
                                {"title": "t", "description": "d", "category": "VM", "parentId": "%s"}""".formatted(ticket.id()))
                        .statusCode()));

        assertThat(answers.subList(0, 2)).containsExactlyInAnyOrder(204, 404);
        assertThat(answers.get(2)).isIn(200, 404);
        assertThat(answers.get(3)).isIn(201, 422);
        assertThat(count("select count(*) from tickets where parent_id = ?")).isZero();
    }
}
