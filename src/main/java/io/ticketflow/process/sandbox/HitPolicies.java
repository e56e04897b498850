package io.ticketflow.process.sandbox;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.camunda.bpm.dmn.engine.delegate.DmnDecisionTableEvaluationEvent;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedDecisionRule;
import org.camunda.bpm.dmn.engine.delegate.DmnEvaluatedInput;
import org.camunda.bpm.dmn.engine.impl.DefaultDmnEngineConfiguration;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableInputImpl;
import org.camunda.bpm.dmn.engine.impl.DmnDecisionTableRuleImpl;
import org.camunda.bpm.dmn.engine.impl.hitpolicy.DefaultHitPolicyHandlerRegistry;
import org.camunda.bpm.dmn.engine.impl.hitpolicy.DmnHitPolicyException;
import org.camunda.bpm.dmn.engine.impl.hitpolicy.HitPolicyEntry;
import org.camunda.bpm.dmn.engine.impl.spi.hitpolicy.DmnHitPolicyHandler;
import org.camunda.bpm.model.dmn.BuiltinAggregator;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.jspecify.annotations.Nullable;

/** Says in words which rows of a table contradict its hit policy, and for which values. The engine's own text shows Java objects. */
public final class HitPolicies extends DefaultHitPolicyHandlerRegistry {

    private HitPolicies() {}

    /** To be called before the engine reads a table. */
    public static void sayInWords(DefaultDmnEngineConfiguration engine) {
        engine.getTransformer().setHitPolicyHandlerRegistry(new HitPolicies());
    }

    @Override
    public @Nullable DmnHitPolicyHandler getHandler(HitPolicy policy, @Nullable BuiltinAggregator aggregator) {
        var handler = super.getHandler(policy, aggregator);
        return handler == null ? null : new InWords(handler);
    }

    private record InWords(DmnHitPolicyHandler handler) implements DmnHitPolicyHandler {

        @Override
        public HitPolicyEntry getHitPolicyEntry() {
            return handler.getHitPolicyEntry();
        }

        @Override
        public DmnDecisionTableEvaluationEvent apply(DmnDecisionTableEvaluationEvent evaluation) {
            try {
                return handler.apply(evaluation);
            } catch (DmnHitPolicyException contradiction) {
                // Without the cause, because the deepest message is the one that people get.
                throw new DmnHitPolicyException(words(evaluation));
            }
        }

        private String words(DmnDecisionTableEvaluationEvent evaluation) {
            var decision = evaluation.getDecisionTable();
            var table = (DmnDecisionTableImpl) decision.getDecisionLogic();
            return "In the table %s the rows %s match together%s, and %s."
                    .formatted(
                            decision.getKey(),
                            rows(table, evaluation.getMatchingRules()),
                            values(table, evaluation.getInputs()),
                            demand());
        }

        private String demand() {
            var policy = getHitPolicyEntry().getHitPolicy();
            return switch (policy) {
                case UNIQUE -> "the hit policy UNIQUE allows one row";
                case ANY -> "the hit policy ANY allows only equal answers";
                default -> "the hit policy %s cannot make one number of their answers".formatted(policy);
            };
        }

        private static String rows(DmnDecisionTableImpl table, List<DmnEvaluatedDecisionRule> matching) {
            var ids = table.getRules().stream()
                    .map(DmnDecisionTableRuleImpl::getId)
                    .toList();
            return matching.stream()
                    .map(rule -> "%d (%s)".formatted(ids.indexOf(rule.getId()) + 1, rule.getId()))
                    .collect(Collectors.joining(", "));
        }

        private static String values(DmnDecisionTableImpl table, List<DmnEvaluatedInput> inputs) {
            var values = IntStream.range(0, inputs.size())
                    .mapToObj(i -> "%s = %s"
                            .formatted(
                                    nameOf(table.getInputs().get(i)),
                                    inputs.get(i).getValue().getValue()))
                    .collect(Collectors.joining(", "));
            return values.isEmpty() ? "" : " for " + values;
        }

        private static String nameOf(DmnDecisionTableInputImpl input) {
            var name = input.getName();
            return name == null ? input.getExpression().getExpression() : name;
        }
    }
}
