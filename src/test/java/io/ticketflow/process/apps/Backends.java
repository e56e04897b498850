package io.ticketflow.process.apps;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Measures the memory of the database's processes, as Linux reports it. */
@Component
class Backends {

    private final JdbcClient jdbc;

    Backends(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The most megabytes by which one process grew at its peak while the work ran, without the pages that all processes share. */
    long growthDuring(Runnable work) {
        var before = new LinkedHashMap<Integer, Memory>();
        for (var process : processes()) {
            forgetPeak(process);
            before.put(process, Memory.of(process));
        }
        work.run();
        return before.entrySet().stream()
                .mapToLong(entry -> Memory.of(entry.getKey()).growthSince(entry.getValue()))
                .max()
                .orElse(0);
    }

    private List<Integer> processes() {
        return jdbc.sql(
                        "select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()")
                .query(Integer.class)
                .list();
    }

    private static void forgetPeak(int process) {
        try {
            Files.writeString(Path.of("/proc/%d/clear_refs".formatted(process)), "5");
        } catch (IOException unwilling) {
            throw new UncheckedIOException(unwilling);
        }
    }

    private record Memory(long peak, long shared) {

        static Memory of(int process) {
            try {
                var status = new LinkedHashMap<String, Long>();
                Files.readAllLines(Path.of("/proc/%d/status".formatted(process))).stream()
                        .filter(line -> line.endsWith(" kB"))
                        .map(line -> line.split("\\W+"))
                        .forEach(words -> status.put(words[0], Long.valueOf(words[1])));
                return new Memory(of(status, "VmHWM"), of(status, "RssShmem"));
            } catch (NoSuchFileException ended) {
                return new Memory(0, 0);
            } catch (IOException unreadable) {
                throw new UncheckedIOException(unreadable);
            }
        }

        private static long of(Map<String, Long> status, String name) {
            return status.getOrDefault(name, 0L);
        }

        long growthSince(Memory before) {
            return Math.max(0, peak - before.peak - (shared - before.shared)) / 1024;
        }
    }
}
