package io.ticketflow.sla;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The versions of a policy and of its calendar that a clock follows until its ticket gets another priority or category. Versions never change.
 *
 * @param calendar null for around the clock
 */
record Terms(SlaPolicy policy, @Nullable BusinessCalendar calendar) {

    WorkingHours hours() {
        return calendar == null ? WorkingHours.ALWAYS : calendar.hours();
    }

    Duration target(ClockKind kind) {
        return policy.target(kind);
    }
}
