package io.ticketflow.process.sandbox;

import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.BaseDelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.el.JuelExpression;
import org.camunda.bpm.impl.juel.jakarta.el.MethodNotFoundException;
import org.camunda.bpm.impl.juel.jakarta.el.PropertyNotFoundException;
import org.camunda.bpm.impl.juel.jakarta.el.ValueExpression;
import org.jspecify.annotations.Nullable;

/** One expression of a model or filter. A refusal names the expression and its element. */
class ModelExpression extends JuelExpression {

    private final CallableBeans taskBeans;

    ModelExpression(ValueExpression value, ModelExpressions language, String text, CallableBeans taskBeans) {
        super(value, language, text);
        this.taskBeans = taskBeans;
    }

    /** Expressions in queries have no scope, those in models always have one. */
    @Override
    public @Nullable Object getValue(@Nullable VariableScope scope, @Nullable BaseDelegateExecution context) {
        if (scope == null && !FilterExpressions.isAllowed(expressionText)) {
            throw refused(null, FilterExpressions.RULE);
        }
        Object value;
        try {
            value = super.getValue(scope, context);
        } catch (ProcessEngineException e) {
            var cause = e.getCause();
            if (cause instanceof PropertyNotFoundException || cause instanceof MethodNotFoundException) {
                throw refused(scope, String.valueOf(cause.getMessage()));
            }
            throw e;
        }
        if (isUseful(value)) {
            return value;
        }
        throw refused(scope, "a %s is no value".formatted(value.getClass().getSimpleName()));
    }

    /**
     * Whether the result is a value, or a task bean that the engine will run. Any other result, such as the execution itself, could be stored in a variable,
     * which would serialize all that it refers to, or passed to a decision table, whose language can call any method.
     */
    private boolean isUseful(@Nullable Object value) {
        return PlainValues.isPlain(value) || (value instanceof JavaDelegate && taskBeans.isOne(value));
    }

    private ProcessEngineException refused(@Nullable VariableScope scope, String why) {
        return new ProcessEngineException(
                "The expression %s%s is refused: %s".formatted(expressionText, placeOf(scope), why));
    }

    private static String placeOf(@Nullable VariableScope scope) {
        if (scope instanceof DelegateTask task) {
            return " at %s of %s".formatted(task.getTaskDefinitionKey(), task.getProcessDefinitionId());
        }
        if (scope instanceof DelegateExecution execution) {
            return " at %s of %s".formatted(execution.getCurrentActivityId(), execution.getProcessDefinitionId());
        }
        return "";
    }
}
