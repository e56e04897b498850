package io.ticketflow.sla;

import biweekly.Biweekly;
import biweekly.component.VEvent;
import biweekly.property.DateOrDateTimeProperty;
import biweekly.util.ByDay;
import biweekly.util.Frequency;
import biweekly.util.Recurrence;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.sla.BusinessCalendar.Holiday;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/**
 * Reads the days off in an iCalendar file (RFC 5545): its events that last whole days. An event that recurs every year on a fixed date, or on a weekday of a month,
 * becomes a yearly day; of all other events the single dates of the present year and the {@value #YEARS} years after it count.
 */
final class HolidayFile {

    static final int YEARS = 10;

    private static final int MOST_EVENTS = 5_000;
    private static final int MOST_DATES = 20_000;
    private static final int LONGEST_EVENT_DAYS = 366;
    private static final int LONGEST_NAME = 200;

    private final LocalDate first;
    private final LocalDate end;
    private final List<Holiday> found = new ArrayList<>();
    private int looked;

    private HolidayFile(int year) {
        this.first = LocalDate.of(year, 1, 1);
        this.end = first.plusYears(YEARS + 1L);
    }

    /** @throws InvalidException when the text is no iCalendar file, has too many events, or no event of whole days */
    static List<Holiday> read(String text, int year) {
        var file = new HolidayFile(year);
        var events = Biweekly.parse(text).all().stream()
                .flatMap(calendar -> calendar.getEvents().stream())
                .toList();
        if (events.size() > MOST_EVENTS) {
            throw refused("has more than %d events".formatted(MOST_EVENTS));
        }
        events.forEach(file::add);
        if (file.found.isEmpty()) {
            throw refused("has no event of a whole day from %d on, in the form of RFC 5545".formatted(year));
        }
        return file.found;
    }

    private static InvalidException refused(String message) {
        return InvalidException.field("icalendar", message);
    }

    private void add(VEvent event) {
        var start = dateOf(event.getDateStart());
        if (start == null || (event.getStatus() != null && event.getStatus().isCancelled())) {
            return;
        }
        var days = days(event, start);
        var name = nameOf(event);
        var yearly = days == 1 ? yearly(event, start) : Optional.<Yearly>empty();
        if (yearly.isPresent()) {
            found.add(new Holiday(null, yearly.get(), name));
        } else if (event.getRecurrenceRule() == null
                && event.getRecurrenceDates().isEmpty()) {
            add(start, days, name);
        } else {
            if (event.getRecurrenceRule() == null) {
                // The first date counts beside those of the list.
                add(start, days, name);
            }
            addEach(event, days, name);
        }
    }

    private void addEach(VEvent event, long days, @Nullable String name) {
        var zone = ZoneId.systemDefault();
        var dates = event.getDateIterator(TimeZone.getTimeZone(zone));
        while (dates.hasNext()) {
            var date = LocalDate.ofInstant(dates.next().toInstant(), zone);
            if (!date.isBefore(end)) {
                return;
            }
            add(date, days, name);
        }
    }

    private void add(LocalDate start, long days, @Nullable String name) {
        for (var day = 0L; day < days; day++) {
            if (looked++ > MOST_DATES) {
                throw refused("has more than %d dates".formatted(MOST_DATES));
            }
            var date = start.plusDays(day);
            if (!date.isBefore(first) && date.isBefore(end)) {
                found.add(new Holiday(date, name));
            }
        }
    }

    /** The number of days; the end of an event of whole days is the day after it. */
    private static long days(VEvent event, LocalDate start) {
        var after = dateOf(event.getDateEnd());
        var duration = event.getDuration();
        var days = after != null
                ? ChronoUnit.DAYS.between(start, after)
                : duration != null ? duration.getValue().toMillis() / 86_400_000 : 1;
        return Math.min(Math.max(days, 1), LONGEST_EVENT_DAYS);
    }

    /** The date as it is written; null if the property is missing or has a time. */
    private static @Nullable LocalDate dateOf(@Nullable DateOrDateTimeProperty property) {
        if (property == null
                || property.getValue() == null
                || property.getValue().hasTime()) {
            return null;
        }
        var written = property.getValue().getRawComponents();
        try {
            return LocalDate.of(written.getYear(), written.getMonth(), written.getDate());
        } catch (DateTimeException noDate) {
            return null;
        }
    }

    private static @Nullable String nameOf(VEvent event) {
        var summary = event.getSummary() == null ? null : event.getSummary().getValue();
        return summary == null || summary.codePointCount(0, summary.length()) <= LONGEST_NAME
                ? summary
                : summary.substring(0, summary.offsetByCodePoints(0, LONGEST_NAME));
    }

    private static Optional<Yearly> yearly(VEvent event, LocalDate start) {
        var rule = event.getRecurrenceRule() == null
                ? null
                : event.getRecurrenceRule().getValue();
        if (rule == null
                || !event.getExceptionDates().isEmpty()
                || !event.getRecurrenceDates().isEmpty()
                || !isPlainlyYearly(rule)) {
            return Optional.empty();
        }
        var month = rule.getByMonth().isEmpty()
                ? start.getMonth()
                : Month.of(rule.getByMonth().get(0));
        if (rule.getByDay().isEmpty()) {
            var day = rule.getByMonthDay().isEmpty()
                    ? start.getDayOfMonth()
                    : rule.getByMonthDay().get(0);
            return day < 1 ? Optional.empty() : Optional.of(Yearly.on(MonthDay.of(month, day)));
        }
        return rule.getByMonth().isEmpty() || !rule.getByMonthDay().isEmpty()
                ? Optional.empty()
                : nth(rule.getByDay().get(0), month);
    }

    private static Optional<Yearly> nth(ByDay day, Month month) {
        var nth = day.getNum();
        return nth != null && (nth == -1 || (nth >= 1 && nth <= 5))
                ? Optional.of(Yearly.nth(nth, DayOfWeek.valueOf(day.getDay().name()), month))
                : Optional.empty();
    }

    /** Once in every year without end, described by at most one month and one day. */
    private static boolean isPlainlyYearly(Recurrence rule) {
        return rule.getFrequency() == Frequency.YEARLY
                && Objects.requireNonNullElse(rule.getInterval(), 1) == 1
                && rule.getCount() == null
                && rule.getUntil() == null
                && rule.getByMonth().size() <= 1
                && rule.getByMonthDay().size() <= 1
                && rule.getByDay().size() <= 1
                && rule.getByYearDay().isEmpty()
                && rule.getByWeekNo().isEmpty()
                && rule.getBySetPos().isEmpty();
    }
}
