package io.ticketflow.process.gate;

import static io.ticketflow.process.gate.Decisions.isCondition;
import static io.ticketflow.process.gate.Decisions.textOf;

import io.ticketflow.process.model.Element;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.sandbox.BoundedFeel;
import io.ticketflow.process.sandbox.CellContent;
import io.ticketflow.process.sandbox.CellContent.Comparing;
import io.ticketflow.process.sandbox.CellContent.Kind;
import io.ticketflow.process.sandbox.CellContent.Source;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/**
 * Checks what stands in the cells of tables: in the tables about tickets, names that a ticket does not have and texts that a field never has; in all tables,
 * results that the engine cannot keep and comparisons that never hold. FEEL makes null of each of them, without a word.
 */
final class CellChecks {

    /** The engine's name for the value of a column. */
    private static final String CELL_INPUT = "cellInput";

    private static final String DATE_TYPE = "date";
    private static final String TEXT_TYPE = "string";

    private static final String COMPARES_NOW =
            "'%s' compares with now() or today(), which follows no clock of the engine and never equals the date of a variable: let a timer of the model decide.";

    private static final String COMPARES_A_DAY =
            "'%s' compares a variable with a day, a time or a zone. A variable of the type date is a date with a time and without a zone, so this never holds: write date and time(\"2026-01-31T00:00:00\"), or ask for date(…) of the variable in a column without a type.";

    private final Decisions decisions;
    private final BoundedFeel feel;
    private final Objections objections;

    CellChecks(Decisions decisions, BoundedFeel feel, Objections objections) {
        this.decisions = decisions;
        this.feel = feel;
        this.objections = objections;
    }

    void check() {
        decisions.all().forEach(decision -> new OfDecision(decision).check());
    }

    /** The checks of one decision, with what it knows. */
    private final class OfDecision {

        private final Element decision;
        private final Set<String> answers;
        private final Set<String> known;
        private final boolean isAboutTickets;
        private final ComparedTexts texts;
        private final boolean isRequired;

        OfDecision(Element decision) {
            this.decision = decision;
            this.answers = decisions.answersTo(decision);
            this.isAboutTickets = decisions.isAboutTickets(decision);
            this.texts = new ComparedTexts(isAboutTickets, answers);
            this.isRequired = decisions.isRequired(decision);
            this.known = new HashSet<>(answers);
            known.addAll(TicketLifecycle.TABLE_INPUTS);
            known.addAll(TicketLifecycle.VARIABLES);
            known.add(CELL_INPUT);
            decision.all("input").map(input -> input.extension("inputVariable")).forEach(known::add);
        }

        void check() {
            decision.children("decisionTable").forEach(this::checkTable);
            decision.children("literalExpression")
                    .forEach(expression -> read(expression, false, Optional.empty(), Set.of(), typeOfVariable()));
        }

        private String typeOfVariable() {
            return decision.child("variable")
                    .map(variable -> variable.attribute("typeRef"))
                    .orElse("");
        }

        private void checkTable(Element table) {
            var inputs = table.children("input").toList();
            var outputs = table.children("output").toList();
            for (var i = 0; i < inputs.size(); i++) {
                checkColumn(table, inputs.get(i), i);
            }
            for (var i = 0; i < outputs.size(); i++) {
                var place = i;
                var type = outputs.get(i).attribute("typeRef");
                table.children("rule")
                        .flatMap(
                                rule -> rule.children("outputEntry").skip(place).limit(1))
                        .forEach(cell -> read(cell, false, Optional.empty(), Set.of(), type));
                outputs.get(i)
                        .children("defaultOutputEntry")
                        .forEach(cell -> read(cell, false, Optional.empty(), Set.of(), type));
            }
        }

        private void checkColumn(Element table, Element input, int place) {
            var asked = input.child("inputExpression");
            var text = asked.map(Decisions::textOf).orElse("");
            var content = feel.content(text, false, Set.of());
            var kinds = content.filter(is -> answers.stream().noneMatch(is.names()::contains))
                    .map(CellContent::kinds)
                    .orElse(Set.of());
            var isNow = kinds.contains(Kind.NOW);
            var source = content.flatMap(CellContent::source);
            asked.ifPresent(expression -> {
                read(expression, false, Optional.empty(), Set.of(), TEXT_TYPE);
                checkColumnKind(expression, kinds);
            });
            table.children("rule")
                    .flatMap(rule -> rule.children("inputEntry").skip(place).limit(1))
                    .filter(cell -> isCondition(textOf(cell)))
                    .forEach(cell -> read(cell, true, source, isNow ? Set.of() : kinds, TEXT_TYPE));
        }

        private void checkColumnKind(Element expression, Set<Kind> kinds) {
            if (kinds.contains(Kind.NOW)) {
                objections.add(expression, COMPARES_NOW.formatted(textOf(expression)));
            } else if (expression.attribute("typeRef").equals(DATE_TYPE) && kinds.contains(Kind.DATE)) {
                objections.add(
                        expression,
                        "'%s' is a day without a time, which the engine cannot turn into the type date: leave out the type of the column."
                                .formatted(textOf(expression)));
            }
        }

        private void read(Element cell, boolean isTest, Optional<Source> column, Set<Kind> kinds, String type) {
            var text = textOf(cell);
            feel.content(text, isTest, kinds).ifPresent(content -> {
                if (isAboutTickets) {
                    content.names().stream()
                            .filter(name -> !known.contains(name))
                            .forEach(name -> objections.add(
                                    cell, "'%s' is nothing that a ticket has; texts stand in quotes.".formatted(name)));
                }
                content.compared().forEach(compared -> texts.objectionTo(compared, column)
                        .ifPresent(reason -> objections.add(cell, reason)));
                if (content.names().stream().noneMatch(answers::contains)) {
                    content.comparing().forEach(comparing -> checkComparison(cell, text, comparing));
                }
                if (content.cutsADuration()) {
                    objections.add(
                            cell,
                            "'%s' multiplies a duration by a fraction, which the engine cuts to a whole number: write the duration itself, such as duration(\"PT30M\")."
                                    .formatted(text));
                }
                if (!isRequired) {
                    checkResult(cell, text, content.kinds(), type);
                }
            });
        }

        private void checkComparison(Element cell, String text, Comparing comparing) {
            var left = comparing.left();
            var right = comparing.right();
            if (left.contains(Kind.NOW) || right.contains(Kind.NOW)) {
                objections.add(cell, COMPARES_NOW.formatted(text));
            } else if ((left.contains(Kind.VARIABLE) && isDay(right))
                    || (right.contains(Kind.VARIABLE) && isDay(left))) {
                objections.add(cell, COMPARES_A_DAY.formatted(text));
            }
        }

        private void checkResult(Element cell, String text, Set<Kind> kinds, String type) {
            if (type.equals(TEXT_TYPE)) {
                return;
            }
            if (kinds.contains(Kind.LIST)) {
                objections.add(
                        cell,
                        "'%s' is a list, which the engine keeps and cannot read again: answer one text, such as \"A,B\"."
                                .formatted(text));
            } else if (kinds.contains(Kind.DURATION)) {
                objections.add(
                        cell,
                        "'%s' is a duration, which the engine cannot keep and no timer can read: answer a text, such as \"PT1H\" or string(…)."
                                .formatted(text));
            } else if (isDay(kinds)
                    || kinds.contains(Kind.NOW)
                    || (kinds.contains(Kind.DATE_TIME) && !type.equals(DATE_TYPE))) {
                objections.add(
                        cell,
                        "'%s' is a date that the engine cannot keep: answer date and time(\"2026-01-31T00:00:00\") with the type date, or a text by string(…)."
                                .formatted(text));
            }
        }
    }

    private static boolean isDay(Set<Kind> kinds) {
        return kinds.contains(Kind.DATE) || kinds.contains(Kind.WITH_ZONE);
    }
}
