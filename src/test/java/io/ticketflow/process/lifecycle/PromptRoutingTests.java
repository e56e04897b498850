package io.ticketflow.process.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketEvent;
import io.ticketflow.ticket.TicketStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.impl.jobexecutor.JobExecutor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationListener;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.PayloadApplicationEvent;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@TicketflowTest
class PromptRoutingTests {

    private static final Duration AT_ONCE = Duration.ofSeconds(1);

    @Autowired
    private World world;

    @Autowired
    private ObjectProvider<ServiceDesk> desk;

    @Autowired
    private ObjectProvider<ManagementService> jobs;

    @Autowired
    private ObjectProvider<JobExecutor> executor;

    @Autowired
    private JdbcClient client;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @Autowired
    private ConfigurableApplicationContext application;

    private PromptRouting routing;

    /** Creates a PromptRouting of its own, because the application's is off in tests. */
    @BeforeEach
    void beginAnew() {
        world.beginAnew();
        routing = new PromptRouting(desk, jobs, executor, client, true);
    }

    @AfterEach
    void end() {
        routing.destroy();
    }

    private void handOver(Ticket ticket) {
        routing.on(new TicketEvent.Opened(
                ticket.id(), ticket.priority(), ticket.category(), List.of(), Instant.now(), Actor.SYSTEM));
    }

    @Test
    void a_submitted_ticket_is_routed_at_once() {
        var ticket = world.open(Category.VM, Priority.P3);

        handOver(ticket);

        await().until(() -> statusOf(ticket) == TicketStatus.OPEN);
    }

    private TicketStatus statusOf(Ticket ticket) {
        return desk.getObject().find(ticket.id()).orElseThrow().status();
    }

    @Test
    void a_submission_waits_for_room_and_never_for_the_routing_of_its_own_ticket() {
        var tickets = Stream.generate(() -> world.open(Category.VM, Priority.P3))
                .limit(PromptRouting.MOST_WAITING)
                .toList();
        var next = Objects.requireNonNull(transaction.execute(status -> {
            jdbc.queryForList("select id from teams for update");
            var since = System.nanoTime();
            tickets.forEach(this::handOver);
            assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(AT_ONCE);

            var waits = CompletableFuture.runAsync(routing::awaitRoom);
            await().during(Duration.ofMillis(300)).until(() -> !waits.isDone());
            return waits;
        }));

        await().atMost(AT_ONCE.multipliedBy(5)).until(next::isDone);
        await().until(() -> tickets.stream().allMatch(ticket -> statusOf(ticket) == TicketStatus.OPEN));
    }

    @Test
    void a_ticket_that_is_gone_leaves_its_place() {
        for (var i = 0; i < PromptRouting.MOST_WAITING; i++) {
            routing.on(new TicketEvent.Opened(
                    UUID.randomUUID(), Priority.P3, Category.VM, List.of(), Instant.now(), Actor.SYSTEM));
        }

        var waits = CompletableFuture.runAsync(routing::awaitRoom);

        await().atMost(AT_ONCE.multipliedBy(5)).until(waits::isDone);
    }

    @Test
    void a_repeated_submission_hands_over_nothing(@LocalServerPort int port) {
        var opened = new CopyOnWriteArrayList<TicketEvent.Opened>();
        ApplicationListener<PayloadApplicationEvent<?>> hearing = event -> {
            if (event.getPayload() instanceof TicketEvent.Opened each) {
                opened.add(each);
            }
        };
        application.addApplicationListener(hearing);
        try {
            var user = Http.on(port)
                    .as("user")
                    .with("Idempotency-Key", UUID.randomUUID().toString());
            var body = "{\"title\": \"A disk is full\", \"description\": \"d\", \"category\": \"VM\"}";
            assertThat(user.json("POST", "/api/v1/tickets", body).statusCode()).isEqualTo(201);
            assertThat(user.json("POST", "/api/v1/tickets", body).statusCode()).isEqualTo(201);
        } finally {
            application.removeApplicationListener(hearing);
        }

        assertThat(opened).hasSize(1);
    }
}
