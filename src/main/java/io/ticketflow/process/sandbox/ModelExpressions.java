package io.ticketflow.process.sandbox;

import java.lang.reflect.Method;
import java.util.Set;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.impl.el.CommandContextFunctions;
import org.camunda.bpm.engine.impl.el.DateTimeFunctions;
import org.camunda.bpm.engine.impl.el.Expression;
import org.camunda.bpm.engine.impl.el.JuelExpressionManager;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.camunda.bpm.impl.juel.jakarta.el.ELResolver;

/** The language of expressions in models and filters, with only those names that {@link ModelResolver} knows. */
class ModelExpressions extends JuelExpressionManager {

    /** The engine's own functions, and ours for filters; plugins would add more, such as one that turns any object into JSON. */
    private static final Set<String> FUNCTIONS = Set.of(
            CommandContextFunctions.CURRENT_USER,
            CommandContextFunctions.CURRENT_USER_GROUPS,
            FilterExpressions.GROUPS_IN_MY_CARE,
            DateTimeFunctions.NOW,
            DateTimeFunctions.DATE_TIME);

    private final CallableBeans taskBeans;

    ModelExpressions(CallableBeans taskBeans) {
        this.taskBeans = taskBeans;
    }

    @Override
    public Expression createExpression(String expression) {
        try {
            return new ModelExpression(createValueExpression(expression), this, expression, taskBeans);
        } catch (ELException e) {
            throw new ProcessEngineException("The expression %s is refused: %s".formatted(expression, e.getMessage()));
        }
    }

    @Override
    public void addFunction(String name, Method function) {
        if (FUNCTIONS.contains(name)) {
            super.addFunction(name, function);
        }
    }

    @Override
    protected ELResolver createElResolver() {
        return new ModelResolver(taskBeans);
    }
}
