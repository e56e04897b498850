package io.ticketflow.process.gate;

import io.ticketflow.process.model.Drawing;
import io.ticketflow.process.model.Element;
import io.ticketflow.process.sandbox.ExpressionTree;
import io.ticketflow.process.sandbox.Patience;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.ProcessEngineException;

/** Limits the walks through one model: the length of each way, and the time of all walks together. */
final class Walks {

    private static final int LONGEST_WAY = 200;

    private final Patience patience;
    private final Map<String, Optional<ExpressionTree>> conditions = new HashMap<>();
    private int length;

    Walks(Patience patience) {
        this.patience = patience;
    }

    /**
     * Goes on with a walk by one step.
     *
     * @throws ProcessEngineException when there are too many ways to follow, or this way is too long
     */
    <T> T step(Supplier<T> walk) {
        patience.check();
        if (length == LONGEST_WAY) {
            throw new ProcessEngineException("A way has more than %d elements.".formatted(LONGEST_WAY));
        }
        length++;
        try {
            return walk.get();
        } finally {
            length--;
        }
    }

    /** The condition of a flow; empty when it has none, or it cannot be parsed. */
    Optional<ExpressionTree> condition(Element flow) {
        return conditions.computeIfAbsent(Drawing.conditionOf(flow), ExpressionTree::of);
    }
}
