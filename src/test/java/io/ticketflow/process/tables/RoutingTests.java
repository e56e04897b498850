package io.ticketflow.process.tables;

import static java.util.concurrent.CompletableFuture.allOf;
import static java.util.concurrent.CompletableFuture.runAsync;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.decision.Decision;
import io.ticketflow.decision.Decision.Candidate;
import io.ticketflow.decision.Decision.Outcome;
import io.ticketflow.decision.Decisions;
import io.ticketflow.process.lifecycle.WaitingTickets;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.sandbox.SlowCell;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Incident;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** Who gets a ticket, why, and what happens when no person is found. */
@TicketflowTest
class RoutingTests {

    private static final String TABLE = "assignment-routing.dmn";

    @Autowired
    private World world;

    @Autowired
    private Decisions decisions;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private Ownership ownership;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private ManagementService jobs;

    @Autowired
    private WaitingTickets waiting;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    private Decision lastDecision(Ticket ticket) {
        var all = decisions.of(ticket.id());
        return all.get(all.size() - 1);
    }

    private List<Incident> incidentsOf(Ticket ticket) {
        return runtime.createIncidentQuery()
                .processInstanceId(ticket.processInstanceId())
                .list();
    }

    private void deployTable(String content) {
        repository
                .createDeployment()
                .name("by its owner")
                .addString(TABLE, content)
                .deploy();
    }

    private static String shippedTable() throws IOException {
        return Files.readString(Path.of("dmn/assignment-routing.dmn"), StandardCharsets.UTF_8);
    }

    @Test
    void a_decision_names_the_rule_the_table_and_everybody_considered() {
        var ticket = world.openAndRouted(Category.SECURITY, Priority.P3);

        var decision = lastDecision(ticket);

        assertThat(decision.outcome()).isEqualTo(Outcome.DECIDED);
        assertThat(decision.verdict().table()).isEqualTo("assignment-routing");
        assertThat(decision.verdict().version()).isPositive();
        assertThat(decision.verdict().ruleId()).isEqualTo("network");
        assertThat(decision.verdict().ruleDescription()).isNotBlank();
        assertThat(decision.verdict().inputs()).containsValues("SECURITY", "P3");
        assertThat(decision.candidates())
                .filteredOn(Candidate::chosen)
                .extracting(Candidate::fullName)
                .containsExactly("Nils Network");
        assertThat(decision.candidates())
                .filteredOn(candidate -> !candidate.chosen())
                .extracting(Candidate::reason)
                .containsExactly("lacks the skill SECURITY");
    }

    @Test
    void the_one_with_least_open_work_gets_it() {
        var first = world.openAndRouted(Category.NETWORK, Priority.P1);
        var second = world.openAndRouted(Category.NETWORK, Priority.P4);
        var third = world.openAndRouted(Category.NETWORK, Priority.P4);

        assertThat(world.assigneeOf(second)).isNotEqualTo(world.assigneeOf(first));
        assertThat(world.assigneeOf(third)).isEqualTo(world.assigneeOf(second));
    }

    @Test
    void tickets_routed_at_the_same_moment_neither_fail_nor_overload_anybody() {
        world.sql("update users set max_open_tickets = 8");
        IntStream.range(0, 32).forEach(each -> world.open(Category.VM, Priority.P3));
        var routings = jobs.createJobQuery().executable().list();

        var atOnce = Executors.newFixedThreadPool(8);
        try {
            var started = routings.stream()
                    .map(routing -> runAsync(() -> jobs.executeJob(routing.getId()), atOnce))
                    .toArray(CompletableFuture[]::new);
            allOf(started).join();
        } finally {
            atOnce.shutdownNow();
        }

        // Three people of the team have the skill for machines.
        assertThat(desk.workloads(List.of(
                                world.person("lead").id(),
                                world.person("senior").id(),
                                world.person("engineer").id()))
                        .values())
                .allMatch(load -> load.openTickets() == 8);
    }

    @Test
    void people_who_are_away_or_have_enough_to_do_are_passed_over() {
        world.sql("update users set availability = 'AWAY' where handle = 'engineer3'");
        world.sql("update users set max_open_tickets = 1 where handle = 'engineer4'");
        world.openAndRouted(Category.NETWORK, Priority.P3);

        var ticket = world.openAndRouted(Category.NETWORK, Priority.P3);

        assertThat(ticket.status()).isEqualTo(TicketStatus.NEW);
        assertThat(world.taskOf(ticket).getTaskDefinitionKey()).isEqualTo("triageTicket");
        assertThat(lastDecision(ticket).outcome()).isEqualTo(Outcome.NOBODY);
        assertThat(lastDecision(ticket).candidates())
                .extracting(Candidate::reason)
                .containsExactlyInAnyOrder("is not available", "has 1 of 1 open tickets");
        assertThat(ticket.teamId()).isEqualTo(world.person("engineer3").teamId());
    }

    @Test
    void a_ticket_in_triage_is_offered_again_when_somebody_has_room() {
        world.sql("update users set max_open_tickets = 1 where handle in ('engineer3', 'engineer4')");
        world.openAndRouted(Category.ACCESS, Priority.P3);
        world.openAndRouted(Category.ACCESS, Priority.P3);
        var ticket = world.openAndRouted(Category.ACCESS, Priority.P3);
        assertThat(ticket.status()).isEqualTo(TicketStatus.NEW);

        waiting.offer();
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.NEW);
        assertThat(decisions.of(ticket.id())).hasSize(1);

        world.sql("update users set max_open_tickets = 2 where handle in ('engineer3', 'engineer4')");
        waiting.offer();
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
        assertThat(lastDecision(ticket).outcome()).isEqualTo(Outcome.DECIDED);
    }

    @Test
    void a_broken_table_sends_tickets_to_triage_with_the_reason_and_an_incident() throws IOException {
        world.tableBecomes(TABLE, shippedTable().replace("\"Platform\"", "nobody knows ("));

        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        assertThat(ticket.status()).isEqualTo(TicketStatus.NEW);
        assertThat(world.taskOf(ticket).getTaskDefinitionKey()).isEqualTo("triageTicket");
        assertThat(world.timersOf(ticket)).hasSize(4);
        assertThat(lastDecision(ticket).outcome()).isEqualTo(Outcome.ROUTING_FAILED);
        assertThat(lastDecision(ticket).reason()).startsWith("It is no FEEL").doesNotContain("FEEL/");
        assertThat(incidentsOf(ticket))
                .extracting(Incident::getIncidentType)
                .containsExactly(TicketLifecycle.ROUTING_FAILED);
    }

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void rows_that_contradict_each_other_are_named_with_the_values(CapturedOutput log) throws IOException {
        world.tableBecomes(TABLE, shippedTable().replace("hitPolicy=\"FIRST\"", "hitPolicy=\"UNIQUE\""));
        var reason =
                "In the table assignment-routing the rows 2 (platform), 4 (everything-else) match together for Category = VM, Priority = P3, and the hit policy UNIQUE allows one row.";

        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        waiting.offer();

        assertThat(ticket.status()).isEqualTo(TicketStatus.NEW);
        assertThat(lastDecision(ticket).reason()).isEqualTo(reason);
        assertThat(incidentsOf(ticket)).extracting(Incident::getIncidentMessage).containsExactly(reason);
        assertThat(log.getAll())
                .contains("A ticket in triage could not be routed: " + reason)
                .doesNotContain("DMN-", "Impl{", "\tat ");
    }

    @Test
    void a_table_that_would_think_for_hours_is_broken_after_seconds() throws IOException {
        world.tableBecomes(
                TABLE,
                shippedTable()
                        .replace(
                                "\"Platform\"",
                                "if %s > 0 then \"Platform\" else \"Network\"".formatted(SlowCell.NUMBER)));
        var began = Instant.now();

        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        assertThat(ticket.status()).isEqualTo(TicketStatus.NEW);
        assertThat(lastDecision(ticket).outcome()).isEqualTo(Outcome.ROUTING_FAILED);
        assertThat(lastDecision(ticket).reason()).contains("takes longer than 5 s");
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void a_table_that_names_a_team_that_does_not_exist_is_a_failed_routing() throws IOException {
        world.tableBecomes(TABLE, shippedTable().replace("\"Platform\"", "\"Plattform\""));

        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        assertThat(lastDecision(ticket).outcome()).isEqualTo(Outcome.ROUTING_FAILED);
        assertThat(lastDecision(ticket).reason()).isEqualTo("There is no team \"Plattform\".");
    }

    @Test
    void a_lead_triages_what_routing_could_not() throws IOException {
        world.tableBecomes(TABLE, shippedTable().replace("\"Platform\"", "\"Plattform\""));
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        world.move(
                ticket,
                TicketStatus.OPEN,
                MoveDetails.assignee(world.person("engineer").id()),
                "lead");

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
        assertThat(world.assigneeOf(ticket)).isEqualTo("engineer");
        assertThat(incidentsOf(ticket)).isEmpty();
    }

    @Test
    void a_repaired_table_routes_the_tickets_that_wait() throws IOException {
        world.tableBecomes(TABLE, shippedTable().replace("\"Platform\"", "nobody knows ("));
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        deployTable(shippedTable());
        waiting.offer();

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
        assertThat(world.now(ticket).assigneeId()).isNotNull();
        assertThat(incidentsOf(ticket)).isEmpty();
    }

    @Test
    void an_assignment_made_before_routing_ran_is_kept() {
        var ticket = world.open(Category.VM, Priority.P3);
        ownership.assign(ticket.number(), world.person("senior").id(), null, null, null, world.as("lead"));

        world.runDueJobs();

        assertThat(world.assigneeOf(ticket)).isEqualTo("senior");
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
    }

    @Test
    void the_requester_is_never_given_the_own_ticket() {
        var ticket =
                desk.open(new NewTicket("VPN", "no tunnel", Category.SECURITY, Priority.P3), world.as("engineer4"));

        world.runDueJobs();

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.NEW);
        assertThat(lastDecision(ticket).candidates())
                .extracting(Candidate::reason)
                .contains("is the requester");
    }
}
