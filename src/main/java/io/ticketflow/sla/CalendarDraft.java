package io.ticketflow.sla;

import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.TimeZones;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.sla.BusinessCalendar.Holiday;
import io.ticketflow.sla.BusinessCalendar.OpenFrom;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The content of a calendar to be written. */
public record CalendarDraft(
        String name, String timezone, Map<DayOfWeek, List<OpenFrom>> weekly, List<Holiday> holidays) {

    public CalendarDraft {
        weekly = Map.copyOf(weekly);
        holidays = List.copyOf(holidays);
    }

    /**
     * Builds the working hours.
     *
     * @throws InvalidException naming the field that is wrong
     */
    WorkingHours hours() {
        if (VisibleText.isMissing(name) || name.length() > 100) {
            throw InvalidException.field("name", "has 1 to 100 characters");
        }
        var dates = each(Holiday::date);
        var yearly = each(Holiday::yearly);
        if (dates.stream().distinct().count() + yearly.stream().distinct().count() < holidays.size()) {
            throw InvalidException.field("holidays", "name each day once, by its date or as yearly");
        }
        check(yearly);
        var slots = new EnumMap<DayOfWeek, List<WorkingHours.Slot>>(DayOfWeek.class);
        weekly.forEach((day, openings) -> openings.forEach(opening -> add(slots, day, opening)));
        try {
            return new WorkingHours(zone(), slots, dates, yearly);
        } catch (IllegalArgumentException nothingOpen) {
            throw InvalidException.field("weekly", String.valueOf(nothingOpen.getMessage()));
        }
    }

    private <T> List<T> each(Function<Holiday, @Nullable T> part) {
        return holidays.stream()
                .flatMap(holiday -> Stream.ofNullable(part.apply(holiday)))
                .toList();
    }

    private void check(List<Yearly> yearly) {
        for (var holiday : holidays) {
            if ((holiday.date() == null) == (holiday.yearly() == null)) {
                throw InvalidException.field("holidays", "each has either date or yearly");
            }
        }
        try {
            yearly.forEach(Yearly::check);
        } catch (IllegalArgumentException notOne) {
            throw InvalidException.field("holidays", String.valueOf(notOne.getMessage()));
        }
    }

    private static void add(Map<DayOfWeek, List<WorkingHours.Slot>> slots, DayOfWeek day, OpenFrom opening) {
        try {
            slots.computeIfAbsent(day, none -> new ArrayList<>()).add(opening.slot());
            opening.nextMorning().ifPresent(morning -> slots.computeIfAbsent(day.plus(1), none -> new ArrayList<>())
                    .add(morning));
        } catch (IllegalArgumentException notOne) {
            throw InvalidException.field("weekly." + day, String.valueOf(notOne.getMessage()));
        }
    }

    private ZoneId zone() {
        return TimeZones.find(timezone)
                .orElseThrow(() -> InvalidException.field("timezone", "is no IANA time zone: " + timezone));
    }
}
