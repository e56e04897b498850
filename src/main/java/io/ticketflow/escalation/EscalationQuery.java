package io.ticketflow.escalation;

import io.ticketflow.platform.Slice;
import java.util.List;

/**
 * Filters for escalations; an empty list does not filter.
 *
 * @param mine only escalations that call the caller, alone or with all people of their role
 */
public record EscalationQuery(
        List<Escalation.State> states, List<Integer> levels, List<Trigger> triggers, boolean mine, Slice slice) {

    public EscalationQuery {
        states = List.copyOf(states);
        levels = List.copyOf(levels);
        triggers = List.copyOf(triggers);
    }
}
