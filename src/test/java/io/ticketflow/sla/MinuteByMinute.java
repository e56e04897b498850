package io.ticketflow.sla;

import io.ticketflow.sla.WorkingHours.Slot;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes working time the slow and obvious way: it asks for each minute whether it is working time. All instants are whole minutes. */
record MinuteByMinute(ZoneId zone, Map<DayOfWeek, List<Slot>> weekly, Set<LocalDate> holidays) {

    /** A quarter of an hour by the wall clock. Within it neither the offset of the clock nor the day changes. */
    private record Quarter(long first, int minuteOfDay, List<Slot> slots) {

        static final int MINUTES = 15;

        boolean has(long minute) {
            return first <= minute && minute < first + MINUTES;
        }

        boolean isOpen(long minute) {
            var wall = minuteOfDay + (minute - first);
            for (var slot : slots) {
                if (slot.from() <= wall && wall < slot.to()) {
                    return true;
                }
            }
            return false;
        }
    }

    WorkingHours hours() {
        return new WorkingHours(zone, weekly, holidays);
    }

    boolean isOpen(Instant instant) {
        var minute = minutes(instant);
        return quarter(minute).isOpen(minute);
    }

    Instant after(Instant since, long work) {
        var minute = minutes(since);
        var quarter = quarter(minute);
        for (var left = work; left > 0; minute++) {
            quarter = quarter.has(minute) ? quarter : quarter(minute);
            if (quarter.isOpen(minute)) {
                left--;
            }
        }
        return instant(minute);
    }

    long between(Instant from, Instant to) {
        var open = 0L;
        var quarter = quarter(minutes(from));
        var end = minutes(to);
        for (var minute = minutes(from); minute < end; minute++) {
            quarter = quarter.has(minute) ? quarter : quarter(minute);
            if (quarter.isOpen(minute)) {
                open++;
            }
        }
        return open;
    }

    private Quarter quarter(long minute) {
        var first = minute - Math.floorMod(minute, Quarter.MINUTES);
        var wall = instant(first).atZone(zone);
        var slots = holidays.contains(wall.toLocalDate())
                ? List.<Slot>of()
                : weekly.getOrDefault(wall.getDayOfWeek(), List.of());
        return new Quarter(first, wall.get(ChronoField.MINUTE_OF_DAY), slots);
    }

    private static long minutes(Instant instant) {
        return instant.getEpochSecond() / 60;
    }

    private static Instant instant(long minutes) {
        return Instant.ofEpochSecond(60 * minutes);
    }

    static Instant minute(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES);
    }
}
