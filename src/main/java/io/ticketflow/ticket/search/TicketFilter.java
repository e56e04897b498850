package io.ticketflow.ticket.search;

import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Tags;
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
 * A filter for tickets. An empty or null member does not filter.
 *
 * @param teamless also, or only, tickets that no team has yet
 * @param unassigned also, or only, tickets without an assignee
 * @param person tickets that this person submitted or is assigned to
 * @param watching only tickets that the caller watches
 * @param dueBefore tickets with a deadline before this instant that is neither met nor stopped; passed deadlines count, too
 * @param createdFrom inclusive, like {@code updatedFrom}; {@code createdTo} is exclusive
 * @param parents ids or numbers of tickets that the caller may see
 * @param text words and "phrases", all of which have to be in the ticket
 * @param asOf status, priority, category, team, assignee and times of creation are those of this instant; null for the present
 * @param figure only the tickets that this figure of a report counts, as of {@code asOf}
 */
public record TicketFilter(
        Set<TicketStatus> status,
        Set<Priority> priority,
        Set<Category> category,
        Set<UUID> teams,
        boolean teamless,
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
        @Nullable String text,
        @Nullable Instant asOf,
        @Nullable String figure) {

    public TicketFilter {
        status = inOrder(status);
        priority = inOrder(priority);
        category = inOrder(category);
        teams = inOrder(teams);
        assignees = inOrder(assignees);
        requesters = inOrder(requesters);
        tags = inOrder(Tags.normalized(tags));
        breached = inOrder(breached);
        parents = inOrder(parents);
    }

    /** A filter by team, priority and category alone. */
    public static TicketFilter of(Set<UUID> teams, Set<Priority> priority, Set<Category> category) {
        return new TicketFilter(
                Set.of(), priority, category, teams, false, Set.of(), false, Set.of(), null, Set.of(), false, Set.of(),
                null, null, null, null, Set.of(), null, null, null);
    }

    /** A filter by status and by the people and the team to whom tickets belong. */
    public static TicketFilter of(
            Set<TicketStatus> status, Set<UUID> requesters, Set<UUID> assignees, Set<UUID> teams, boolean unassigned) {
        return new TicketFilter(
                status,
                Set.of(),
                Set.of(),
                teams,
                false,
                assignees,
                unassigned,
                requesters,
                null,
                Set.of(),
                false,
                Set.of(),
                null,
                null,
                null,
                null,
                Set.of(),
                null,
                null,
                null);
    }

    /** Sorts the values, because the same order gives the same statement, which the database has already planned. */
    private static <T> Set<T> inOrder(Collection<T> wanted) {
        return Collections.unmodifiableSet(
                new LinkedHashSet<>(List.copyOf(wanted).stream().sorted().toList()));
    }

    /** The same filter for tickets that this person submitted or is assigned to. */
    public TicketFilter of(UUID submitterOrAssignee) {
        return new TicketFilter(
                status,
                priority,
                category,
                teams,
                teamless,
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
                text,
                asOf,
                figure);
    }

    /** Whether the tickets are chosen by what they were at an instant. */
    public boolean isOfThePast() {
        return asOf != null || figure != null;
    }

    /** What is left to filter when the tickets were chosen by what they were at an instant. */
    TicketFilter ofThePresent() {
        return new TicketFilter(
                Set.of(),
                Set.of(),
                Set.of(),
                Set.of(),
                false,
                Set.of(),
                false,
                requesters,
                person,
                tags,
                watching,
                Set.of(),
                dueBefore,
                null,
                null,
                updatedFrom,
                parents,
                text,
                null,
                null);
    }

    /** The same filter for tickets of these teams that were created in this time, as well as in the filter's own. */
    public TicketFilter within(Set<UUID> theseTeams, @Nullable Instant from, @Nullable Instant to) {
        return new TicketFilter(
                status,
                priority,
                category,
                theseTeams,
                teamless && theseTeams.equals(teams),
                assignees,
                unassigned,
                requesters,
                person,
                tags,
                watching,
                breached,
                dueBefore,
                createdFrom == null || (from != null && from.isAfter(createdFrom)) ? from : createdFrom,
                createdTo == null || (to != null && to.isBefore(createdTo)) ? to : createdTo,
                updatedFrom,
                parents,
                text,
                asOf,
                figure);
    }
}
