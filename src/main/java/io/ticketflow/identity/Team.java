package io.ticketflow.identity;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * People who share a queue.
 *
 * @param handle lower case, unique, never changes: the engine's group id is {@code team-<handle>}, that of its leads {@code team-<handle>-leads}
 * @param slackConfigured whether the team has a webhook of its own
 * @param slackInternal whether only staff read the channel behind it
 * @param endedAt null while the team exists; old tickets keep their team
 */
public record Team(
        UUID id,
        String handle,
        String name,
        @Nullable UUID leadId,
        boolean slackConfigured,
        boolean slackInternal,
        @Nullable Instant endedAt) {

    public boolean isLive() {
        return endedAt == null;
    }
}
