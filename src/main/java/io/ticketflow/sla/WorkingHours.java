package io.ticketflow.sla;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.IntStream;

/**
 * The hours in which people work. An instant is working time if a wall clock in the zone then shows a day that is no holiday and a time within one of the day's
 * slots. Working time is counted in real time: an hour that wall clocks skip in spring counts as none, and one that they show twice in autumn counts as two.
 */
public final class WorkingHours {

    /** Around the clock. */
    public static final WorkingHours ALWAYS = new WorkingHours(
            ZoneOffset.UTC,
            new EnumMap<>(Map.of(
                    DayOfWeek.MONDAY, List.of(Slot.WHOLE_DAY),
                    DayOfWeek.TUESDAY, List.of(Slot.WHOLE_DAY),
                    DayOfWeek.WEDNESDAY, List.of(Slot.WHOLE_DAY),
                    DayOfWeek.THURSDAY, List.of(Slot.WHOLE_DAY),
                    DayOfWeek.FRIDAY, List.of(Slot.WHOLE_DAY),
                    DayOfWeek.SATURDAY, List.of(Slot.WHOLE_DAY),
                    DayOfWeek.SUNDAY, List.of(Slot.WHOLE_DAY))),
            Set.of());

    /**
     * A part of a day in which people work.
     *
     * @param from minute of the day, inclusive
     * @param to minute of the day, exclusive; {@link #MIDNIGHT} is the end of the day
     */
    public record Slot(int from, int to) {

        static final int MIDNIGHT = 24 * 60;
        static final Slot WHOLE_DAY = new Slot(0, MIDNIGHT);

        public Slot {
            if (from < 0 || to <= from || to > MIDNIGHT) {
                throw new IllegalArgumentException("a slot ends after it begins, within one day");
            }
        }
    }

    /** A stretch of working time. */
    public record Opening(Instant from, Instant to) {

        Duration length() {
            return Duration.between(from, to);
        }
    }

    private static final int YEARS_UNTIL_WEEKDAYS_REPEAT = 28;

    private final ZoneId zone;
    private final Map<DayOfWeek, List<Slot>> weekly;
    private final Set<LocalDate> holidays;
    private final Set<Yearly> yearly;
    private final boolean always;

    public WorkingHours(ZoneId zone, Map<DayOfWeek, List<Slot>> weekly, Collection<LocalDate> holidays) {
        this(zone, weekly, holidays, Set.of());
    }

    /**
     * Builds working hours with holidays of single dates and of every year.
     *
     * @throws IllegalArgumentException when slots of a day overlap, or no slot is left on any day
     */
    WorkingHours(
            ZoneId zone, Map<DayOfWeek, List<Slot>> weekly, Collection<LocalDate> holidays, Collection<Yearly> yearly) {
        this.zone = zone;
        this.weekly = new EnumMap<>(DayOfWeek.class);
        weekly.forEach((day, slots) -> this.weekly.put(day, sorted(slots)));
        this.holidays = Set.copyOf(holidays);
        this.yearly = Set.copyOf(yearly);
        if (!isOpenInEveryYear()) {
            throw new IllegalArgumentException("no time is open");
        }
        this.always = this.holidays.isEmpty()
                && this.yearly.isEmpty()
                && Arrays.stream(DayOfWeek.values()).allMatch(day -> minutesOn(day) == Slot.MIDNIGHT);
    }

    private static List<Slot> sorted(List<Slot> slots) {
        var sorted = slots.stream().sorted(Comparator.comparing(Slot::from)).toList();
        for (var i = 1; i < sorted.size(); i++) {
            if (sorted.get(i).from() < sorted.get(i - 1).to()) {
                throw new IllegalArgumentException("slots of a day overlap");
            }
        }
        return sorted;
    }

    /** Looks at as many years as it takes until all weekdays have met all dates. */
    private boolean isOpenInEveryYear() {
        var first = LocalDate.of(2001, 1, 1);
        return IntStream.range(0, yearly.isEmpty() ? 1 : YEARS_UNTIL_WEEKDAYS_REPEAT)
                .mapToObj(first::plusYears)
                .allMatch(year -> year.datesUntil(year.plusYears(1)).anyMatch(this::isOpenEveryYearOn));
    }

    private boolean isOpenEveryYearOn(LocalDate date) {
        return !weekly.getOrDefault(date.getDayOfWeek(), List.of()).isEmpty()
                && yearly.stream().noneMatch(day -> day.isOn(date));
    }

    private int minutesOn(DayOfWeek day) {
        return weekly.getOrDefault(day, List.of()).stream()
                .mapToInt(slot -> slot.to() - slot.from())
                .sum();
    }

    /**
     * The first instant at which this much working time has passed. Work that ends exactly with a slot is due at the end of that slot, not at the beginning of
     * the next. Without any work it is {@code since} itself.
     */
    public Instant after(Instant since, Duration work) {
        if (work.isZero() || work.isNegative()) {
            return since;
        }
        if (always) {
            return since.plus(work);
        }
        var left = new Duration[] {work};
        var end = new Instant[1];
        openings(since, opening -> {
            if (left[0].compareTo(opening.length()) <= 0) {
                end[0] = opening.from().plus(left[0]);
                return false;
            }
            left[0] = left[0].minus(opening.length());
            return true;
        });
        return end[0];
    }

    /** The working time between two instants; negative when the second is the earlier one. */
    public Duration between(Instant from, Instant to) {
        if (always) {
            return Duration.between(from, to);
        }
        if (to.isBefore(from)) {
            return between(to, from).negated();
        }
        var sum = new Duration[] {Duration.ZERO};
        openings(from, opening -> {
            if (!opening.from().isBefore(to)) {
                return false;
            }
            var end = opening.to().isBefore(to) ? opening.to() : to;
            sum[0] = sum[0].plus(Duration.between(opening.from(), end));
            return opening.to().isBefore(to);
        });
        return sum[0];
    }

    /** The openings between two instants, in order; the first and the last one are cut there. */
    public List<Opening> openings(Instant from, Instant to) {
        var found = new ArrayList<Opening>();
        openings(from, opening -> {
            if (opening.from().isBefore(to)) {
                found.add(new Opening(opening.from(), earliest(opening.to(), to)));
            }
            return opening.to().isBefore(to);
        });
        return found;
    }

    public boolean isOpen(Instant instant) {
        if (always) {
            return true;
        }
        var local = LocalDateTime.ofInstant(instant, zone);
        var second = local.toLocalTime().toSecondOfDay();
        return slotsOn(local.toLocalDate()).stream()
                .anyMatch(slot -> slot.from() * 60 <= second && second < slot.to() * 60);
    }

    private List<Slot> slotsOn(LocalDate date) {
        var slots = weekly.getOrDefault(date.getDayOfWeek(), List.of());
        return slots.isEmpty() || isHoliday(date) ? List.of() : slots;
    }

    private boolean isHoliday(LocalDate date) {
        return holidays.contains(date) || yearly.stream().anyMatch(day -> day.isOn(date));
    }

    /**
     * Walks through the openings from an instant on, in order, until {@code wantsMore} answers false. Works from one change of the zone's offset to the next,
     * because between two of them the offset is constant.
     */
    private void openings(Instant since, Predicate<Opening> wantsMore) {
        var rules = zone.getRules();
        var from = since;
        while (true) {
            var offset = rules.getOffset(from);
            var transition = rules.nextTransition(from);
            var until = transition == null ? Instant.MAX : transition.getInstant();
            if (!openings(from, until, offset, wantsMore)) {
                return;
            }
            from = until;
        }
    }

    private boolean openings(Instant from, Instant until, ZoneOffset offset, Predicate<Opening> wantsMore) {
        for (var date = LocalDate.ofInstant(from, offset); ; date = date.plusDays(1)) {
            for (var slot : slotsOn(date)) {
                var opens = latest(from, at(date, slot.from(), offset));
                var closes = earliest(until, at(date, slot.to(), offset));
                if (opens.isBefore(closes) && !wantsMore.test(new Opening(opens, closes))) {
                    return false;
                }
            }
            if (!at(date, Slot.MIDNIGHT, offset).isBefore(until)) {
                return true;
            }
        }
    }

    private static Instant at(LocalDate date, int minute, ZoneOffset offset) {
        return date.atTime(LocalTime.MIN).plusMinutes(minute).toInstant(offset);
    }

    private static Instant latest(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private static Instant earliest(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    /** Whether both give the same answers. */
    boolean sameAs(WorkingHours other) {
        return (always && other.always)
                || (zone.equals(other.zone)
                        && weekly.equals(other.weekly)
                        && holidays.equals(other.holidays)
                        && yearly.equals(other.yearly));
    }
}
