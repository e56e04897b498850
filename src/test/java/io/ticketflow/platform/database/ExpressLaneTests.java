package io.ticketflow.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** While three times as many changes as there are connections wait for one ticket, other people can read and sign in. */
@TicketflowTest
class ExpressLaneTests {

    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    @Autowired
    private World world;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @Value("${spring.datasource.hikari.maximum-pool-size}")
    private int connections;

    @LocalServerPort
    private int port;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    @Test
    void reading_one_thing_and_signing_in_do_not_wait_for_those_who_change() throws Exception {
        var held = "/api/v1/tickets/" + world.open(Category.VM, Priority.P3).number();
        var other = "/api/v1/tickets/" + world.open(Category.VM, Priority.P3).number();
        var manager = Http.on(port).as("manager");
        var reader = Http.on(port).as("user");
        var changing = Executors.newFixedThreadPool(3 * connections);
        try {
            var changes = Objects.requireNonNull(transaction.execute(status -> {
                jdbc.queryForList("select id from tickets for update");
                var begun = IntStream.range(0, 3 * connections)
                        .mapToObj(each -> changing.submit(() -> manager.json(
                                        "POST",
                                        held + "/comments",
                                        "{\"body\": \"Me, too\", \"visibility\": \"PUBLIC\"}")
                                .statusCode()))
                        .toList();
                awaitWaiting();

                var since = System.nanoTime();
                assertThat(reader.get(other).statusCode()).isEqualTo(200);
                assertThat(Http.on(port)
                                .asAnew("engineer")
                                .get("/api/v1/auth/me")
                                .statusCode())
                        .isEqualTo(200);
                assertThat(Duration.ofNanos(System.nanoTime() - since)).isLessThan(AT_ONCE);
                return begun;
            }));

            for (Future<Integer> change : changes) {
                assertThat(change.get()).isEqualTo(201);
            }
        } finally {
            changing.shutdown();
        }
    }

    /** Waits until all places of costly requests are taken by changes that wait for the lock. */
    private void awaitWaiting() {
        await().until(() -> jdbc.queryForList("select pid from pg_stat_activity where wait_event_type = 'Lock'")
                        .size()
                >= Math.min(2 * Runtime.getRuntime().availableProcessors(), connections * 2 / 5));
    }
}
