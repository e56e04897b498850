package io.ticketflow.escalation;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers about escalations.
 *
 * @param meanSecondsToAcknowledge null when no escalation was acknowledged
 * @param unacknowledgedPercent the share of unacknowledged escalations among those that asked for an acknowledgement; null when there were none
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
