package io.ticketflow.process.tables;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationListener;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.util.DecisionEvaluationUtil;
import org.camunda.bpm.engine.repository.DecisionDefinition;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Remembers the answers of tables with the rules that gave them: the engine's result has no rule ids, but its listener's event has. The last evaluation of a
 * thread is kept until the same thread asks for it, which the listener of a business rule task does at once.
 */
@Component
public class EvaluatedTables implements DmnDecisionTableEvaluationListener {

    private static final ThreadLocal<@Nullable EvaluatedTable> LAST = new ThreadLocal<>();

    private final ObjectProvider<ProcessEngine> engine;

    EvaluatedTables(ObjectProvider<ProcessEngine> engine) {
        this.engine = engine;
    }

    /**
     * Evaluates the newest version of a table outside of a process, in the caller's transaction. A failing table leaves that transaction intact; a transaction
     * of its own would need a second connection while the caller holds locks.
     *
     * @throws BrokenTableException when the table fails, or there is none
     */
    public EvaluatedTable evaluate(String table, Map<String, Object> inputs) {
        var configuration = (ProcessEngineConfigurationImpl) engine.getObject().getProcessEngineConfiguration();
        var failure = configuration.getCommandExecutorTxRequired().<@Nullable Exception>execute(context -> {
            // Catches exceptions inside the command: an exception that leaves the command would roll back the caller's
            // transaction.
            try {
                DecisionEvaluationUtil.evaluateDecisionTable(
                        configuration.getDeploymentCache().findDeployedLatestDecisionDefinitionByKey(table),
                        Variables.fromMap(inputs));
                return null;
            } catch (Exception broken) {
                return broken;
            }
        });
        if (failure != null) {
            throw new BrokenTableException(failure);
        }
        return take().orElseThrow();
    }

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

    /** The last evaluation of this thread. The first call removes it. */
    public Optional<EvaluatedTable> take() {
        var evaluated = Optional.ofNullable(LAST.get());
        LAST.remove();
        return evaluated;
    }
}
