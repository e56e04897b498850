package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.ticket.Action;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.HistoryEntry;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Several acts at one instant: one succeeds, the others are told why they failed, and nothing is done twice or in part. */
@TicketflowTest
class RaceTests {

    private static final int CLIENTS = 30;

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private ManagementService jobs;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private Reconciliation reconciliation;

    @LocalServerPort
    private int port;

    private Http lead;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
        lead = Http.on(port).as("lead");
    }

    private Callable<Integer> move(Ticket ticket, TicketStatus to) {
        return () -> lead.json(
                        "PATCH", "/api/v1/tickets/" + ticket.number() + "/status", "{\"status\": \"%s\"}".formatted(to))
                .statusCode();
    }

    private Callable<Integer> complete(Ticket ticket) {
        var task = world.taskOf(ticket).getId();
        return () -> lead.json(
                        "POST",
                        "/engine-rest/task/" + task + "/complete",
                        "{\"variables\": {\"transition\": {\"value\": \"IN_PROGRESS\"}}}")
                .statusCode();
    }

    private Callable<Integer> ring(Job timer) {
        return () -> {
            try {
                jobs.executeJob(timer.getId());
                return 200;
            } catch (OptimisticLockingException overtaken) {
                // The job executor would try the job again.
                return 409;
            } catch (RuntimeException gone) {
                return jobs.createJobQuery().jobId(timer.getId()).count() == 0 ? 404 : 500;
            }
        };
    }

    private void oneHasWon(List<Integer> answers, int won) {
        assertThat(answers).filteredOn(code -> code == won).hasSize(1);
        assertThat(answers).filteredOn(code -> code != won).containsOnly(409);
        assertThat(reconciliation.check()).isEmpty();
    }

    @RepeatedTest(3)
    void of_thirty_clients_who_take_a_step_one_takes_it() throws Exception {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        oneHasWon(Together.run(Collections.nCopies(CLIENTS, move(ticket, TicketStatus.IN_PROGRESS))), 200);
    }

    @RepeatedTest(3)
    void of_thirty_clients_who_complete_a_task_at_the_engine_one_does() throws Exception {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        oneHasWon(Together.run(Collections.nCopies(CLIENTS, complete(ticket))), 204);
    }

    @RepeatedTest(3)
    void through_both_doors_at_once_one_wins() throws Exception {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var acts = new ArrayList<>(Collections.nCopies(5, complete(ticket)));
        acts.addAll(Collections.nCopies(5, move(ticket, TicketStatus.IN_PROGRESS)));

        var answers = Together.run(acts);

        assertThat(answers).filteredOn(code -> code < 300).hasSize(1);
        assertThat(answers).filteredOn(code -> code >= 300).containsOnly(409);
        assertThat(reconciliation.check()).isEmpty();
    }

    /**
     * The first response is late at the instant at which it is given: the ticket is handed over before, or the promise is just met; there is never an error
     * page.
     */
    @RepeatedTest(8)
    void a_timer_that_rings_while_somebody_takes_a_step_is_no_error() throws Exception {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.pass(Duration.ofHours(2).plusSeconds(1));
        lead = Http.on(port).asAnew("lead");
        var acts = Stream.concat(
                        world.timersOf(ticket).stream()
                                .filter(timer -> timer.getDuedate().toInstant().isBefore(world.instant()))
                                .map(this::ring),
                        Stream.of(move(ticket, TicketStatus.IN_PROGRESS)))
                .toList();

        var answers = Together.run(acts);

        assertThat(answers).hasSize(3).isSubsetOf(200, 404, 409);
        world.runDueJobs();
        assertThat(reconciliation.check()).isEmpty();
        assertThat(actionsOf(ticket)).filteredOn(Action.SLA_BREACHED::equals).hasSizeLessThan(2);
        assertThat(world.now(ticket).status()).isIn(TicketStatus.IN_PROGRESS, TicketStatus.ESCALATED);
    }

    @RepeatedTest(8)
    void a_timer_that_rings_while_somebody_completes_the_task_at_the_engine_is_no_error() throws Exception {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.pass(Duration.ofHours(2).plusSeconds(1));
        lead = Http.on(port).asAnew("lead");
        var acts = Stream.concat(
                        world.timersOf(ticket).stream()
                                .filter(timer -> timer.getDuedate().toInstant().isBefore(world.instant()))
                                .map(this::ring),
                        Stream.of(complete(ticket)))
                .toList();

        var answers = Together.run(acts);

        assertThat(answers).hasSize(3).isSubsetOf(200, 204, 404, 409);
        world.runDueJobs();
        assertThat(reconciliation.check()).isEmpty();
        assertThat(actionsOf(ticket)).filteredOn(Action.SLA_BREACHED::equals).hasSizeLessThan(2);
    }

    private List<Action> actionsOf(Ticket ticket) {
        return desk.history(ticket.number(), world.as("lead")).stream()
                .map(HistoryEntry::action)
                .toList();
    }

    @RepeatedTest(5)
    void the_last_free_place_is_given_once() throws Exception {
        world.sql("update users set max_open_tickets = case handle when 'engineer' then 1 else 0 end");
        var tickets = openAtOnce(4);

        assertThat(routeAtOnce(tickets)).containsOnly(200);

        assertThat(tickets.stream().map(world::now).filter(each -> each.assigneeId() != null))
                .hasSize(1);
        assertThat(tickets.stream().map(world::now).map(Ticket::status))
                .containsExactlyInAnyOrder(TicketStatus.OPEN, TicketStatus.NEW, TicketStatus.NEW, TicketStatus.NEW);
        assertThat(reconciliation.check()).isEmpty();
    }

    @Test
    void in_turn_means_in_turn_under_load() throws Exception {
        var table = Files.readString(Path.of("dmn/assignment-routing.dmn")).replace("LEAST_LOADED", "ROUND_ROBIN");
        repository.createDeployment().addString("assignment-routing.dmn", table).deploy();
        var tickets = openAtOnce(24);

        assertThat(routeAtOnce(tickets)).containsOnly(200);

        var shares = tickets.stream()
                .map(ticket -> String.valueOf(world.now(ticket).assigneeId()))
                .collect(Collectors.groupingBy(assignee -> assignee, Collectors.counting()));
        assertThat(shares.values()).hasSizeGreaterThan(2).containsOnly(24L / shares.size());
    }

    private List<Ticket> openAtOnce(int count) {
        return IntStream.range(0, count)
                .mapToObj(each -> world.open(Category.APPLICATION, Priority.P3))
                .toList();
    }

    private List<Integer> routeAtOnce(List<Ticket> tickets) throws Exception {
        return Together.run(tickets.stream()
                .map(ticket -> ring(jobs.createJobQuery()
                        .processInstanceId(ticket.processInstanceId())
                        .singleResult()))
                .toList());
    }

    @RepeatedTest(5)
    void taking_and_being_given_at_once_leaves_one_owner() throws Exception {
        var ticket = world.inWork();
        world.move(ticket, TicketStatus.OPEN, MoveDetails.NONE, world.assigneeOf(ticket));
        var path = "/api/v1/tickets/" + ticket.number();
        var engineer = Http.on(port).as("engineer2");
        var task = world.taskOf(ticket).getId();

        var answers = Together.run(List.<Callable<Integer>>of(
                () -> engineer.json("POST", path + "/claim", "").statusCode(),
                () -> lead.json(
                                "POST",
                                path + "/assign",
                                "{\"assigneeId\": \"%s\"}"
                                        .formatted(world.person("senior").id()))
                        .statusCode(),
                () -> engineer.json("POST", "/engine-rest/task/" + task + "/claim", "{\"userId\": \"engineer2\"}")
                        .statusCode()));

        assertThat(answers).isSubsetOf(200, 204, 403, 409);
        assertThat(answers).anyMatch(code -> code < 300);
        assertThat(reconciliation.check()).isEmpty();
        var owners = desk.history(ticket.number(), world.as("lead")).stream()
                .filter(entry -> entry.action() == Action.ASSIGNED && "assignee".equals(entry.field()))
                .toList();
        for (var each = 1; each < owners.size(); each++) {
            assertThat(owners.get(each).from()).isEqualTo(owners.get(each - 1).to());
        }
    }

    @Test
    void a_person_who_comes_with_an_old_version_hears_412() throws Exception {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var path = "/api/v1/tickets/" + ticket.number();
        var tag = lead.get(path).headers().firstValue("ETag").orElseThrow();

        var answers = Together.run(Collections.nCopies(8, () -> lead.with("If-Match", tag)
                .json("PATCH", path + "/status", "{\"status\": \"IN_PROGRESS\"}")
                .statusCode()));

        assertThat(answers.stream().collect(Collectors.groupingBy(code -> code, Collectors.counting())))
                .isEqualTo(Map.of(200, 1L, 412, 7L));
    }
}
