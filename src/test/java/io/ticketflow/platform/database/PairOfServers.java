package io.ticketflow.platform.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Two PostgreSQL servers as an operator runs them; the second is a replica of the first. No program watches over them. */
public final class PairOfServers implements AutoCloseable {

    private static final String PASSWORD = "test";

    private final Server first;
    private final Server second;
    private Server primary;

    private PairOfServers(Server first, Server second) {
        this.first = first;
        this.second = second;
        this.primary = first;
    }

    /** Creates both servers in this empty directory and starts them. The second has all that the first acknowledges. */
    public static PairOfServers start(Path directory) {
        return start(directory, "synchronous_standby_names=*");
    }

    /** Creates both servers in this empty directory and starts them. The first does not wait for the second, which has these settings, too. */
    public static PairOfServers startWithReplica(Path directory, String... settings) {
        return start(directory, "wal_keep_size=256MB", settings);
    }

    private static PairOfServers start(Path directory, String ofFirst, String... ofSecond) {
        try {
            var data = directory.resolve("first");
            EmbeddedServer.start(data, PASSWORD).close();
            var copy = directory.resolve("second");
            run(directory, List.of("cp", "-a", data.toString(), copy.toString()));
            var first = new Server(data);
            var second = new Server(copy);
            Files.createFile(second.cluster.resolve("standby.signal"));
            first.settings.add(ofFirst);
            first.start();
            second.settings.addAll(List.of(ofSecond));
            second.settings.add("primary_conninfo=host=127.0.0.1 port=%d user=%s password=%s"
                    .formatted(first.port, EmbeddedServer.USER, PASSWORD));
            second.start();
            return new PairOfServers(first, second);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** DATABASE_URL for an application that connects to the server that accepts changes and waits this long for an answer at most. */
    public String url(Duration patience) {
        return "postgresql://%s:%s@127.0.0.1:%d,127.0.0.1:%d/postgres?targetServerType=primary&socketTimeout=%d"
                .formatted(EmbeddedServer.USER, PASSWORD, first.port, second.port, patience.toSeconds());
    }

    /** The JDBC address of the server that accepts changes now. */
    public String jdbcUrl() {
        return primary.jdbcUrl();
    }

    /** The JDBC address of the second server. */
    public String replicaUrl() {
        return second.jdbcUrl();
    }

    /** Kills the first server as kill -9 does. */
    public void killFirst() {
        first.process().orElseThrow().destroyForcibly();
    }

    /** Stops the first server with a signal: it keeps its connections and answers nothing, as if its machine was gone. */
    public void silenceFirst() {
        first.signal("-STOP");
    }

    /** Ends the second server and its connections. */
    public void stopSecond() {
        second.stop();
    }

    public void startSecond() {
        second.start();
    }

    /** Stops the second server with a signal: it keeps its connections and answers nothing. */
    public void silenceSecond() {
        second.signal("-STOP");
    }

    public void wakeSecond() {
        second.signal("-CONT");
    }

    /** Makes the second server accept changes. */
    public void promoteSecond() {
        second.run("pg_ctl", "promote", "--wait");
        primary = second;
    }

    @Override
    public void close() {
        first.signal("-CONT");
        second.signal("-CONT");
        List.of(second, first).forEach(Server::stop);
    }

    private static void run(Path directory, List<String> command) {
        try {
            // Writes the output to a file, because a started server keeps the output stream open.
            var said = Files.createTempFile("ticketflow", ".out");
            var process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(said.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IllegalStateException(command + ": " + Files.readString(said));
            }
            Files.delete(said);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class Server {

        private final Path cluster;
        private final ServerAccount account;
        private final Path programs;
        private final int port = freePort();
        private final List<String> settings = new ArrayList<>();

        Server(Path directory) throws IOException {
            this.cluster = directory.resolve("cluster");
            this.account = ServerAccount.of(directory, cluster);
            this.programs = PostgresPrograms.unpackedBelow(account.programs());
        }

        void start() {
            var options = settings.stream()
                    .map(setting -> " -c \"%s\"".formatted(setting))
                    .collect(Collectors.joining());
            run(
                    "pg_ctl",
                    "start",
                    "--wait",
                    "--log=server.log",
                    "--options=-p %d -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c timezone=UTC%s"
                            .formatted(port, options));
        }

        String jdbcUrl() {
            return "jdbc:postgresql://127.0.0.1:%d/postgres?user=%s&password=%s"
                    .formatted(port, EmbeddedServer.USER, PASSWORD);
        }

        void stop() {
            if (process().isPresent()) {
                run("pg_ctl", "stop", "--wait", "--mode=immediate");
            }
        }

        /** Sends a signal to all present processes of the server; a process that ends meanwhile needs none. */
        void signal(String name) {
            process().ifPresent(process -> Stream.concat(Stream.of(process), process.descendants())
                    .forEach(each -> {
                        if (each.isAlive()) {
                            PairOfServers.run(cluster, List.of("kill", name, String.valueOf(each.pid())));
                        }
                    }));
        }

        Optional<ProcessHandle> process() {
            var file = cluster.resolve("postmaster.pid");
            try {
                return Files.exists(file)
                        ? ProcessHandle.of(
                                Long.parseLong(Files.readAllLines(file).get(0)))
                        : Optional.empty();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        void run(String program, String... arguments) {
            var command = new ArrayList<String>();
            command.add(programs.resolve(program).toAbsolutePath().toString());
            command.add("--pgdata=" + account.dataDirectory(cluster));
            command.addAll(List.of(arguments));
            PairOfServers.run(cluster, account.command(command));
        }

        private static int freePort() {
            try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
