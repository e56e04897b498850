package io.ticketflow.ticket.search;

import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.TicketStatus;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which tickets somebody wants to see. What is empty or null does not filter.
 *
 * @param unassigned also, or only, tickets that nobody has
 * @param person who submitted or has the ticket
 * @param watching only what the caller follows
 * @param dueBefore there is a deadline before, neither met nor stopped; one that has passed counts, too
 * @param createdFrom inclusive, as {@code updatedFrom}; {@code createdTo} is exclusive
 * @param parents each an id or number of a ticket that the caller may see
 * @param text words and "phrases", all of which stand in the ticket
 */
public record TicketFilter(
        Set<TicketStatus> status,
        Set<Priority> priority,
        Set<Category> category,
        Set<UUID> teams,
        Set<UUID> assignees,
        boolean unassigned,
        Set<UUID> requesters,
        @Nullable UUID person,
        Set<String> tags,
        boolean watching,
        Set<Breach> breached,
        @Nullable Instant dueBefore,
        @Nullable Instant createdFrom,
        @Nullable Instant createdTo,
        @Nullable Instant updatedFrom,
        Set<String> parents,
        @Nullable String text) {

    public TicketFilter {
        status = inOrder(status);
        priority = inOrder(priority);
        category = inOrder(category);
        teams = inOrder(teams);
        assignees = inOrder(assignees);
        requesters = inOrder(requesters);
        tags = inOrder(tags);
        breached = inOrder(breached);
        parents = inOrder(parents);
    }

    /** The same order gives the same statement, which the database then knows already. */
    private static <T> Set<T> inOrder(Collection<T> wanted) {
        return Collections.unmodifiableSet(
                new LinkedHashSet<>(List.copyOf(wanted).stream().sorted().toList()));
    }

    /** The same of what this person submitted or has. */
    public TicketFilter of(UUID submitterOrAssignee) {
        return new TicketFilter(
                status,
                priority,
                category,
                teams,
                assignees,
                unassigned,
                requesters,
                submitterOrAssignee,
                tags,
                watching,
                breached,
                dueBefore,
                createdFrom,
                createdTo,
                updatedFrom,
                parents,
                text);
    }
}
