package io.ticketflow.report;

import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Kept and broken promises of the tickets that were submitted in a window. A promise is counted in working time, by the policy and the calendar that the ticket
 * followed. A promise that is still open, or that ended with its ticket, counts neither way.
 */
public record SlaCompliance(
        Instant asOf,
        @Nullable Instant from,
        @Nullable Instant to,
        ZoneId timezone,
        List<PromiseCounts> rows,
        PromiseCounts total) {

    /**
     * The tickets of one priority, category and team; all three are null in the total.
     *
     * @param team null also for tickets that no team has yet
     * @param responsePercent the share of kept promises among those that were kept or broken; null when there were none
     * @param ticketsQuery for each count the query string that lists its tickets in {@code GET /tickets}
     */
    public record PromiseCounts(
            @Nullable Priority priority,
            @Nullable Category category,
            @Nullable NamedTeam team,
            long tickets,
            long responseMet,
            long responseBreached,
            long resolutionMet,
            long resolutionBreached,
            @Nullable Double responsePercent,
            @Nullable Double resolutionPercent,
            Map<String, String> ticketsQuery) {}
}
