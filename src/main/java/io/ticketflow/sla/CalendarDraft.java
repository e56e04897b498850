package io.ticketflow.sla;

import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.sla.BusinessCalendar.Holiday;
import io.ticketflow.sla.BusinessCalendar.OpenFrom;
import java.time.DayOfWeek;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        if (holidays.stream().map(Holiday::date).distinct().count() < holidays.size()) {
            throw InvalidException.field("holidays", "name a date once");
        }
        var slots = new HashMap<DayOfWeek, List<WorkingHours.Slot>>();
        weekly.forEach((day, openings) -> slots.put(day, slotsOf(day, openings)));
        try {
            return new WorkingHours(
                    zone(), slots, holidays.stream().map(Holiday::date).toList());
        } catch (IllegalArgumentException nothingOpen) {
            throw InvalidException.field("weekly", String.valueOf(nothingOpen.getMessage()));
        }
    }

    private static List<WorkingHours.Slot> slotsOf(DayOfWeek day, List<OpenFrom> openings) {
        try {
            return openings.stream().map(OpenFrom::slot).toList();
        } catch (IllegalArgumentException notOne) {
            throw InvalidException.field("weekly." + day, String.valueOf(notOne.getMessage()));
        }
    }

    /** Accepts the name of a region only. A bare offset such as +01:00 has no summer time, and business hours have. */
    private ZoneId zone() {
        if (!ZoneId.getAvailableZoneIds().contains(timezone)) {
            throw InvalidException.field("timezone", "is no IANA time zone: " + timezone);
        }
        return ZoneId.of(timezone);
    }
}
