package io.ticketflow.platform.database;

import io.ticketflow.platform.CannotStartException;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.util.FileSystemUtils;

/**
 * A complete PostgreSQL server that this process starts when DATABASE_URL is not set. Committed data survive every end of this process. If a killed process
 * leaves its server behind, the next start stops that server. If the server is killed, this class starts it again.
 */
final class EmbeddedServer implements AutoCloseable {

    static final String USER = "ticketflow";

    private static final String CLUSTER = "cluster";

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedServer.class);

    /**
     * The server listens on the loopback interface only. It does not log failed statements, because they contain people's data; the application reports them.
     */
    private static final List<String> SETTINGS = List.of(
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "timezone=UTC",
            "log_timezone=UTC",
            "log_min_messages=log",
            "log_checkpoints=off");

    private static final Duration UNTIL_ALL_ARE_GONE = Duration.ofSeconds(60);
    private static final int PATIENCE_SECONDS = 10;
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    private final Path cluster;
    private final Path programs;
    private final ServerAccount account;
    private final FileChannel lock;
    private final String password;
    private final List<String> settings;
    private final int port;

    private volatile boolean closed;

    /**
     * Starts the server with its data in this directory, and initialises them at the first start.
     *
     * @param settings further PostgreSQL settings, as {@code name=value}
     */
    static EmbeddedServer start(Path directory, String password, String... settings) {
        try {
            Files.createDirectories(directory);
            var lock = lock(directory);
            try {
                return new EmbeddedServer(directory, lock, password, List.of(settings));
            } catch (IOException | RuntimeException e) {
                lock.close();
                throw e;
            }
        } catch (AccessDeniedException e) {
            throw new CannotStartException(
                    "The embedded database in %s belongs to another user: start Ticketflow as that user, or give it another TICKETFLOW_DATA_DIR"
                            .formatted(directory.toAbsolutePath()),
                    e);
        } catch (IOException e) {
            throw new CannotStartException(
                    "The embedded database in %s does not start: %s"
                            .formatted(directory.toAbsolutePath(), e.getMessage()),
                    e);
        }
    }

    /** Whether this directory holds the data of a server that this or an earlier process made. */
    static boolean isIn(Path directory) {
        return Files.exists(directory.resolve(CLUSTER));
    }

    /** Locks the directory until this process ends, in whatever way. */
    private static FileChannel lock(Path directory) throws IOException {
        var channel = FileChannel.open(directory.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() != null) {
                return channel;
            }
        } catch (OverlappingFileLockException heldByThisProcess) {
            // the exception below reports it
        }
        channel.close();
        throw new CannotStartException("Another Ticketflow is already running on the embedded database in "
                + directory.toAbsolutePath().normalize());
    }

    private EmbeddedServer(Path directory, FileChannel lock, String password, List<String> settings)
            throws IOException {
        this.lock = lock;
        this.password = password;
        this.settings = settings;
        this.cluster = directory.resolve(CLUSTER);
        this.account = ServerAccount.of(directory, cluster);
        this.programs = PostgresPrograms.unpackedBelow(account.programs());
        if (Files.notExists(cluster)) {
            initialize(directory.resolve("cluster.new"));
        }
        stopOrphan();
        this.port = freePort();
        launch();
        var watch = new Thread(this::watch, "embedded-database");
        watch.setDaemon(true);
        watch.start();
    }

    /** Creates the data under a temporary name and renames them when they are complete, so that a kill leaves no incomplete data. */
    private void initialize(Path draft) throws IOException {
        LOG.info("Making the embedded database in {}", cluster);
        FileSystemUtils.deleteRecursively(draft);
        Files.createDirectory(draft);
        account.own(draft);
        var passwordFile = Files.createTempFile("ticketflow", null);
        try {
            Files.writeString(passwordFile, password);
            account.own(passwordFile);
            run(
                    draft,
                    "initdb",
                    "--username=" + USER,
                    "--pwfile=" + passwordFile,
                    "--auth=scram-sha-256",
                    "--encoding=UTF8",
                    "--locale=C",
                    "--locale-provider=builtin",
                    "--builtin-locale=C.UTF-8");
        } finally {
            Files.delete(passwordFile);
        }
        Files.move(draft, cluster);
    }

    /** Stops the server of a killed process. */
    private void stopOrphan() throws IOException {
        var pidFile = cluster.resolve("postmaster.pid");
        if (Files.notExists(pidFile)) {
            return;
        }
        var lines = Files.readAllLines(pidFile);
        if (lines.size() < 3) {
            // The server was killed while it wrote this file.
            Files.delete(pidFile);
            return;
        }
        var started = Instant.ofEpochSecond(Long.parseLong(lines.get(2)));
        var alive = ProcessHandle.of(Long.parseLong(lines.get(0)))
                .flatMap(process -> process.info().startInstant())
                .filter(start -> Duration.between(start, started).abs().compareTo(Duration.ofSeconds(10)) < 0)
                .isPresent();
        if (alive) {
            LOG.info("Stopping the database server that a killed Ticketflow left behind");
            stop();
        } else {
            // Another process may have the server's process id by now, and then PostgreSQL would refuse to start.
            Files.delete(pidFile);
        }
    }

    /** Tries again while processes of a killed server still run: they end when their work ends, and until then PostgreSQL refuses to start. */
    private void launch() throws IOException {
        var lastTry = Instant.now().plus(UNTIL_ALL_ARE_GONE);
        while (!isLaunched(lastTry)) {
            sleep(FIRST_PAUSE);
        }
    }

    private boolean isLaunched(Instant lastTry) throws IOException {
        try {
            runServer();
            return true;
        } catch (IOException e) {
            if (Instant.now().isAfter(lastTry)
                    || !String.valueOf(e.getMessage()).contains("is still in use")) {
                throw e;
            }
            return false;
        }
    }

    private void runServer() throws IOException {
        var options = new ArrayList<String>();
        options.add("-p " + port);
        SETTINGS.forEach(setting -> options.add("-c " + setting));
        settings.forEach(setting -> options.add("-c " + setting));
        // The timeout is long, because after a crash of the machine PostgreSQL first repairs its data. pg_ctl also
        // moves the server out of our process group, so that a Ctrl-C does not end it before the application.
        run(
                cluster,
                "pg_ctl",
                "start",
                "--wait",
                "--timeout=600",
                "--log=server.log",
                "--options=" + String.join(" ", options));
    }

    /** The JDBC address of the database with this name; creates the database if it is missing. */
    String database(String name) {
        try (var connection = connect();
                var query = connection.prepareStatement("select from pg_database where datname = ?");
                var statement = connection.createStatement()) {
            query.setString(1, name);
            if (!query.executeQuery().next()) {
                statement.execute("create database " + statement.enquoteIdentifier(name, true));
            }
            return url(name);
        } catch (SQLException e) {
            throw new CannotStartException("The embedded database does not answer: " + e.getMessage(), e);
        }
    }

    /**
     * Starts the server again when it has ended without {@link #close}. It watches a connection instead of the process id, because another process may get the
     * same id, or a dead process may keep it until its parent collects it. If only one process of the server is killed, PostgreSQL ends all connections and
     * recovers by itself.
     */
    private void watch() {
        var pause = FIRST_PAUSE;
        while (!closed) {
            try (var connection = connect()) {
                pause = FIRST_PAUSE;
                while (connection.isValid(PATIENCE_SECONDS)) {
                    sleep(FIRST_PAUSE);
                }
            } catch (SQLException unreachable) {
                if (unreachable.getCause() instanceof ConnectException) {
                    startAgain();
                }
                sleep(pause);
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
            }
        }
    }

    private synchronized void startAgain() {
        if (closed) {
            return;
        }
        LOG.warn("The embedded database has ended unexpectedly and is started again");
        try {
            // Another process may have the server's process id by now, and then PostgreSQL would refuse to start.
            Files.deleteIfExists(cluster.resolve("postmaster.pid"));
            launch();
            LOG.info("The embedded database is back");
        } catch (IOException e) {
            LOG.error("The embedded database does not start again, which is tried on: {}", e.getMessage());
        }
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url("postgres"), USER, password);
    }

    private String url(String database) {
        return "jdbc:postgresql://127.0.0.1:%d/%s".formatted(port, database);
    }

    @Override
    public synchronized void close() {
        closed = true;
        try (lock) {
            stop();
        } catch (IOException e) {
            LOG.warn("The embedded database could not be stopped: {}", e.getMessage());
        }
    }

    private void stop() throws IOException {
        run(cluster, "pg_ctl", "stop", "--wait", "--timeout=60", "--mode=fast");
    }

    /** Runs a program of PostgreSQL on the data in this directory. */
    private void run(Path data, String program, String... arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(programs.resolve(program).toAbsolutePath().toString());
        command.add("--pgdata=" + account.dataDirectory(data));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(account.command(command))
                .directory(data.toFile())
                .redirectErrorStream(true);
        // Removes the settings for another PostgreSQL of the same person; messages are in English.
        builder.environment().keySet().removeIf(name -> name.startsWith("PG"));
        builder.environment().put("LC_ALL", "C");
        var process = builder.start();
        process.getOutputStream().close();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (exitCode(process) != 0) {
            throw new IOException("%s failed: %s%s".formatted(program, said.strip(), lastWords(data)));
        }
    }

    private static int exitCode(Process process) throws IOException {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    private static String lastWords(Path data) throws IOException {
        var log = data.resolve("server.log");
        if (Files.notExists(log)) {
            return "";
        }
        var lines = Files.readAllLines(log);
        return "\n" + String.join("\n", lines.subList(Math.max(0, lines.size() - 5), lines.size()));
    }

    /** A port that is free now. Another program may take it before the server does, which is unlikely. */
    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
