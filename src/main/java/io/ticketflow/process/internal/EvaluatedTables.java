package io.ticketflow.process.internal;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationListener;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Remembers, until it is asked in the same thread, the table evaluated last: the engine's result has no rule ids, its listener's event has. The asking
 * listener runs directly behind the evaluation.
 */
@Component
public class EvaluatedTables implements DmnDecisionTableEvaluationListener {

    private static final ThreadLocal<@Nullable EvaluatedTable> LAST = new ThreadLocal<>();

    @Override
    public void notify(DmnDecisionTableEvaluationEvent event) {
        if (event.getDecisionTable() instanceof DecisionDefinition definition) {
            var inputs = new LinkedHashMap<String, Object>();
            event.getInputs().forEach(input -> put(inputs, input.getName(), input.getValue()));
            var outputs = new HashMap<String, Object>();
            var rule = event.getMatchingRules().stream().findFirst();
            rule.ifPresent(matched -> matched.getOutputEntries()
                    .values()
                    .forEach(output -> put(outputs, output.getOutputName(), output.getValue())));
            LAST.set(new EvaluatedTable(
                    definition.getKey(),
                    definition.getId(),
                    definition.getVersion(),
                    inputs,
                    rule.map(matched -> matched.getId()).orElse(null),
                    outputs));
        }
    }

    private static void put(Map<String, Object> values, @Nullable String name, TypedValue value) {
        if (name != null && value.getValue() != null) {
            values.put(name, value.getValue());
        }
    }

    /** The table evaluated last by this thread; asked twice, it is gone. */
    public Optional<EvaluatedTable> take() {
        var evaluated = Optional.ofNullable(LAST.get());
        LAST.remove();
        return evaluated;
    }
}
