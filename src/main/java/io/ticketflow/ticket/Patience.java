package io.ticketflow.ticket;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How long a ticket waits where it stands, by the timers of its own model.
 *
 * @param reminders when the requester is reminded, the next instant first
 * @param endsAt when the ticket leaves its state by itself; null if it waits for as long as it takes
 * @param closes whether it is closed then
 */
public record Patience(List<Instant> reminders, @Nullable Instant endsAt, boolean closes) {
    public Patience {
        reminders = List.copyOf(reminders);
    }
}
