package io.ticketflow.kill;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application on its embedded database, killed at random moments while people work. {@code -Dkill.rounds=20} repeats it. */
class KillTests {

    private static final int ROUNDS = Integer.getInteger("kill.rounds", 1);
    private static final int PEOPLE = 4;

    @TempDir
    private static Path data;

    private static EmbeddedData database;
    private static Node node;
    private static Books books;

    @BeforeAll
    static void start() throws IOException {
        node = new Node("killed", Map.of("TICKETFLOW_DATA_DIR", data.toString()));
        Files.deleteIfExists(node.log());
        node.start();
        node.awaitReady();
        database = new EmbeddedData(data);
        books = new Books(database::url);
        books.execute("update users set max_open_tickets = 100000");
    }

    @AfterAll
    static void end() {
        node.end();
    }

    /** In every second round the database server is killed, too, as if the machine went down. */
    @Test
    void what_was_acknowledged_outlives_the_application() {
        for (var round = 1; round <= ROUNDS; round++) {
            var withDatabase = round % 2 == 0;
            var clients = Clients.at(PEOPLE, node);
            var moment = clients.awaitSomeMoment();
            if (withDatabase) {
                kill(database.postmaster());
            }
            node.kill();
            clients.stop();
            var killed = System.nanoTime();
            node.start();
            node.awaitReady();
            var ready = Duration.ofNanos(System.nanoTime() - killed);

            books.balance(
                    "round %d: %s killed at %d ms, ready again after %d ms"
                            .formatted(
                                    round,
                                    withDatabase ? "application and database" : "application",
                                    moment.toMillis(),
                                    ready.toMillis()),
                    clients);
        }
    }

    /** Kills the database server; in every second round only one of its processes, after which PostgreSQL ends them all. */
    @Test
    void what_was_acknowledged_outlives_the_database_and_the_application_goes_on() throws IOException {
        for (var round = 1; round <= ROUNDS; round++) {
            var oneOnly = round % 2 == 0;
            var clients = Clients.at(PEOPLE, node);
            var manager = node.http().asAnew("manager");
            var moment = clients.awaitSomeMoment();
            kill(oneOnly ? backend() : database.postmaster());
            var killed = System.nanoTime();
            node.awaitAnswer(manager);
            var ready = Duration.ofNanos(System.nanoTime() - killed);
            clients.workOn(Duration.ofSeconds(1));
            clients.stop();

            books.balance(
                    "round %d: %s killed at %d ms, ready again after %d ms"
                            .formatted(
                                    round,
                                    oneOnly ? "a process of the database" : "database",
                                    moment.toMillis(),
                                    ready.toMillis()),
                    clients);
        }
        assertThat(Files.readString(node.log())).doesNotContain(Clients.TITLE);
    }

    @Test
    void a_second_application_on_the_same_data_ends_with_one_sentence() throws IOException {
        var second = new Node("second", Map.of("TICKETFLOW_DATA_DIR", data.toString()));
        Files.deleteIfExists(second.log());

        second.start();

        assertThat(second.awaitEnd()).isEqualTo(1);
        assertThat(Files.readString(second.log()))
                .containsOnlyOnce("Another Ticketflow is already running on the embedded database in " + data)
                .doesNotContain("Exception");
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
    }

    /** A process of the server that works for the application, or did a moment ago. */
    private static ProcessHandle backend() {
        var pid = books.column(
                        "select pid from pg_stat_activity where datname = 'ticketflow' and pid <> pg_backend_pid()"
                                + " order by state_change desc limit 1")
                .get(0);
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }
}
