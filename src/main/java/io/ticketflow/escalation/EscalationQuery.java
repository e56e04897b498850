package io.ticketflow.escalation;

import io.ticketflow.platform.Slice;
import java.util.List;

/**
 * Which escalations are wanted; an empty list asks for any.
 *
 * @param mine only those that call the caller, alone or with all of the role
 */
public record EscalationQuery(
        List<Escalation.State> states, List<Integer> levels, List<Trigger> triggers, boolean mine, Slice slice) {

    public EscalationQuery {
        states = List.copyOf(states);
        levels = List.copyOf(levels);
        triggers = List.copyOf(triggers);
    }
}
