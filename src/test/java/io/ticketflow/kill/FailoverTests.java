package io.ticketflow.kill;

import io.ticketflow.platform.database.PairOfServers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A database of two servers, the first of which is lost while people work. {@code -Dkill.rounds=20} repeats it. */
@DisabledOnOs(OS.WINDOWS)
class FailoverTests {

    private static final int ROUNDS = Integer.getInteger("kill.rounds", 1);
    private static final int PEOPLE = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    /**
     * In every second round the first server does not end but stops answering, as if its machine was gone. A promoted server has no second one behind it, so
     * each round begins with two new servers.
     */
    @Test
    void what_was_acknowledged_outlives_the_first_server_and_the_application_goes_on_with_the_second()
            throws Exception {
        for (var round = 1; round <= ROUNDS; round++) {
            var place = Files.createDirectory(directory.resolve("round" + round));
            try (var servers = PairOfServers.start(place)) {
                var node = new Node(
                        "failover",
                        Map.of("DATABASE_URL", servers.url(PATIENCE), "TICKETFLOW_DATA_DIR", place.toString()));
                try {
                    node.start();
                    node.awaitReady();
                    failOver(round, servers, node);
                } finally {
                    node.end();
                }
            }
        }
    }

    private static void failOver(int round, PairOfServers servers, Node node) {
        var books = new Books(servers::jdbcUrl);
        books.execute("update users set max_open_tickets = 100000");
        var clients = Clients.at(PEOPLE, node);
        var manager = node.http().asAnew("manager");
        var moment = clients.awaitSomeMoment();
        var silent = round % 2 == 0;
        if (silent) {
            servers.silenceFirst();
        } else {
            servers.killFirst();
        }
        var lost = System.nanoTime();
        clients.awaitUnavailable();
        servers.promoteSecond();
        node.awaitAnswer(manager);
        var ready = Duration.ofNanos(System.nanoTime() - lost);
        clients.workOn(Duration.ofSeconds(1));
        clients.stop();

        books.balance(
                "round %d: the first of two servers %s at %d ms, the second answers after %d ms"
                        .formatted(round, silent ? "silent" : "killed", moment.toMillis(), ready.toMillis()),
                clients);
    }
}
