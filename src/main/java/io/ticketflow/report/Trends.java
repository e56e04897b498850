package io.ticketflow.report;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;

/** What happened in each day, week or month of a window, in the zone; a ticket belongs to the team, priority and category that it has at {@code asOf}. */
public record Trends(Instant asOf, Instant from, Instant to, ZoneId timezone, Interval interval, List<Point> points) {

    /** The length of a step. Weeks begin on Monday. */
    public enum Interval {
        DAY,
        WEEK,
        MONTH
    }

    /**
     * One step. The first and the last one are cut at the window.
     *
     * @param start when it begins
     * @param created tickets that were submitted in it
     * @param resolved tickets that got a solution in it, also if it was rejected later
     * @param breached tickets with a deadline that passed unmet in it
     * @param openAtEnd tickets that were open at its end, whenever they were submitted
     * @param ticketsQuery for each count the query string that lists its tickets in {@code GET /tickets}
     */
    public record Point(
            Instant start,
            long created,
            long resolved,
            long breached,
            long openAtEnd,
            Map<String, String> ticketsQuery) {}
}
