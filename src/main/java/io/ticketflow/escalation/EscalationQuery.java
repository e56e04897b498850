package io.ticketflow.escalation;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which escalations are wanted; an empty list asks for any.
 *
 * @param mine only those that call the caller, alone or with all of the role
 * @param cursor where the slice before ended
 */
public record EscalationQuery(
        List<Escalation.State> states,
        List<Integer> levels,
        List<Trigger> triggers,
        boolean mine,
        @Nullable String cursor,
        int limit) {

    public EscalationQuery {
        states = List.copyOf(states);
        levels = List.copyOf(levels);
        triggers = List.copyOf(triggers);
    }
}
