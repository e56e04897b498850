package io.ticketflow.report.subscription;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Period;
import java.time.ZoneId;
import java.time.temporal.TemporalAdjuster;
import java.time.temporal.TemporalAdjusters;

/** How often a report is sent, and what it is about then: the week or month that has ended. */
public enum Rhythm {
    WEEKLY(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY), Period.ofWeeks(1)),
    MONTHLY(TemporalAdjusters.firstDayOfMonth(), Period.ofMonths(1));

    @SuppressWarnings("ImmutableEnumChecker") // adjusters keep no state
    private final TemporalAdjuster begin;

    private final Period length;

    Rhythm(TemporalAdjuster begin, Period length) {
        this.begin = begin;
        this.length = length;
    }

    /** The latest time whose report was due at this instant. */
    Span lastDue(Instant now, ZoneId zone) {
        var latest = endingOn(LocalDate.ofInstant(now, zone).with(begin), zone);
        return latest.mailAt().isAfter(now) ? endingOn(latest.end().minus(length), zone) : latest;
    }

    Span after(Span span) {
        return endingOn(span.end().plus(length), span.zone());
    }

    Span endingOn(LocalDate end, ZoneId zone) {
        return new Span(end.minus(length), end, zone);
    }
}
