package io.ticketflow.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * People who share a queue.
 *
 * @param handle lower case, unique, for ever: the engine's group id is {@code team-<handle>}, its leads' one {@code team-<handle>-leads}
 * @param endedAt null while there is such a team; tickets of the past keep it
 */
public record Team(
        UUID id,
        String handle,
        String name,
        @Nullable UUID leadId,
        @Nullable Instant endedAt) {

    public boolean isLive() {
        return endedAt == null;
    }
}
