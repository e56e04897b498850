package io.ticketflow;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.UniqueId;
import org.junit.platform.engine.support.descriptor.ClassSource;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.TestPlan;

/** Prints the slowest classes and cases at the end of the whole suite, and writes them to {@code target/slow-tests.txt}. */
public final class SlowTests implements TestExecutionListener {

    private record Taken(boolean wholeClass, String name, double seconds) {

        static Taken of(String line) {
            var parts = line.split("\t", 3);
            return new Taken(parts[0].equals("class"), parts[2], Double.parseDouble(parts[1]));
        }

        String line() {
            return "%s\t%s\t%s".formatted(wholeClass ? "class" : "case", seconds, name);
        }

        @Override
        public String toString() {
            return "%8.1f s  %s".formatted(seconds, name);
        }
    }

    private static final int TOLD = 20;
    private static final String FILES = "times";

    private final Map<UniqueId, Long> begun = new ConcurrentHashMap<>();
    private final List<String> taken = new ArrayList<>();

    @Override
    public void executionStarted(TestIdentifier test) {
        begun.put(test.getUniqueIdObject(), System.nanoTime());
    }

    @Override
    public synchronized void executionFinished(TestIdentifier test, TestExecutionResult result) {
        var start = begun.remove(test.getUniqueIdObject());
        var isClass = test.getSource().filter(ClassSource.class::isInstance).isPresent();
        if (start != null && (isClass || test.isTest())) {
            var seconds = (System.nanoTime() - start) / 1e9;
            taken.add(new Taken(isClass, isClass ? test.getLegacyReportingName() : nameOf(test), seconds).line());
        }
    }

    /** The class and the method, with the number of the case. */
    private static String nameOf(TestIdentifier test) {
        return test.getUniqueIdObject().getSegments().stream()
                .skip(1)
                .map(segment -> segment.getValue()
                        .replaceFirst("^io\\.ticketflow\\.", "")
                        .replaceFirst("\\(.*\\)$", ""))
                .reduce((name, part) -> name + " " + part)
                .orElse("");
    }

    @Override
    public void testPlanExecutionFinished(TestPlan plan) {
        TestRun.write(FILES, taken);
        taken.clear();
        if (TestRun.isAtItsEnd()) {
            tell(TestRun.read(FILES).stream().map(Taken::of).toList());
        }
    }

    private static void tell(List<Taken> all) {
        var report = new ArrayList<String>();
        slowest(all, Taken::wholeClass, "classes", report);
        slowest(all, each -> !each.wholeClass(), "cases", report);
        report.forEach(System.out::println);
        try {
            Files.write(Path.of("target", "slow-tests.txt"), report);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void slowest(List<Taken> all, Predicate<Taken> kind, String what, List<String> report) {
        var those = all.stream()
                .filter(kind)
                .sorted(Comparator.comparingDouble(Taken::seconds).reversed())
                .toList();
        report.add("The slowest of %d %s, which took %.0f s together:"
                .formatted(
                        those.size(),
                        what,
                        those.stream().mapToDouble(Taken::seconds).sum()));
        those.stream().limit(TOLD).map(Taken::toString).forEach(report::add);
    }
}
