package io.ticketflow.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application on a small disk that fills up while people work. {@code -Dkill.rounds=20} repeats it. */
class FullDiskTests {

    private static final int ROUNDS = Integer.getInteger("kill.rounds", 1);
    private static final int PEOPLE = 4;
    private static final String SIZE = "400m";
    private static final byte[] BALLAST = new byte[1 << 16];

    @TempDir
    private static Path disk;

    private static boolean mounted;
    private static Node node;
    private static Books books;

    @BeforeAll
    static void start() throws Exception {
        mounted = succeeds("mount", "-t", "tmpfs", "-o", "size=" + SIZE, "ticketflow", disk.toString());
        assumeTrue(mounted, "A disk of its own needs root on Linux");
        node = new Node("full-disk", Map.of("TICKETFLOW_DATA_DIR", disk.toString()));
        Files.deleteIfExists(node.log());
        node.start();
        node.awaitReady();
        books = new Books(new EmbeddedData(disk)::url);
        books.execute("update users set max_open_tickets = 100000");
    }

    @AfterAll
    static void end() throws Exception {
        if (mounted) {
            node.end();
            succeeds("umount", disk.toString());
        }
    }

    /** In every second round the write-ahead log has no room either, which ends the database server. */
    @Test
    void what_was_acknowledged_outlives_a_full_disk_and_the_application_goes_on_when_there_is_room() throws Exception {
        for (var round = 1; round <= ROUNDS; round++) {
            var withLog = round % 2 == 0;
            var clients = Clients.at(PEOPLE, node);
            var manager = node.http().asAnew("manager");
            var moment = clients.awaitSomeMoment();
            var ballast = disk.resolve("ballast");
            fill(ballast);
            if (withLog) {
                useUpTheLog();
            }
            clients.awaitUnavailable();
            clients.workOn(Duration.ofSeconds(2));

            Files.delete(ballast);
            var room = System.nanoTime();
            node.awaitAnswer(manager);
            clients.workOn(Duration.ofSeconds(1));
            clients.stop();
            var ready = Duration.ofNanos(System.nanoTime() - room);

            books.balance(
                    "round %d: disk %s full at %d ms, ready again %d ms after there was room"
                            .formatted(
                                    round,
                                    withLog ? "and log" : "of the database",
                                    moment.toMillis(),
                                    ready.toMillis()),
                    clients);
        }
        // When lack of space ends the server, the server's log says so, and the application's log says that the server
        // is gone.
        assertThat(Files.readString(node.log()) + Files.readString(disk.resolve("postgresql/cluster/server.log")))
                .contains("No space left on device")
                .doesNotContain(Clients.TITLE);
    }

    private static void fill(Path ballast) throws IOException {
        try (var out = Files.newOutputStream(ballast, StandardOpenOption.CREATE)) {
            while (true) {
                out.write(BALLAST);
            }
        } catch (IOException full) {
            // the log is full, as intended
        }
    }

    /** Writes until no file of the write-ahead log has room. */
    private static void useUpTheLog() {
        try {
            while (true) {
                books.execute("select pg_logical_emit_message(false, 'ballast', repeat('x', 10000000))");
            }
        } catch (IllegalStateException ended) {
            // as wanted
        }
    }

    private static boolean succeeds(String... command) throws Exception {
        try {
            return new ProcessBuilder(command).inheritIO().start().waitFor() == 0;
        } catch (IOException thereIsNoSuchProgram) {
            return false;
        }
    }
}
