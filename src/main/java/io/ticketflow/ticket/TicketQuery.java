package io.ticketflow.ticket;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which tickets somebody wants to see. Empty lists do not filter.
 *
 * @param unassigned also, or only, tickets that nobody has
 * @param sort createdAt, updatedAt, number or priority, {@code -} in front for descending
 */
public record TicketQuery(
        List<TicketStatus> status,
        List<Priority> priority,
        List<Category> category,
        List<UUID> teams,
        List<UUID> assignees,
        boolean unassigned,
        List<UUID> requesters,
        String sort,
        @Nullable String cursor,
        int limit,
        boolean count) {

    public static final String NEWEST_FIRST = "-createdAt";

    public TicketQuery {
        status = List.copyOf(status);
        priority = List.copyOf(priority);
        category = List.copyOf(category);
        teams = List.copyOf(teams);
        assignees = List.copyOf(assignees);
        requesters = List.copyOf(requesters);
    }
}
