package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.decision.Decision;
import io.ticketflow.decision.Decision.Outcome;
import io.ticketflow.decision.Decisions;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Work uses one connection at a time: three times as many acts at one instant as there are connections take turns, and no act waits for a connection that
 * another one holds.
 */
@TicketflowTest
class ConnectionTests {

    @Autowired
    private World world;

    @Value("${spring.datasource.hikari.maximum-pool-size}")
    private int connections;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private ManagementService jobs;

    @Autowired
    private Decisions decisions;

    @LocalServerPort
    private int port;

    private Http manager;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
        world.sql("update users set max_open_tickets = 1000");
        manager = Http.on(port).as("manager");
    }

    private int threeTimesAsMany() {
        return 3 * connections;
    }

    private Callable<Integer> raise(Ticket ticket) {
        return () -> manager.json("PUT", "/api/v1/tickets/" + ticket.number(), "{\"priority\": \"P1\"}")
                .statusCode();
    }

    private List<Ticket> routed(int count) {
        var tickets = opened(count, Priority.P4);
        world.runDueJobs();
        return tickets;
    }

    private List<Ticket> opened(int count, Priority priority) {
        return IntStream.range(0, count)
                .mapToObj(each -> world.open(Category.VM, priority))
                .toList();
    }

    private List<Outcome> outcomesOf(List<Ticket> tickets, Decision.Kind kind) {
        return tickets.stream()
                .flatMap(ticket -> decisions.of(ticket.id()).stream())
                .filter(decision -> decision.kind() == kind)
                .map(Decision::outcome)
                .toList();
    }

    @Test
    void tickets_that_are_raised_to_critical_at_one_instant_are_all_raised_and_announced_by_the_table()
            throws Exception {
        var tickets = routed(threeTimesAsMany());

        var answers = Together.run(tickets.stream().map(this::raise).toList());

        assertThat(answers).hasSize(threeTimesAsMany()).containsOnly(200);
        assertThat(outcomesOf(tickets, Decision.Kind.ESCALATION))
                .hasSize(threeTimesAsMany())
                .containsOnly(Outcome.DECIDED);
    }

    @Test
    void nor_does_what_has_just_been_deployed_and_was_read_by_none_keep_them_waiting() throws Exception {
        repository
                .createDeployment()
                .addString("ticket-lifecycle.bpmn", Files.readString(Path.of("processes/ticket-lifecycle.bpmn")))
                .addString("escalation-routing.dmn", Files.readString(Path.of("dmn/escalation-routing.dmn")))
                .deploy();
        var tickets = routed(threeTimesAsMany());
        repository
                .createDeployment()
                .addString("escalation-routing.dmn", Files.readString(Path.of("dmn/escalation-routing.dmn")))
                .deploy();

        var answers = Together.run(tickets.stream().map(this::raise).toList());

        assertThat(answers).containsOnly(200);
        assertThat(outcomesOf(tickets, Decision.Kind.ESCALATION)).containsOnly(Outcome.DECIDED);
    }

    @Test
    void critical_tickets_that_are_routed_at_one_instant_are_announced_by_the_table() throws Exception {
        var tickets = opened(connections, Priority.P3);
        world.sql("update tickets set priority = 'P1'");
        var ids = tickets.stream()
                .map(ticket -> jobs.createJobQuery()
                        .processInstanceId(ticket.processInstanceId())
                        .messages()
                        .singleResult()
                        .getId())
                .toList();

        Together.run(ids.stream()
                .<Callable<Boolean>>map(id -> () -> {
                    jobs.executeJob(id);
                    return true;
                })
                .toList());

        assertThat(outcomesOf(tickets, Decision.Kind.ESCALATION))
                .hasSize(tickets.size())
                .containsOnly(Outcome.DECIDED);
    }
}
