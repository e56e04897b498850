package io.ticketflow.ticket;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ticket to be submitted.
 *
 * @param requesterId the requester, when staff submit for another person; null for the caller
 * @param watcherIds the people who watch it from the beginning
 */
public record NewTicket(
        String title,
        String description,
        Category category,
        Priority priority,
        List<String> tags,
        @Nullable UUID requesterId,
        @Nullable UUID parentId,
        List<UUID> watcherIds) {

    public NewTicket {
        tags = Tags.normalized(tags);
        watcherIds = watcherIds.stream().distinct().toList();
        TicketText.check(title, description, tags);
    }

    public NewTicket(String title, String description, Category category, Priority priority) {
        this(title, description, category, priority, List.of(), null, null);
    }

    public NewTicket(
            String title,
            String description,
            Category category,
            Priority priority,
            List<String> tags,
            @Nullable UUID requesterId,
            @Nullable UUID parentId) {
        this(title, description, category, priority, tags, requesterId, parentId, List.of());
    }
}
