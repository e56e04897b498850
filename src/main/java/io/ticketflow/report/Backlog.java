package io.ticketflow.report;

import io.ticketflow.ticket.Priority;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The open tickets, by their age at an instant: the time since their submission, around the clock. */
public record Backlog(
        Instant asOf,
        @Nullable Instant from,
        @Nullable Instant to,
        ZoneId timezone,
        long open,
        Lengths age,
        List<Age> ages,
        String ticketsQuery) {

    /**
     * Tickets of one age.
     *
     * @param fromDays at least so old; days have 24 hours
     * @param toDays and younger than this; null for the oldest
     */
    public record Age(
            int fromDays, @Nullable Integer toDays, long open, Map<Priority, Long> byPriority, String ticketsQuery) {}
}
