package io.ticketflow.sla;

import io.ticketflow.sla.WorkingHours.Slot;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.time.temporal.ChronoField;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Computes working time the slow and obvious way: it looks at the wall clock once a minute. All instants are whole minutes. */
record MinuteByMinute(ZoneId zone, Map<DayOfWeek, List<Slot>> weekly, Set<LocalDate> holidays) {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    WorkingHours hours() {
        return new WorkingHours(zone, weekly, holidays);
    }

    boolean isOpen(Instant instant) {
        var wall = instant.atZone(zone);
        var minute = wall.get(ChronoField.MINUTE_OF_DAY);
        return !holidays.contains(wall.toLocalDate())
                && weekly.getOrDefault(wall.getDayOfWeek(), List.of()).stream()
                        .anyMatch(slot -> slot.from() <= minute && minute < slot.to());
    }

    Instant after(Instant since, long minutes) {
        var at = since;
        for (var left = minutes; left > 0; at = at.plus(MINUTE)) {
            if (isOpen(at)) {
                left--;
            }
        }
        return at;
    }

    long between(Instant from, Instant to) {
        var open = 0L;
        for (var at = from; at.isBefore(to); at = at.plus(MINUTE)) {
            if (isOpen(at)) {
                open++;
            }
        }
        return open;
    }

    static Instant minute(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MINUTES);
    }
}
