package io.ticketflow.ticket;

import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which tickets somebody wants to see. Empty lists do not filter.
 *
 * @param unassigned also, or only, tickets that nobody has
 * @param sort one of {@link #SORTS}, {@code -} in front for descending
 */
public record TicketQuery(
        List<String> status,
        List<String> priority,
        List<String> category,
        List<UUID> teams,
        List<UUID> assignees,
        boolean unassigned,
        List<UUID> requesters,
        String sort,
        @Nullable String cursor,
        int limit,
        boolean count) {

    public static final Set<String> SORTS = Set.of("createdAt", "updatedAt", "number", "priority");
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
