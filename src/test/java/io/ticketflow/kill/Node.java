package io.ticketflow.kill;

import static org.awaitility.Awaitility.await;

import io.ticketflow.Http;
import io.ticketflow.TicketflowApplication;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The application in a process of its own, always on the same port, which tests can start again and again. Its output goes to {@code target/nodes}. */
final class Node {

    static final int JOB_LOCK_SECONDS = 5;

    private static final String UNLIMITED = "1000000";
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Set<String> KEPT = Set.of("PATH", "HOME", "TMPDIR", "SystemRoot");

    private final int port = freePort();
    private final Map<String, String> settings = new HashMap<>();
    private final Path log;

    private @Nullable Process process;

    Node(String name, Map<String, String> settings) {
        this.settings.putAll(settings);
        this.settings.put("SERVER_PORT", String.valueOf(port));
        this.settings.put("JOB_LOCK_SECONDS", String.valueOf(JOB_LOCK_SECONDS));
        this.settings.put("RATE_LIMIT_PER_MINUTE", UNLIMITED);
        this.settings.put("LOGIN_RATE_LIMIT_PER_MINUTE", UNLIMITED);
        this.log = Path.of("target", "nodes", name + ".log");
    }

    Http http() {
        return Http.on(port);
    }

    Path log() {
        return log;
    }

    /** Starts the process unless it is running. */
    void start(String... arguments) {
        startOn(List.of(), arguments);
    }

    /** Starts the process in a JVM with these options, without the operator's own settings and without test classes, whose beans are not the product's. */
    void startOn(List<String> options, String... arguments) {
        if (process != null && process.isAlive()) {
            return;
        }
        var classPath = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.endsWith("test-classes"))
                .collect(Collectors.joining(File.pathSeparator));
        var builder = new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx384m");
        builder.command().addAll(options);
        builder.command().addAll(List.of("-cp", classPath, TicketflowApplication.class.getName()));
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().retainAll(KEPT);
        builder.environment().putAll(settings);
        try {
            Files.createDirectories(log.getParent());
            process = builder.redirectErrorStream(true)
                    .redirectOutput(Redirect.appendTo(log.toFile()))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void awaitReady() {
        await("ready, see " + log).atMost(PATIENCE).until(() -> {
            if (!running().isAlive()) {
                throw new IllegalStateException("The application has ended, see " + log);
            }
            return isReady();
        });
    }

    private boolean isReady() {
        try {
            return http().get("/ready").statusCode() == 200;
        } catch (UncheckedIOException notYet) {
            return false;
        }
    }

    /** Waits until the application answers with data from its database again. */
    void awaitAnswer(Http manager) {
        await("the application has its database again, see " + log)
                .atMost(PATIENCE)
                .until(() -> manager.get("/api/v1/tickets?limit=1").statusCode() == 200);
    }

    /** Kills the process as kill -9 does. */
    void kill() {
        running().destroyForcibly();
        awaitEnd();
    }

    /** Ends the process as Ctrl-C does. */
    void end() {
        if (process != null && process.isAlive()) {
            process.destroy();
            awaitEnd();
        }
    }

    /** Waits for the end and answers the exit code. */
    int awaitEnd() {
        try {
            if (!running().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                running().destroyForcibly();
                throw new IllegalStateException("The application does not end, see " + log);
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
        return running().exitValue();
    }

    private Process running() {
        if (process == null) {
            throw new IllegalStateException("The application was never started");
        }
        return process;
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
