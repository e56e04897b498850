package io.ticketflow.process.sandbox;

import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.engine.DmnDecision;
import org.camunda.bpm.dmn.engine.DmnEngine;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.jspecify.annotations.Nullable;

/** Evaluates a decision table that is not deployed. Nothing is recorded. */
public final class DryTable {

    /** The row that matched, and its outputs without the empty ones. */
    public record Answer(String ruleId, Map<String, Object> outputs) {}

    /** A cell could not be evaluated. */
    public static final class CellFailed extends RuntimeException {

        private final String cell;

        private CellFailed(String cell, RuntimeException reason) {
            super(reason.getMessage(), reason);
            this.cell = cell;
        }

        public String cell() {
            return cell;
        }
    }

    private final Asking asking;
    private final DmnModelInstance model;
    private final List<DmnDecision> decisions;

    /**
     * Reads a DMN file.
     *
     * @param patience the time for all evaluations; each single evaluation has as much as in the running engine
     * @throws RuntimeException when the engine would refuse the file
     */
    public DryTable(byte[] content, Patience patience) {
        this(new Asking(patience), Dmn.readModelFromStream(new ByteArrayInputStream(content)));
    }

    private DryTable(Asking asking, DmnModelInstance model) {
        this.asking = asking;
        this.model = model;
        this.decisions = asking.engine.parseDecisions(model);
    }

    /** The same table with one row alone, and without its conditions: what the row answers. */
    public DryTable answerOf(String key, String ruleId) {
        return with(key, ruleId, -1);
    }

    /** The same table with one row alone, and with its condition in one column: whether this condition holds. */
    public DryTable conditionOf(String key, String ruleId, int column) {
        return with(key, ruleId, column);
    }

    private DryTable with(String key, String ruleId, int column) {
        var reduced = model.clone();
        Decision decision = reduced.getModelElementById(key);
        var table = (DecisionTable) decision.getExpression();
        List.copyOf(table.getRules()).stream()
                .filter(rule -> !rule.getId().equals(ruleId))
                .forEach(table.getRules()::remove);
        var inputs = List.copyOf(table.getInputs());
        var row = table.getRules().iterator().next();
        var cells = List.copyOf(row.getInputEntries());
        for (var i = 0; i < inputs.size(); i++) {
            if (i != column) {
                table.getInputs().remove(inputs.get(i));
                row.getInputEntries().remove(cells.get(i));
            }
        }
        if (column >= 0) {
            row.getOutputEntries().stream()
                    .map(OutputEntry::getText)
                    .filter(Objects::nonNull)
                    .forEach(text -> text.setTextContent("null"));
        }
        return new DryTable(asking, reduced);
    }

    /**
     * Evaluates a table.
     *
     * @return empty when no row matches
     * @throws CellFailed when a cell cannot be evaluated
     * @throws RuntimeException when rows contradict each other, or an output has another type than its column
     */
    public Optional<Answer> ask(String key, Map<String, Object> inputs) {
        var decision = decisions.stream()
                .filter(each -> each.getKey().equals(key))
                .findFirst()
                .orElseThrow();
        return asking.ask(decision, inputs).map(rule -> {
            var outputs = new HashMap<String, Object>();
            rule.getOutputEntries().values().forEach(output -> {
                if (output.getValue().getValue() != null) {
                    outputs.put(output.getOutputName(), output.getValue().getValue());
                }
            });
            return new Answer(rule.getId(), outputs);
        });
    }

    /** The engine that evaluates, with the time that it may take. */
    private static final class Asking {

        private final Patience patience;
        private final DmnEngine engine;
        private final List<DmnDecisionTableEvaluationEvent> evaluations = new ArrayList<>();
        private Patience ofThisTicket = Patience.ofOneCommand();

        Asking(Patience patience) {
            this.patience = patience;
            var configuration = new DefaultDmnEngineConfiguration();
            HitPolicies.sayInWords(configuration);
            configuration.setCustomPostDecisionTableEvaluationListeners(List.of(evaluations::add));
            configuration.setFeelEngineFactory(() -> new RememberedCells(new PlainCells(() -> ofThisTicket)));
            engine = configuration.buildEngine();
        }

        Optional<DmnEvaluatedDecisionRule> ask(DmnDecision decision, Map<String, Object> inputs) {
            evaluations.clear();
            ofThisTicket = Patience.ofOneCommand();
            patience.spend(() -> engine.evaluateDecisionTable(decision, inputs));
            return evaluations.stream()
                    .filter(evaluation -> evaluation.getDecisionTable().getKey().equals(decision.getKey()))
                    .flatMap(evaluation -> evaluation.getMatchingRules().stream())
                    .findFirst();
        }
    }

    /** Caches the results of cells: the same cell with the same values has the same result and is evaluated many times, unless it asks what time it is. */
    private static final class RememberedCells implements FeelEngine {

        private static final Pattern CHANGES = Pattern.compile("\\b(?:now|today|random number|uuid)\\s*\\(");

        private final PlainCells cells;
        private final Map<String, Optional<Object>> answers = new HashMap<>();

        RememberedCells(PlainCells cells) {
            this.cells = cells;
        }

        @Override
        @SuppressWarnings({"unchecked", "NullAway", "TypeParameterUnusedInFormals"}) // the interface's own
        public <T> T evaluateSimpleExpression(String expression, VariableContext variables) {
            return (T) answer(
                            question(expression, "", variables),
                            expression,
                            () -> cells.<Object>evaluateSimpleExpression(expression, variables))
                    .orElse(null);
        }

        @Override
        public boolean evaluateSimpleUnaryTests(String expression, String inputVariable, VariableContext variables) {
            return answer(
                            question(expression, inputVariable, variables),
                            expression,
                            () -> cells.evaluateSimpleUnaryTests(expression, inputVariable, variables))
                    .equals(Optional.of(true));
        }

        private Optional<Object> answer(String question, String cell, Supplier<@Nullable Object> evaluation) {
            return CHANGES.matcher(cell).find()
                    ? evaluated(cell, evaluation)
                    : answers.computeIfAbsent(question, unanswered -> evaluated(cell, evaluation));
        }

        private static Optional<Object> evaluated(String cell, Supplier<@Nullable Object> evaluation) {
            try {
                return Optional.ofNullable(evaluation.get());
            } catch (RuntimeException failed) {
                throw new CellFailed(cell, failed);
            }
        }

        private static String question(String expression, String input, VariableContext variables) {
            var question = new StringBuilder(expression).append('\n').append(input);
            for (var name : new TreeSet<>(variables.keySet())) {
                if (name.equals(input) || expression.contains(name)) {
                    var value = variables.resolve(name);
                    question.append('\n').append(value == null ? null : value.getValue());
                }
            }
            return question.toString();
        }
    }
}
