package io.ticketflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Collection;
import java.util.List;
import java.util.stream.Stream;

/** One run of the tests, in one or several JVMs. Each JVM writes its results to files, and the last one reads them. */
public final class TestRun {

    private static final Path DIRECTORY = Path.of("target", "test-runs", System.getProperty("test.run", "alone"));

    private TestRun() {}

    /** Whether this JVM is the last one of the whole suite, so that it can read the results of all. */
    public static boolean isAtItsEnd() {
        return Boolean.getBoolean("test.run.end");
    }

    public static synchronized void write(String what, Collection<String> lines) {
        try {
            Files.createDirectories(DIRECTORY);
            Files.write(
                    DIRECTORY.resolve(what + "-" + ProcessHandle.current().pid()),
                    lines,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lines of all JVMs of this run. */
    public static List<String> read(String what) {
        try (Stream<Path> files = Files.list(DIRECTORY)) {
            return files.filter(file -> file.getFileName().toString().startsWith(what + "-"))
                    .flatMap(TestRun::lines)
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<String> lines(Path file) {
        try {
            return Files.readAllLines(file).stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
