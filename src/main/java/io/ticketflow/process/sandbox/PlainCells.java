package io.ticketflow.process.sandbox;

import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.jspecify.annotations.Nullable;

/**
 * FEEL with a short cut for the most common cells of a table: a text in quotes, a choice of such texts, or the name of a variable. For each evaluation the
 * engine parses the cell again and creates all of FEEL's functions, which took a third of the time of a routing. All other cells, and all values that are no
 * texts, are left to the engine with the limits of {@linkplain BoundedFeel}. Both ways give the same answer.
 */
public final class PlainCells extends ScalaFeelEngine {

    /** Without quotes or backslashes inside, which FEEL would read in another way. */
    private static final String TEXT = "\"[^\"\\\\]*+\"";

    private static final Pattern ONE_TEXT = Pattern.compile(TEXT);
    private static final Pattern CHOICE = Pattern.compile(TEXT + "(?:\\s*,\\s*" + TEXT + ")*+");
    private static final Pattern NAME = Pattern.compile("(?!(?:true|false|null)$)[A-Za-z_][A-Za-z0-9_]*+");

    /**
     * Evaluates the cells of tables.
     *
     * @param patience answers the time limit of the caller
     */
    public PlainCells(Supplier<Patience> patience) {
        super(List.of());
        feelEngine = new BoundedFeel(feelEngine.valueMapper(), patience);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the interface's own
    public <T> T evaluateSimpleExpression(String expression, VariableContext variables) {
        var cell = expression.strip();
        if (ONE_TEXT.matcher(cell).matches()) {
            return (T) unquoted(cell);
        }
        if (NAME.matcher(cell).matches() && valueOf(cell, variables) instanceof String text) {
            return (T) text;
        }
        return super.evaluateSimpleExpression(expression, new PlainContext(variables));
    }

    @Override
    public boolean evaluateSimpleUnaryTests(String expression, String inputVariable, VariableContext variables) {
        var cell = expression.strip();
        if (CHOICE.matcher(cell).matches() && valueOf(inputVariable, variables) instanceof String text) {
            return ONE_TEXT.matcher(cell).results().anyMatch(choice -> unquoted(choice.group())
                    .equals(text));
        }
        return super.evaluateSimpleUnaryTests(expression, inputVariable, new PlainContext(variables));
    }

    private static @Nullable Object valueOf(String name, VariableContext variables) {
        var value = variables.containsVariable(name) ? variables.resolve(name) : null;
        return value == null ? null : value.getValue();
    }

    /** Contains only values, because FEEL could call any method of other Java objects. */
    private record PlainContext(VariableContext variables) implements VariableContext {

        @Override
        public @Nullable TypedValue resolve(String name) {
            var value = variables.resolve(name);
            if (value == null || PlainValues.isPlain(value.getValue())) {
                return value;
            }
            throw new ProcessEngineException("No decision table may ask for %s: it is no value".formatted(name));
        }

        @Override
        public boolean containsVariable(String name) {
            return variables.containsVariable(name);
        }

        @Override
        public Set<String> keySet() {
            return variables.keySet();
        }
    }

    private static String unquoted(String text) {
        return text.substring(1, text.length() - 1);
    }
}
