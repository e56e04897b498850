package io.ticketflow.report.export;

import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.search.TicketFilters;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a caller wants to export.
 *
 * @param teams only these teams; empty for all. They are teams about which this caller may read reports
 * @param from inclusive; {@code to} is exclusive
 */
public record Wanted(
        Actor by,
        Set<UUID> teams,
        TicketFilters filters,
        @Nullable String sort,
        @Nullable Instant from,
        @Nullable Instant to) {

    public Wanted {
        teams = Set.copyOf(teams);
    }
}
