package io.ticketflow.escalation;

import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the next level.
 *
 * @param decidedRole what the table said; null when it could not be asked, then the next role of the path is called
 * @param handOver the ticket itself goes up, not only the news of it
 * @param acknowledgeBy until when somebody is to take it on; already past when the application was down, and the level above is called at once
 * @param by whose act it follows from; the system for a deadline
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
