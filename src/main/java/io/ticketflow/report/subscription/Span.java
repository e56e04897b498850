package io.ticketflow.report.subscription;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The days that a report is about.
 *
 * @param end the day after the last one
 */
record Span(LocalDate begin, LocalDate end, ZoneId zone) {

    private static final LocalTime MAIL = LocalTime.of(6, 0);

    Instant from() {
        return begin.atStartOfDay(zone).toInstant();
    }

    Instant to() {
        return end.atStartOfDay(zone).toInstant();
    }

    /** In the morning after the last day. If the clocks skip the time, as soon as they show a later one. */
    Instant mailAt() {
        var time = end.atTime(MAIL);
        var change = zone.getRules().getTransition(time);
        return change != null && change.isGap()
                ? change.getInstant()
                : time.atZone(zone).toInstant();
    }

    String inWords() {
        return "%s – %s (%s)".formatted(begin, end.minusDays(1), zone.getId());
    }
}
