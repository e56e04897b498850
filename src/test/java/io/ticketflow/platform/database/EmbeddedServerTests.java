package io.ticketflow.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ticketflow.platform.CannotStartException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedServerTests {

    private static final String PASSWORD = "secret of a test";

    @TempDir
    private Path directory;

    @Test
    void data_are_there_after_a_restart() throws SQLException {
        try (var server = EmbeddedServer.start(directory, PASSWORD);
                var connection = connect(server)) {
            connection.createStatement().execute("create table facts as select 42 as answer");
        }

        try (var server = EmbeddedServer.start(directory, PASSWORD)) {
            assertThat(answer(server, "select answer from facts")).isEqualTo("42");
        }
    }

    @Test
    void what_is_committed_is_on_the_disk() throws SQLException {
        try (var server = EmbeddedServer.start(directory, PASSWORD)) {
            assertThat(answer(server, "show fsync")).isEqualTo("on");
            assertThat(answer(server, "show full_page_writes")).isEqualTo("on");
            assertThat(answer(server, "show synchronous_commit")).isEqualTo("on");
        }
    }

    @Test
    void a_server_that_a_killed_process_left_behind_is_no_obstacle() throws Exception {
        var killed = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        KilledProcess.class.getName(),
                        directory.toString())
                .inheritIO()
                .start();
        assertThat(killed.waitFor()).isEqualTo(KilledProcess.EXIT_CODE);
        assertThat(postmaster()).matches(ProcessHandle::isAlive);

        try (var server = EmbeddedServer.start(directory, PASSWORD)) {
            assertThat(answer(server, "select answer from facts")).isEqualTo("42");
        }
    }

    @Test
    void a_number_that_now_belongs_to_another_process_is_no_obstacle() throws Exception {
        EmbeddedServer.start(directory, PASSWORD).close();
        Files.write(
                directory.resolve("cluster/postmaster.pid"),
                List.of(String.valueOf(ProcessHandle.current().pid()), "somewhere", "1000000000"));

        try (var server = EmbeddedServer.start(directory, PASSWORD)) {
            assertThat(answer(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_server_that_was_killed_before_it_had_written_its_number_is_no_obstacle() throws Exception {
        EmbeddedServer.start(directory, PASSWORD).close();
        Files.createFile(directory.resolve("cluster/postmaster.pid"));

        try (var server = EmbeddedServer.start(directory, PASSWORD)) {
            assertThat(answer(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_start_that_was_killed_while_it_made_the_data_is_no_obstacle() throws Exception {
        Files.writeString(
                Files.createDirectories(directory.resolve("cluster.new")).resolve("PG_VERSION"), "17");

        try (var server = EmbeddedServer.start(directory, PASSWORD)) {
            assertThat(answer(server, "select 1")).isEqualTo("1");
        }
    }

    @Test
    void a_second_server_on_the_same_data_is_refused_in_one_sentence() {
        try (var server = EmbeddedServer.start(directory, PASSWORD)) {
            assertThatThrownBy(() -> EmbeddedServer.start(directory, PASSWORD))
                    .isInstanceOf(CannotStartException.class)
                    .hasMessage("Another Ticketflow is already running on the embedded database in " + directory);

            assertThat(server.database("still_there")).endsWith("/still_there");
        }
    }

    @Test
    void data_that_the_server_cannot_use_are_reported_with_its_own_words() throws IOException {
        EmbeddedServer.start(directory, PASSWORD).close();
        Files.writeString(directory.resolve("cluster/PG_VERSION"), "9.6\n");

        assertThatThrownBy(() -> EmbeddedServer.start(directory, PASSWORD))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("database files are incompatible with server");
    }

    @Test
    void a_server_that_is_killed_is_started_again_on_its_port() throws Exception {
        try (var server = EmbeddedServer.start(directory, PASSWORD);
                var connection = connect(server)) {
            connection.createStatement().execute("create table facts as select 42 as answer");
            var before = connection.getMetaData().getURL();

            kill(postmaster());

            awaitAnswer(server, "select answer from facts");
            assertThat(server.database("test")).isEqualTo(before);
        }
        assertThat(directory.resolve("cluster/postmaster.pid")).doesNotExist();
    }

    @Test
    void a_server_that_loses_one_process_recovers_by_itself() throws Exception {
        try (var server = EmbeddedServer.start(directory, PASSWORD);
                var connection = connect(server)) {
            var postmaster = postmaster();

            kill(backend(connection));

            awaitAnswer(server, "select 42");
            assertThat(postmaster()).isEqualTo(postmaster);
        }
    }

    /** Stops a server process with a signal, as a long statement would: it does not notice yet that its server has been killed. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_killed_server_is_started_again_when_its_last_process_is_gone() throws Exception {
        try (var server = EmbeddedServer.start(directory, PASSWORD);
                var connection = connect(server)) {
            var busy = backend(connection);
            assertThat(new ProcessBuilder("kill", "-STOP", String.valueOf(busy.pid()))
                            .start()
                            .waitFor())
                    .isZero();

            kill(postmaster());
            await().atMost(Duration.ofSeconds(60)).until(() -> Files.readString(directory.resolve("cluster/server.log"))
                    .contains("is still in use"));
            kill(busy);

            awaitAnswer(server, "select 42");
        }
    }

    private static void kill(ProcessHandle process) {
        process.destroyForcibly();
        assertThat(process.onExit()).succeedsWithin(Duration.ofSeconds(60));
    }

    private static void awaitAnswer(EmbeddedServer server, String query) {
        await().atMost(Duration.ofSeconds(60)).ignoreExceptions().until(() -> answer(server, query)
                .equals("42"));
    }

    private static ProcessHandle backend(Connection connection) throws SQLException {
        var row = connection.createStatement().executeQuery("select pg_backend_pid()");
        row.next();
        return ProcessHandle.of(row.getLong(1)).orElseThrow();
    }

    private ProcessHandle postmaster() throws IOException {
        var pid =
                Files.readAllLines(directory.resolve("cluster/postmaster.pid")).get(0);
        return ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
    }

    private static String answer(EmbeddedServer server, String query) throws SQLException {
        try (var connection = connect(server)) {
            var row = connection.createStatement().executeQuery(query);
            row.next();
            return row.getString(1);
        }
    }

    private static Connection connect(EmbeddedServer server) throws SQLException {
        return DriverManager.getConnection(server.database("test"), EmbeddedServer.USER, PASSWORD);
    }

    /** Starts a server, commits a table, and ends without cleaning up, like a process after kill -9. */
    static final class KilledProcess {

        static final int EXIT_CODE = 137;

        public static void main(String[] arguments) throws SQLException {
            var server = EmbeddedServer.start(Path.of(arguments[0]), PASSWORD);
            connect(server).createStatement().execute("create table facts as select 42 as answer");
            Runtime.getRuntime().halt(EXIT_CODE);
        }
    }
}
