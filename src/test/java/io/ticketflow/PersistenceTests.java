package io.ticketflow;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Checks how modules store data, and whose tables they read (ADR 0002). It reads the sources, because a compiled class has no comments. */
class PersistenceTests {

    private static final Path SOURCES = Path.of("src", "main", "java", "io", "ticketflow");
    private static final Path DECISION = Path.of("docs", "adr", "0002-modules-and-one-direction.md");

    private static final Map<String, List<String>> TABLES = Map.of(
            "identity", List.of("users", "teams", "team_members", "skills", "user_skills", "user_sessions"),
            "ticket", List.of("tickets", "comments", "ticket_history", "ticket_watchers", "ticket_links", "open_work"),
            "attachment", List.of("attachments", "attachment_files", "attachment_chunks"),
            "sla", List.of("sla_policies", "business_calendars", "sla_clocks", "sla_clock_events"),
            "decision", List.of("assignment_decisions"),
            "escalation", List.of("escalations"),
            "report", List.of("report_subscriptions"),
            "notification", List.of("notifications", "deliveries", "delivery_attempts", "notification_preferences"));

    private static final Map<String, List<String>> ENTITIES = Map.of(
            "identity", List.of("User"),
            "ticket", List.of("Ticket", "Comment", "HistoryEntry"),
            "attachment", List.of("Attachment"),
            "sla", List.of("SlaClock", "SlaPolicy"),
            "decision", List.of("Decision"),
            "escalation", List.of("Escalation"),
            "notification", List.of("Notification", "Delivery"));

    private static final Pattern JDBC_WITHOUT_REASON =
            Pattern.compile("(?<!\\*/)\\n +private final Jdbc(Client|Template) ");

    @Test
    void a_class_that_leaves_jpa_says_why() {
        var silent = sources()
                .filter(source -> JDBC_WITHOUT_REASON.matcher(read(source)).find())
                .map(PersistenceTests::nameOf)
                .toList();

        assertThat(silent).isEmpty();
    }

    @Test
    void a_class_that_reads_another_modules_tables_is_named_in_the_decision() {
        var readers = sources()
                .filter(PersistenceTests::readsAnothersTables)
                .map(PersistenceTests::nameOf)
                .collect(Collectors.toCollection(TreeSet::new));

        assertThat(readers).isNotEmpty();
        assertThat(readers).allMatch(name -> read(DECISION).contains("`" + name + "`"));
    }

    private static boolean readsAnothersTables(Path source) {
        var module = SOURCES.relativize(source).getName(0).toString();
        return Stream.concat(TABLES.entrySet().stream(), ENTITIES.entrySet().stream())
                .filter(owned -> !owned.getKey().equals(module))
                .flatMap(owned -> owned.getValue().stream())
                .anyMatch(
                        name -> Pattern.compile("(?m)^(?! *(\\*|/|import)).*\\b(from|join|update|into) " + name + "\\b")
                                .matcher(read(source))
                                .find());
    }

    private static Stream<Path> sources() {
        try (var files = Files.walk(SOURCES)) {
            return files.filter(file -> file.toString().endsWith(".java")).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String nameOf(Path source) {
        return source.getFileName().toString().replace(".java", "");
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
