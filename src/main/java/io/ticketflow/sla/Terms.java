package io.ticketflow.sla;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a clock follows for as long as nobody gives its ticket another priority or category: one version of a policy, and one of the calendar that the
 * policy names. Neither version ever changes.
 *
 * @param calendar null: around the clock
 */
record Terms(SlaPolicy policy, @Nullable BusinessCalendar calendar) {

    WorkingHours hours() {
        return calendar == null ? WorkingHours.ALWAYS : calendar.hours();
    }

    Duration target(ClockKind kind) {
        return policy.target(kind);
    }
}
