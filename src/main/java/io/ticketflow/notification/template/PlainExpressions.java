package io.ticketflow.notification.template;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.expression.EvaluationContext;
import org.springframework.expression.EvaluationException;
import org.springframework.expression.Expression;
import org.springframework.expression.ParseException;
import org.springframework.expression.PropertyAccessor;
import org.springframework.expression.TypedValue;
import org.springframework.expression.spel.standard.SpelExpressionParser;
import org.springframework.expression.spel.support.SimpleEvaluationContext;
import org.thymeleaf.context.IExpressionContext;
import org.thymeleaf.exceptions.TemplateProcessingException;
import org.thymeleaf.standard.expression.IStandardVariableExpression;
import org.thymeleaf.standard.expression.IStandardVariableExpressionEvaluator;
import org.thymeleaf.standard.expression.StandardExpressionExecutionContext;

/**
 * Evaluates the expressions of templates. They can read facts and compare them. They cannot call methods, and reach no types and no beans, because the person
 * who changes words is not to run code.
 */
class PlainExpressions implements IStandardVariableExpressionEvaluator {

    private static final EvaluationContext READING = SimpleEvaluationContext.forPropertyAccessors(new ReadFacts())
            .withAssignmentDisabled()
            .build();

    private final SpelExpressionParser parser = new SpelExpressionParser();
    private final Map<String, Expression> parsed = new ConcurrentHashMap<>();

    @Override
    public @Nullable Object evaluate(
            IExpressionContext context,
            IStandardVariableExpression expression,
            StandardExpressionExecutionContext mode) {
        var text = expression.getExpression();
        try {
            return parsed.computeIfAbsent(text, parser::parseExpression).getValue(READING, context);
        } catch (EvaluationException | ParseException e) {
            throw new TemplateProcessingException("\"%s\": %s".formatted(text, e.getMessage()), e);
        }
    }

    /** Reads a fact by its name, and a member of a fact that has members. */
    private static final class ReadFacts implements PropertyAccessor {

        @Override
        public Class<?>[] getSpecificTargetClasses() {
            return new Class<?>[] {IExpressionContext.class, Map.class};
        }

        @Override
        public boolean canRead(EvaluationContext context, @Nullable Object target, String name) {
            return true;
        }

        @Override
        public TypedValue read(EvaluationContext context, @Nullable Object target, String name) {
            if (target instanceof IExpressionContext facts && facts.containsVariable(name)) {
                return new TypedValue(facts.getVariable(name));
            }
            if (target instanceof Map<?, ?> members && members.containsKey(name)) {
                return new TypedValue(members.get(name));
            }
            throw new TemplateProcessingException("there is no fact \"%s\" here%s"
                    .formatted(name, target instanceof IExpressionContext facts ? ", only " + known(facts) : ""));
        }

        private static String known(IExpressionContext facts) {
            return String.join(", ", facts.getVariableNames().stream().sorted().toList());
        }

        @Override
        public boolean canWrite(EvaluationContext context, @Nullable Object target, String name) {
            return false;
        }

        @Override
        public void write(EvaluationContext context, @Nullable Object target, String name, @Nullable Object value) {
            throw new UnsupportedOperationException();
        }
    }
}
