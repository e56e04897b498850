package io.ticketflow.ticket;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks for.
 *
 * @param requesterId for whom, when staff write on somebody's behalf; null: the caller
 */
public record NewTicket(
        String title,
        String description,
        Category category,
        Priority priority,
        List<String> tags,
        @Nullable UUID requesterId,
        @Nullable UUID parentId) {

    public NewTicket {
        tags = List.copyOf(tags);
        TicketText.check(title, description, tags);
    }

    public NewTicket(String title, String description, Category category, Priority priority) {
        this(title, description, category, priority, List.of(), null, null);
    }
}
