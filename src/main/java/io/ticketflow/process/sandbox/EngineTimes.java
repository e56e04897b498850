package io.ticketflow.process.sandbox;

import java.time.Instant;
import java.util.Date;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.impl.calendar.BusinessCalendar;
import org.camunda.bpm.engine.impl.calendar.CycleBusinessCalendar;
import org.camunda.bpm.engine.impl.calendar.DueDateBusinessCalendar;
import org.camunda.bpm.engine.impl.calendar.DurationBusinessCalendar;

/** Reads the literal times of models as the engine does when it makes a timer. */
public final class EngineTimes {

    public enum Kind {
        DATE,
        DURATION,
        CYCLE
    }

    private static final Map<Kind, BusinessCalendar> CALENDARS = Map.of(
            Kind.DATE, new DueDateBusinessCalendar(),
            Kind.DURATION, new DurationBusinessCalendar(),
            Kind.CYCLE, new CycleBusinessCalendar());

    private EngineTimes() {}

    /** When a timer fires that is made at an instant; empty when the engine cannot read the text, or the time never comes. */
    public static Optional<Instant> firstAfter(Instant made, Kind kind, String text) {
        try {
            var calendar = CALENDARS.get(kind);
            return calendar == null
                    ? Optional.empty()
                    : Optional.ofNullable(calendar.resolveDuedate(text, Date.from(made)))
                            .map(Date::toInstant);
        } catch (RuntimeException unreadable) {
            return Optional.empty();
        }
    }
}
