package io.ticketflow.escalation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Escalations in numbers.
 *
 * @param meanSecondsToAcknowledge null when nobody has acknowledged any
 * @param unacknowledgedPercent of those that asked somebody to acknowledge; null when there are none
 */
public record EscalationFigures(
        Map<Trigger, Long> byTrigger,
        Map<Integer, Long> byLevel,
        @Nullable Long meanSecondsToAcknowledge,
        @Nullable Double unacknowledgedPercent) {

    public EscalationFigures {
        byTrigger = Map.copyOf(byTrigger);
        byLevel = Map.copyOf(byLevel);
    }
}
