package io.ticketflow.report;

import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.TicketStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Numbers about the tickets that were submitted in a window, as of an instant.
 *
 * @param merged tickets that were merged into another one, which no other count includes
 * @param byPriority open tickets
 * @param handOvers how often a ticket went from one person to another
 * @param firstContactPercent of the tickets with a solution: solved by the first person, without a question, an escalation or a rejection
 * @param reopenedPercent of the tickets that ever had a solution
 * @param waitingForRequesterPercent of the time in which the tickets were open
 * @param ticketsQuery for each count the query string that lists its tickets in {@code GET /tickets}
 */
public record Statistics(
        Instant asOf,
        @Nullable Instant from,
        @Nullable Instant to,
        ZoneId timezone,
        long total,
        long open,
        long resolved,
        long closed,
        long reopened,
        long merged,
        long handedOver,
        long asked,
        long escalated,
        long firstContact,
        long handOvers,
        Map<TicketStatus, Long> byStatus,
        Map<Priority, Long> byPriority,
        Map<Category, Long> byCategory,
        List<OfTeam> byTeam,
        List<OfAssignee> byAssignee,
        List<Calls> escalations,
        @Nullable Long medianFirstResponseSeconds,
        @Nullable Long medianResolutionSeconds,
        Lengths firstResponse,
        Lengths resolution,
        @Nullable Double firstContactPercent,
        @Nullable Double reopenedPercent,
        @Nullable Double waitingForRequesterPercent,
        Map<String, String> ticketsQuery) {

    /**
     * The tickets of one team.
     *
     * @param team null for tickets that no team has yet
     */
    public record OfTeam(@Nullable NamedTeam team, long count, String ticketsQuery) {}

    /**
     * The tickets of one person.
     *
     * @param user null for tickets without an assignee
     */
    public record OfAssignee(@Nullable NamedPerson user, long count, String ticketsQuery) {}

    /** The tickets for which people were called at this level for this reason. */
    public record Calls(int level, String trigger, long count, String ticketsQuery) {}
}
