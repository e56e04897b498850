package io.ticketflow.report;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** When the tickets of a window were submitted, by the clocks of the zone. Hours without tickets are left out. */
public record Arrivals(
        Instant asOf, @Nullable Instant from, @Nullable Instant to, ZoneId timezone, long total, List<Hour> hours) {

    /**
     * One hour of one day of the week.
     *
     * @param hour of the day, 0 to 23
     */
    public record Hour(DayOfWeek weekday, int hour, long count, String ticketsQuery) {}
}
