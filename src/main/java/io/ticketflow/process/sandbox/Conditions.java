package io.ticketflow.process.sandbox;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.dmn.engine.impl.spi.el.ElProvider;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.dmn.el.ProcessEngineJuelElProvider;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Evaluates the conditions of sequence flows as the engine does, without an execution. */
@Component
public class Conditions {

    private final ObjectProvider<ProcessEngine> engine;
    private @Nullable ElProvider language;

    Conditions(ObjectProvider<ProcessEngine> engine) {
        this.engine = engine;
    }

    /**
     * Whether the flow would be taken; empty when this is unknown, such as for a condition on a variable that will be set on the way.
     *
     * @param overlay values that take precedence over the instance's variables
     * @param live reads the instance's variables; called only for names that the overlay lacks
     */
    public Optional<Boolean> holds(String condition, Map<String, Object> overlay, Supplier<Map<String, Object>> live) {
        return valueOf(condition, new Overlaid(overlay, live))
                .filter(Boolean.class::isInstance)
                .map(Boolean.class::cast);
    }

    /** The value of an expression; empty when it is null or cannot be computed. */
    Optional<Object> valueOf(String expression, VariableContext variables) {
        return configuration().getCommandExecutorTxRequired().execute(context -> {
            // Catches exceptions inside the command: an exception that leaves the command would roll back the caller's
            // transaction.
            try {
                return Optional.ofNullable(
                        language().createExpression(expression).getValue(variables));
            } catch (RuntimeException unknown) {
                return Optional.empty();
            }
        });
    }

    private ElProvider language() {
        var known = language;
        if (known == null) {
            known = new ProcessEngineJuelElProvider(
                    (JuelExpressionManager) configuration().getExpressionManager());
            language = known;
        }
        return known;
    }

    private ProcessEngineConfigurationImpl configuration() {
        return (ProcessEngineConfigurationImpl) engine.getObject().getProcessEngineConfiguration();
    }

    record Overlaid(Map<String, Object> overlay, Supplier<Map<String, Object>> live) implements VariableContext {

        @Override
        public @Nullable TypedValue resolve(String name) {
            if (overlay.containsKey(name)) {
                return Variables.untypedValue(overlay.get(name));
            }
            var values = live.get();
            return values.containsKey(name) ? Variables.untypedValue(values.get(name)) : null;
        }

        @Override
        public boolean containsVariable(String name) {
            return overlay.containsKey(name) || live.get().containsKey(name);
        }

        @Override
        public Set<String> keySet() {
            return overlay.keySet();
        }
    }
}
