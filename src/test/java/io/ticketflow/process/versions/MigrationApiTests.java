package io.ticketflow.process.versions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.process.Modeler;
import io.ticketflow.process.WaitingForVendor;
import io.ticketflow.process.WaitingForVendor.Edit;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** The versions of a process, and the migration of tickets from one to another. */
@TicketflowTest
class MigrationApiTests {

    private static final String PROCESSES = "/api/v1/processes";
    private static final String LIFECYCLE = PROCESSES + "/ticket-lifecycle";
    private static final String MIGRATE = LIFECYCLE + "/migrate";

    @Autowired
    private World world;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private Reconciliation reconciliation;

    @Autowired
    private MigrationRunner runner;

    private Http owner;
    private Http engineer;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        owner = Http.on(port).as("process-owner");
        engineer = Http.on(port).as("engineer");
    }

    @AfterAll
    static void leaveNothing(@Autowired World world) {
        world.beginAnew();
    }

    private static String lifecycle() {
        try {
            return Files.readString(Path.of("processes/ticket-lifecycle.bpmn"));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private void deploy(String model) {
        ok(new Modeler(owner).deploy(Map.of("ticket-lifecycle.bpmn", model)));
    }

    /** "Work on ticket" is another element, as if a person had deleted it and drawn it again. */
    private static String withWorkDrawnAnew() {
        return Edit.in(lifecycle()).replace("\"workOnTicket\"", "\"workOnIt\"").done();
    }

    private static String ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    private String done(String wish) {
        var begun = owner.json("POST", MIGRATE, wish.replace('\'', '"'));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        var migration = begun.headers().firstValue("Location").orElseThrow();
        await().until(() -> JsonPath.read(ok(owner.get(migration)), "$.finishedAt") != null);
        return migration;
    }

    private HttpResponse<String> migrate(String wish) {
        return owner.json("POST", MIGRATE, wish.replace('\'', '"'));
    }

    private String definitionOf(Ticket ticket) {
        return String.valueOf(world.now(ticket).processDefinitionId());
    }

    @Test
    void each_version_says_what_runs_on_it_and_who_deployed_it() {
        world.inWork();
        world.openAndRouted(Category.VM, Priority.P3);
        deploy(WaitingForVendor.drawnInto(lifecycle()));
        world.openAndRouted(Category.VM, Priority.P3);

        var versions = JsonPath.<List<Map<String, Object>>>read(
                ok(engineer.get(PROCESSES)), "$[?(@.key == 'ticket-lifecycle')].versions[*]");

        assertThat(versions).hasSizeGreaterThanOrEqualTo(2);
        assertThat(versions.get(0))
                .containsEntry("running", 1)
                .containsEntry("source", "Camunda Modeler")
                .containsEntry("fileName", "ticket-lifecycle.bpmn")
                .hasEntrySatisfying("deployedBy", by -> assertThat(by).hasFieldOrPropertyWithValue("fullName", name()));
        assertThat(versions.get(versions.size() - 1))
                .containsEntry("version", 1)
                .containsEntry("running", 2)
                .containsEntry("source", "ticketflow")
                .containsEntry("deployedBy", null);
        var xml = engineer.get(String.valueOf(versions.get(versions.size() - 1).get("xml")));
        assertThat(ok(xml)).isEqualTo(lifecycle());
        assertThat(xml.headers().firstValue("Content-Type").orElseThrow()).startsWith("application/xml");
    }

    private String name() {
        return JsonPath.read(ok(owner.get("/api/v1/auth/me")), "$.fullName");
    }

    @Test
    void a_dry_run_says_where_everything_would_stand_and_moves_nothing() {
        var ticket = world.inWork();
        world.openAndRouted(Category.VM, Priority.P3);
        var before = definitionOf(ticket);
        var timers = world.timersOf(ticket).size();
        deploy(WaitingForVendor.drawnInto(lifecycle()));

        var report = ok(migrate("{'from': 1, 'dryRun': true}"));

        assertThat(JsonPath.<Integer>read(report, "$.running")).isEqualTo(2);
        assertThat(JsonPath.<List<String>>read(report, "$.activities[*].id"))
                .containsExactlyInAnyOrder("workOnTicket", "acceptTicket");
        assertThat(JsonPath.<List<String>>read(report, "$.activities[?(@.id == 'workOnTicket')].status"))
                .containsExactly("IN_PROGRESS");
        assertThat(JsonPath.<List<Object>>read(report, "$.activities[*].problem"))
                .containsOnlyNulls();
        assertThat(JsonPath.<List<Object>>read(report, "$.activities[*].droppedTimers[*]"))
                .isEmpty();
        assertThat(JsonPath.<List<Object>>read(report, "$.activities[*].newTimers[*]"))
                .isEmpty();
        assertThat(definitionOf(ticket)).isEqualTo(before);
        assertThat(world.timersOf(ticket)).hasSize(timers);
        assertThat(reconciliation.check()).isEmpty();
    }

    @Test
    void an_activity_that_is_gone_has_nowhere_to_go_until_it_is_mapped() {
        var working = world.inWork();
        var accepted = world.openAndRouted(Category.VM, Priority.P3);
        deploy(withWorkDrawnAnew());

        var report = ok(migrate("{'from': 1, 'dryRun': true}"));
        assertThat(JsonPath.<List<String>>read(report, "$.activities[?(@.id == 'workOnTicket')].problem"))
                .singleElement()
                .asString()
                .contains("workOnTicket", "no migration instruction");
        var mapped = ok(migrate("{'from': 1, 'dryRun': true, 'mapping': {'workOnTicket': 'workOnIt'}}"));
        assertThat(JsonPath.<List<Object>>read(mapped, "$.activities[*].problem"))
                .containsOnlyNulls();

        var migration = done("{'from': 1, 'dryRun': false}");

        var results = ok(owner.get(migration + "/instances"));
        assertThat(JsonPath.<List<String>>read(
                        results, "$.items[?(@.number == '%s')].state".formatted(working.number())))
                .containsExactly("FAILED");
        assertThat(JsonPath.<List<String>>read(
                        results, "$.items[?(@.number == '%s')].state".formatted(accepted.number())))
                .containsExactly("MIGRATED");
        assertThat(definitionOf(working)).as("unharmed").startsWith("ticket-lifecycle:1:");
        assertThat(JsonPath.<List<String>>read(
                        ok(owner.get(migration + "/instances?state=FAILED")), "$.items[*].problem"))
                .singleElement()
                .asString()
                .contains("no migration instruction");

        done("{'from': 1, 'dryRun': false, 'mapping': {'workOnTicket': 'workOnIt'}}");
        assertThat(world.taskOf(working).getTaskDefinitionKey()).isEqualTo("workOnIt");
        assertThat(world.now(working).status()).isEqualTo(TicketStatus.IN_PROGRESS);
        world.resolve(working);
        assertThat(world.now(working).status()).isEqualTo(TicketStatus.RESOLVED);
        assertThat(reconciliation.check()).isEmpty();
    }

    @Test
    void a_canary_goes_first_and_the_rest_follows() {
        var tickets = IntStream.range(0, 4)
                .mapToObj(i -> world.openAndRouted(Category.VM, Priority.P3))
                .toList();
        deploy(WaitingForVendor.drawnInto(lifecycle()));

        var canary = done("{'from': 1, 'dryRun': false, 'canary': 1}");

        assertThat(JsonPath.<List<String>>read(ok(owner.get(canary + "/instances")), "$.items[*].number"))
                .containsExactly(tickets.get(0).number());
        assertThat(tickets.stream().map(this::definitionOf).distinct()).hasSize(2);
        var rest = done("{'from': 1, 'dryRun': false}");
        assertThat(JsonPath.<Integer>read(ok(owner.get(rest)), "$.migrated")).isEqualTo(3);
        assertThat(tickets.stream().map(this::definitionOf).distinct()).hasSize(1);
        assertThat(JsonPath.<List<String>>read(ok(owner.get(LIFECYCLE + "/migrations")), "$.items[*].id"))
                .hasSize(2)
                .first()
                .asString()
                .matches(id -> rest.endsWith(id));
    }

    @Test
    void timers_ring_when_they_would_have() {
        var ticket = world.openAndRouted(Category.VM, Priority.P1);
        deploy(WaitingForVendor.drawnInto(lifecycle()));
        world.pass(Duration.ofMinutes(2));
        var due = world.timersOf(ticket).stream()
                .map(timer -> timer.getId() + timer.getDuedate())
                .sorted()
                .toList();

        done("{'from': 1, 'dryRun': false}");

        assertThat(world.timersOf(ticket).stream()
                        .map(timer -> timer.getId() + timer.getDuedate())
                        .sorted()
                        .toList())
                .isEqualTo(due);
        world.timePasses(Duration.ofMinutes(4));
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.ESCALATED);
    }

    @Test
    void a_state_that_means_another_status_there_moves_the_ticket_and_its_history_says_so() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        var model = Edit.in(lifecycle())
                .done()
                .replaceFirst("(?s)(<bpmn:userTask id=\"workOnTicket\".*?value=\")IN_PROGRESS", "$1OPEN");
        deploy(model);

        assertThat(JsonPath.<List<String>>read(ok(migrate("{'from': 1, 'dryRun': true}")), "$.activities[*].status"))
                .containsExactly("OPEN");
        done("{'from': 1, 'dryRun': false}");

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
        var history = ok(owner.get("/api/v1/tickets/" + ticket.number() + "/history"));
        assertThat(JsonPath.<List<Map<String, Object>>>read(history, "$[?(@.field == 'process')]"))
                .singleElement()
                .satisfies(entry -> assertThat(entry)
                        .containsEntry("from", "ticket-lifecycle 1")
                        .containsEntry("source", "API")
                        .hasEntrySatisfying(
                                "actor", by -> assertThat(by).hasFieldOrPropertyWithValue("fullName", name())));
        assertThat(reconciliation.check()).isEmpty();
    }

    @Test
    void a_solved_ticket_keeps_its_resolution_and_is_not_reopened() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        world.resolve(ticket);
        var solved = world.now(ticket);
        deploy(WaitingForVendor.drawnInto(lifecycle()));

        done("{'from': 1, 'dryRun': false}");

        var migrated = world.now(ticket);
        assertThat(migrated.processDefinitionId()).isNotEqualTo(solved.processDefinitionId());
        assertThat(migrated.status()).isEqualTo(TicketStatus.RESOLVED);
        assertThat(migrated.reopenCount()).isZero();
        assertThat(migrated.resolution()).isNotBlank().isEqualTo(solved.resolution());
        assertThat(migrated.resolutionCode()).isEqualTo(solved.resolutionCode());
        assertThat(migrated.resolvedAt()).isEqualTo(solved.resolvedAt());
    }

    @Test
    void what_a_killed_application_has_left_is_gone_on_with_and_only_one_runs_at_a_time() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        deploy(WaitingForVendor.drawnInto(lifecycle()));
        var migration = done("{'from': 1, 'dryRun': false}");
        var other = world.openAndRouted(Category.VM, Priority.P3);
        var id = migration.substring(migration.lastIndexOf('/') + 1);
        // The database after a kill: the migration has begun, and one instance is waiting.
        world.sql("update process_migrations set finished_at = null where id = '%s'".formatted(id));
        world.sql("insert into migrated_instances (migration_id, position, process_instance_id, business_key, state) "
                + "values ('%s', 1, '%s', '%s', 'WAITING')".formatted(id, other.processInstanceId(), other.number()));

        var refused = migrate("{'from': 2, 'to': 1, 'dryRun': false}");
        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(JsonPath.<String>read(refused.body(), "$.code")).isEqualTo("MIGRATION_RUNNING");

        runner.run();

        assertThat(JsonPath.<Object>read(ok(owner.get(migration)), "$.finishedAt"))
                .isNotNull();
        assertThat(JsonPath.<Integer>read(ok(owner.get(migration)), "$.waiting"))
                .isZero();
        assertThat(definitionOf(ticket)).isEqualTo(definitionOf(other));
    }

    @Test
    void a_migration_is_written_down_with_who_began_it() {
        world.openAndRouted(Category.VM, Priority.P3);
        deploy(WaitingForVendor.drawnInto(lifecycle()));

        var migration = done("{'from': 1, 'dryRun': false}");

        assertThat(jdbc.queryForList(
                        "select actor_id from audit_events where type = 'MIGRATION_STARTED' and detail ->> 'migration' = ?",
                        migration.substring(migration.lastIndexOf('/') + 1)))
                .singleElement()
                .satisfies(event -> assertThat(event)
                        .containsEntry("actor_id", world.person("process-owner").id()));
    }

    @ParameterizedTest
    @CsvSource(quoteCharacter = '"', textBlock = """
            {'from': 1} | 422 | dryRun
            {'dryRun': true} | 422 | from
            {'from': 1, 'dryRun': false, 'canary': 0} | 422 | canary
            {'from': 1, 'to': 1, 'dryRun': true} | 409 | SAME_VERSION
            {'from': 4711, 'dryRun': true} | 404 | PROCESS_NOT_FOUND
            {'from': 1, 'to': 4711, 'dryRun': true} | 404 | PROCESS_NOT_FOUND
            {'from': 1, 'dryRun': false} | 409 | NOTHING_TO_MIGRATE
            {'from': 1, 'dryRun': true, 'mapping': {'nowhere': 'workOnTicket'}} | 422 | mapping.nowhere
            {'from': 1, 'dryRun': true, 'mapping': {'workOnTicket': 'nowhere'}} | 422 | mapping.workOnTicket
            {'from': 1, 'dryRun': true, 'mapping': {'workOnTicket': 'assignTicket'}} | 422 | mapping.workOnTicket
            {'from': 1, 'dryRun': true, 'why': 'not'} | 400 | why
            """, delimiter = '|')
    void what_makes_no_sense_is_refused_by_name(String wish, int status, String named) {
        deploy(WaitingForVendor.drawnInto(lifecycle()));

        var answer = migrate(wish);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(named);
    }
}
