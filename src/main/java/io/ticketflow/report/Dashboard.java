package io.ticketflow.report;

import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.TicketStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How the service desk stands at an instant. The counts are of all tickets; lengths of time and shares are of those that were submitted in the window.
 *
 * @param byPriority open tickets
 * @param createdToday since the day began in the zone
 * @param ticketsQuery for each count the query string that lists its tickets in {@code GET /tickets}
 */
public record Dashboard(
        Instant asOf,
        @Nullable Instant from,
        @Nullable Instant to,
        ZoneId timezone,
        long open,
        Map<TicketStatus, Long> byStatus,
        Map<Priority, Long> byPriority,
        long unassigned,
        long atRisk,
        long breachedOpen,
        long createdToday,
        long resolvedToday,
        @Nullable Long medianFirstResponseSeconds,
        @Nullable Long medianResolutionSeconds,
        Lengths firstResponse,
        Lengths resolution,
        Compliance slaCompliancePercent,
        Map<String, String> ticketsQuery) {

    /** The share of kept promises among those that were kept or broken; null when there were none. */
    public record Compliance(
            @Nullable Double response, @Nullable Double resolution) {}
}
