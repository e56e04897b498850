package io.ticketflow.process.sandbox;

import io.ticketflow.process.sandbox.Conditions.Overlaid;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.camunda.bpm.engine.variable.value.TypedValue;
import org.springframework.stereotype.Component;

/** Evaluates the expressions in a text of a model, such as {@code Case ${vendorCase} waits}. A text must never stop a ticket, so this never fails. */
@Component
public class Texts {

    private final Conditions language;

    Texts(Conditions language) {
        this.language = language;
    }

    /**
     * The text that people read. A variable that is null or does not exist leaves a gap.
     *
     * @param overlay values that take precedence over the instance's variables
     * @param live reads the instance's variables; called only for names that the overlay lacks
     * @return empty when the text cannot be evaluated, or is not a plain value
     */
    public Optional<String> read(String text, Map<String, Object> overlay, Supplier<Map<String, Object>> live) {
        return language.valueOf(text, new WithGaps(new Overlaid(overlay, live)))
                .filter(PlainValues::isPlain)
                .map(String::valueOf);
    }

    /** Answers null for a variable that does not exist; conditions count it as unknown. */
    private record WithGaps(VariableContext known) implements VariableContext {

        @Override
        public TypedValue resolve(String name) {
            var value = known.resolve(name);
            return value == null ? Variables.untypedNullValue() : value;
        }

        @Override
        public boolean containsVariable(String name) {
            return true;
        }

        @Override
        public Set<String> keySet() {
            return known.keySet();
        }
    }
}
