package io.ticketflow.report;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Numbers about people: the tickets of a window that were assigned to each of them at the instant, however much of the work others had done. */
public record Performance(
        Instant asOf, @Nullable Instant from, @Nullable Instant to, ZoneId timezone, List<Work> items) {

    /**
     * One person.
     *
     * @param ticketsQuery for each count the query string that lists its tickets in {@code GET /tickets}
     */
    public record Work(
            NamedPerson user,
            long assigned,
            long resolved,
            long reopened,
            long openNow,
            @Nullable Long medianFirstResponseSeconds,
            @Nullable Long medianResolutionSeconds,
            Lengths firstResponse,
            Lengths resolution,
            @Nullable Double responsePercent,
            @Nullable Double resolutionPercent,
            @Nullable Double firstContactPercent,
            Map<String, String> ticketsQuery) {}
}
