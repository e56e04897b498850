package io.ticketflow.escalation;

import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A call to the next level of the escalation path.
 *
 * @param decidedRole the role that the table named; null when the table could not be evaluated, and then the next role of the path is called
 * @param handOver whether the called person is to take over the ticket; otherwise they are only told
 * @param acknowledgeBy by when a called person is to acknowledge. If it has passed already, because the application was down, the next level is called at once.
 * @param by who caused the call; the system for a deadline
 */
public record Call(
        UUID ticketId,
        Trigger trigger,
        @Nullable Role decidedRole,
        boolean handOver,
        List<String> channels,
        @Nullable String reason,
        Instant acknowledgeBy,
        Actor by) {

    public Call {
        channels = List.copyOf(channels);
    }
}
