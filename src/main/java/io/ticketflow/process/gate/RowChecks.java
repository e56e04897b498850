package io.ticketflow.process.gate;

import static io.ticketflow.process.gate.Decisions.isCondition;
import static io.ticketflow.process.gate.Decisions.textOf;

import io.ticketflow.process.model.Element;
import io.ticketflow.process.sandbox.BoundedFeel;
import io.ticketflow.process.sandbox.DryTable;
import io.ticketflow.process.sandbox.DryTable.Answer;
import io.ticketflow.process.sandbox.Patience;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Checks each row of a table about tickets by itself: whether a ticket can reach it, and what it answers then. A condition on the title or the tags may hold or
 * not, because there is no list of all titles.
 */
final class RowChecks {

    private final FieldsRead fields;
    private final Element decision;
    private final BoundedFeel feel;
    private final DryTable tables;
    private final Patience patience;
    private final Function<Answer, Stream<String>> check;
    private final Objections objections;
    private final Set<String> counted;
    private final List<Map<String, Object>> tickets;
    private final Map<List<String>, BitSet> known = new HashMap<>();

    /**
     * @param counted the fields of a ticket of which all values are known
     * @param tickets all combinations of their values
     */
    RowChecks(
            FieldsRead fields,
            Element decision,
            BoundedFeel feel,
            DryTable tables,
            Patience patience,
            Set<String> counted,
            List<Map<String, Object>> tickets,
            Function<Answer, Stream<String>> check,
            Objections objections) {
        this.fields = fields;
        this.decision = decision;
        this.feel = feel;
        this.tables = tables;
        this.patience = patience;
        this.counted = counted;
        this.tickets = tickets;
        this.check = check;
        this.objections = objections;
    }

    void check(Element table) {
        var firstDecides = table.attribute("hitPolicy").equals("FIRST");
        var answered = new BitSet();
        var rules = table.children("rule").toList();
        for (var rule : rules) {
            if (patience.isOver()) {
                return;
            }
            var row = row(table, rule);
            if (row.reached().isEmpty()) {
                objections.add(rule, "No ticket reaches this row: none has what its cells ask for.");
                continue;
            }
            var left = (BitSet) row.reached().clone();
            left.andNot(answered);
            if (left.isEmpty() && rule.equals(rules.get(rules.size() - 1)) && row.asksNothing()) {
                // A last row for everything is right, also if nothing is left for it today.
                checkAnswers(rule, row.reached());
                continue;
            }
            if (left.isEmpty()) {
                objections.add(rule, "No ticket reaches this row: the rows before it answer for all of them.");
                continue;
            }
            checkAnswers(rule, left);
            if (firstDecides && row.isCertain()) {
                answered.or(row.reached());
            }
        }
    }

    /**
     * @param reached the tickets that the row may match
     * @param isCertain whether the row matches all of these tickets, whatever their titles and tags are
     */
    private record Row(BitSet reached, boolean isCertain, boolean asksNothing) {}

    private Row row(Element table, Element rule) {
        var reached = new BitSet();
        reached.set(0, tickets.size());
        var isCertain = true;
        var inputs = table.children("input").toList();
        var cells = rule.children("inputEntry").toList();
        for (var i = 0; i < Math.min(inputs.size(), cells.size()); i++) {
            var text = textOf(cells.get(i));
            if (!isCondition(text)) {
                continue;
            }
            var names = new LinkedHashSet<String>();
            var isFixed = fields.collect(decision, FieldsRead.columnOf(inputs.get(i)), false, names);
            isFixed &= fields.collect(decision, text, true, names);
            if (isFixed && counted.containsAll(names)) {
                reached.and(matching(rule, i, text, names));
            } else {
                isCertain = false;
            }
        }
        return new Row(reached, isCertain, cells.stream().map(Decisions::textOf).noneMatch(Decisions::isCondition));
    }

    private BitSet matching(Element rule, int column, String text, Set<String> names) {
        return known.computeIfAbsent(List.of(String.valueOf(column), text), cell -> {
            var condition = tables.conditionOf(decision.id(), rule.id(), column);
            var answers = new HashMap<List<Object>, Boolean>();
            var matching = new BitSet();
            for (var i = 0; i < tickets.size(); i++) {
                var ticket = tickets.get(i);
                if (answers.computeIfAbsent(valuesOf(ticket, names), values -> holds(condition, ticket))) {
                    matching.set(i);
                }
            }
            return matching;
        });
    }

    /** A condition that fails is said elsewhere. */
    private boolean holds(DryTable condition, Map<String, Object> ticket) {
        try {
            return condition.ask(decision.id(), ticket).isPresent();
        } catch (RuntimeException failed) {
            return true;
        }
    }

    private static List<Object> valuesOf(Map<String, Object> ticket, Set<String> names) {
        return names.stream().map(ticket::get).collect(Collectors.toCollection(ArrayList::new));
    }

    private void checkAnswers(Element rule, BitSet reached) {
        var names = new LinkedHashSet<String>();
        var outputs = rule.children("outputEntry").toList();
        outputs.forEach(cell -> fields.collect(decision, textOf(cell), false, names));
        names.retainAll(counted);
        var different = new LinkedHashMap<List<Object>, Map<String, Object>>();
        reached.stream().forEach(i -> different.putIfAbsent(valuesOf(tickets.get(i), names), tickets.get(i)));
        var row = tables.answerOf(decision.id(), rule.id());
        for (var ticket : different.values()) {
            try {
                row.ask(decision.id(), ticket).stream()
                        .flatMap(answer -> Stream.concat(Stream.of(answer), alternatives(rule, answer)))
                        .flatMap(check)
                        .forEach(reason -> objections.add(rule, reason));
            } catch (RuntimeException failed) {
                return; // The table as a whole fails in the same way, and that is said there.
            }
        }
    }

    /** The answers that an output gives for other titles and tags. */
    private Stream<Answer> alternatives(Element rule, Answer answer) {
        var names =
                decision.all("output").map(output -> output.attribute("name")).toList();
        var cells = rule.children("outputEntry").toList();
        return Stream.iterate(0, i -> i < Math.min(names.size(), cells.size()), i -> i + 1)
                .flatMap(i -> {
                    var read = new LinkedHashSet<String>();
                    var isFixed = fields.collect(decision, textOf(cells.get(i)), false, read);
                    return isFixed && counted.containsAll(read)
                            ? Stream.of()
                            : feel.content(textOf(cells.get(i)), false, Set.of()).stream()
                                    .flatMap(content -> content.results().stream())
                                    .map(text -> with(answer, names.get(i), text));
                });
    }

    private static Answer with(Answer answer, String output, String text) {
        var outputs = new HashMap<>(answer.outputs());
        outputs.put(output, text);
        return new Answer(answer.ruleId(), outputs);
    }
}
