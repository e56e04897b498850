package io.ticketflow.process.gate;

import io.ticketflow.assignment.Strategy;
import io.ticketflow.escalation.Trigger;
import io.ticketflow.identity.Role;
import io.ticketflow.process.model.Element;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.sandbox.BoundedFeel;
import io.ticketflow.process.sandbox.DryTable;
import io.ticketflow.process.sandbox.DryTable.Answer;
import io.ticketflow.process.sandbox.DryTable.CellFailed;
import io.ticketflow.process.sandbox.Patience;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Checks that every cell of a table can be evaluated, and that the two tables on which tickets depend give a valid answer for every kind of ticket. */
final class TableChecks {

    private static final Set<String> CHANNELS = Set.of("IN_APP", "EMAIL", "SMS");
    private static final Set<String> LANGUAGES = Set.of("", "feel");

    /** The highest level of the escalation path; 0 means that no level was called yet. */
    private static final int TOP_LEVEL = 4;

    private final Element definitions;
    private final Decisions decisions;
    private final byte[] content;
    private final Surroundings surroundings;
    private final Patience patience;
    private final BoundedFeel feel;
    private final Objections objections;

    TableChecks(
            Element definitions, byte[] content, Surroundings surroundings, Patience patience, Objections objections) {
        this.definitions = definitions;
        this.decisions = new Decisions(definitions);
        this.content = content;
        this.surroundings = surroundings;
        this.patience = patience;
        this.feel = new BoundedFeel(patience);
        this.objections = objections;
    }

    void check() {
        definitions.all().forEach(this::checkLanguage);
        definitions.all("import").forEach(element -> objections.add(element, "A table imports nothing."));
        definitions
                .all("inputEntry", "inputExpression", "outputEntry", "defaultOutputEntry", "literalExpression")
                .takeWhile(cell -> !patience.isOver())
                .forEach(this::checkCell);
        if (!patience.isOver()) {
            new CellChecks(decisions, feel, objections).check();
        }
        if (objections.all().isEmpty()) {
            checkAnswers();
        }
    }

    private void checkLanguage(Element element) {
        element.attributes().stream()
                .filter(attribute -> attribute.name().equals("expressionLanguage"))
                .filter(attribute -> !isFeel(attribute.value()))
                .forEach(attribute -> objections.add(
                        element, "The language is %s; tables are written in FEEL.".formatted(attribute.value())));
    }

    private static boolean isFeel(String language) {
        return LANGUAGES.contains(language.toLowerCase(Locale.ROOT))
                || language.matches("https?://www\\.omg\\.org/spec/(DMN|FEEL)/[\\w./]*");
    }

    private void checkCell(Element cell) {
        var text = textOf(cell);
        if (text.isEmpty() || (text.equals("-") && cell.is("inputEntry"))) {
            return;
        }
        feel.refusal(text, cell.is("inputEntry"))
                .ifPresent(reason -> objections.add(cell, "'%s' is refused: %s".formatted(text, firstLineOf(reason))));
        if (patience.isOver()) {
            objections.add(
                    cell, "Reading the tables of this deployment as far as '%s' takes too long.".formatted(text));
        }
    }

    private void checkAnswers() {
        DryTable tables;
        try {
            tables = new DryTable(content, patience);
        } catch (RuntimeException refused) {
            objections.add("The engine cannot read the table: " + firstLineOf(reasonOf(refused)));
            return;
        }
        definitions.children("decision").forEach(decision -> {
            switch (decision.id()) {
                case TicketLifecycle.ASSIGNMENT_TABLE -> checkTable(tables, decision, this::checkAssignment);
                case TicketLifecycle.ESCALATION_TABLE -> checkTable(tables, decision, this::checkEscalation);
                default -> {
                    // Only the author of the table knows its inputs and the meaning of its answers.
                }
            }
        });
    }

    private interface AnswerCheck {
        Stream<String> objectionsTo(Answer answer);
    }

    private void checkTable(DryTable tables, Element decision, AnswerCheck check) {
        var table = decision.child("decisionTable");
        if (table.isEmpty()) {
            objections.add(decision, "'%s' is no decision table.".formatted(decision.id()));
            return;
        }
        var policy = table.get().attribute("hitPolicy");
        if (!Set.of("", "UNIQUE", "FIRST").contains(policy)) {
            objections.add(table.get(), "The hit policy is %s; one row decides, by FIRST or UNIQUE.".formatted(policy));
            return;
        }
        var fields = new FieldsRead(decisions, feel);
        var counted = valuesOf(fields.of(decision, table.get()));
        var tickets = everyKindOfTicket(counted);
        runDry(tables, decision, table.get(), tickets, check);
        if (objections.all().isEmpty()) {
            new RowChecks(
                            fields,
                            decision,
                            feel,
                            tables,
                            patience,
                            counted.keySet(),
                            tickets,
                            check::objectionsTo,
                            objections)
                    .check(table.get());
        }
    }

    private void runDry(
            DryTable tables, Element decision, Element table, List<Map<String, Object>> tickets, AnswerCheck check) {
        var answers = new LinkedHashSet<Answer>();
        var unanswered = new ArrayList<Map<String, Object>>();
        for (var ticket : tickets) {
            if (patience.isOver()) {
                objections.add(table, "Asking the table for every kind of ticket takes too long.");
                return;
            }
            try {
                tables.ask(decision.id(), ticket).ifPresentOrElse(answers::add, () -> unanswered.add(ticket));
            } catch (CellFailed failed) {
                objections.add(
                        cell(table, failed.cell()),
                        "The cell fails for %s: %s".formatted(words(ticket), firstLineOf(reasonOf(failed))));
                return;
            } catch (RuntimeException failed) {
                objections.add(
                        table, "The table fails for %s: %s".formatted(words(ticket), firstLineOf(reasonOf(failed))));
                return;
            }
        }
        answers.forEach(
                answer -> check.objectionsTo(answer).forEach(reason -> objections.add(rule(table, answer), reason)));
        if (!unanswered.isEmpty()) {
            objections.add(
                    table,
                    "No row answers for %s%s: keep a last row for everything."
                            .formatted(
                                    words(unanswered.get(0)),
                                    unanswered.size() > 1 ? " and %d more".formatted(unanswered.size() - 1) : ""));
        }
    }

    private static Element rule(Element table, Answer answer) {
        return table.children("rule")
                .filter(rule -> rule.id().equals(answer.ruleId()))
                .findFirst()
                .orElse(table);
    }

    private static Element cell(Element table, String text) {
        return table.all("inputEntry", "inputExpression", "outputEntry", "defaultOutputEntry")
                .filter(cell -> textOf(cell).strip().equals(text.strip()))
                .findFirst()
                .orElse(table);
    }

    /** The values of the fields that a table reads; a field that it does not read has one value. */
    private static Map<String, List<?>> valuesOf(Set<String> read) {
        var values = new LinkedHashMap<String, List<?>>();
        values.put("category", names(Category.values()));
        values.put("priority", names(Priority.values()));
        values.put("trigger", names(Trigger.values()));
        values.put("level", IntStream.rangeClosed(0, TOP_LEVEL).boxed().toList());
        values.put("requesterRole", names(Role.values()));
        values.replaceAll((name, all) -> read.contains(name) ? all : all.subList(0, 1));
        return values;
    }

    /** All combinations of these values. */
    private static List<Map<String, Object>> everyKindOfTicket(Map<String, List<?>> values) {
        List<Map<String, Object>> tickets = List.of(Map.<String, Object>of("title", "Any", "tags", List.of()));
        for (var name : values.keySet()) {
            tickets = tickets.stream()
                    .flatMap(ticket ->
                            values.getOrDefault(name, List.of()).stream().map(value -> with(ticket, name, value)))
                    .toList();
        }
        return tickets;
    }

    private static String textOf(Element cell) {
        return Decisions.textOf(cell);
    }

    private static List<String> names(Enum<?>[] values) {
        return ComparedTexts.names(values);
    }

    private static Map<String, Object> with(Map<String, Object> ticket, String name, Object value) {
        var more = new HashMap<>(ticket);
        more.put(name, value);
        return more;
    }

    private Stream<String> checkAssignment(Answer answer) {
        return Stream.of(
                        text(answer, "team")
                                .map(team ->
                                        surroundings.hasTeam(team) ? "" : "There is no team \"%s\".".formatted(team))
                                .orElse("The row gives no team."),
                        text(answer, "skill")
                                .filter(skill -> !surroundings.hasSkill(skill))
                                .map("No person has a skill \"%s\"."::formatted)
                                .orElse(""),
                        text(answer, "minimumRole")
                                .filter(role -> !names(Role.values()).contains(role))
                                .map("There is no role \"%s\"."::formatted)
                                .orElse(""),
                        text(answer, "strategy")
                                .filter(strategy -> !names(Strategy.values()).contains(strategy))
                                .map("There is no strategy \"%s\"."::formatted)
                                .orElse(""))
                .filter(reason -> !reason.isEmpty());
    }

    private Stream<String> checkEscalation(Answer answer) {
        var path = Arrays.stream(Role.values())
                .filter(role -> role.isAtLeast(Role.SENIOR_ENGINEER))
                .map(Enum::name)
                .toList();
        var handOver = answer.outputs().get("handOver");
        return Stream.concat(
                        Stream.of(
                                text(answer, "targetRole")
                                        .map(role -> path.contains(role)
                                                ? ""
                                                : "There is no role \"%s\" to escalate to; they are %s."
                                                        .formatted(role, String.join(", ", path)))
                                        .orElse("The row gives no target role."),
                                handOver instanceof Boolean
                                        ? ""
                                        : "The row does not say by true or false whether to hand over."),
                        text(answer, "channels").stream()
                                .flatMap(channels -> Stream.of(channels.split(",", -1)))
                                .map(String::strip)
                                .filter(channel -> !CHANNELS.contains(channel))
                                .map("There is no channel \"%s\"."::formatted))
                .filter(reason -> !reason.isEmpty());
    }

    private static Optional<String> text(Answer answer, String output) {
        return Optional.ofNullable(answer.outputs().get(output))
                .map(Object::toString)
                .filter(text -> !text.isBlank());
    }

    private static String words(Map<String, Object> ticket) {
        var asked = new TreeMap<>(ticket);
        asked.remove("title");
        asked.remove("tags");
        return asked.toString();
    }

    private static String reasonOf(RuntimeException failure) {
        Throwable deepest = failure;
        while (deepest.getCause() != null && deepest.getCause() != deepest) {
            deepest = deepest.getCause();
        }
        return String.valueOf(deepest.getMessage());
    }

    private static String firstLineOf(String message) {
        return message.lines().findFirst().orElse("");
    }
}
