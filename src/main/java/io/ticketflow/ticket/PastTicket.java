package io.ticketflow.ticket;

import io.ticketflow.identity.Team;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ticket as it was at an earlier instant, without its place in the model and its deadlines.
 *
 * @param updatedAt when it had last been changed
 */
public record PastTicket(
        UUID id,
        String number,
        String title,
        String description,
        TicketStatus status,
        Priority priority,
        Category category,
        List<String> tags,
        UUID requesterId,
        @Nullable UUID assigneeId,
        @Nullable Team team,
        int escalationLevel,
        int reopenCount,
        @Nullable ResolutionCode resolutionCode,
        @Nullable String resolution,
        @Nullable UUID parentId,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant resolvedAt,
        @Nullable Instant closedAt) {}
