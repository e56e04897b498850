package io.ticketflow.ticket;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of tickets, for the answers of this module. This interface is reversed like {@link Lifecycle} (see ADR 0006): a ticket is always shown with its
 * deadlines, and the module with the clocks is above this one.
 */
public interface Deadlines {

    /** The states of a clock. */
    enum ClockState {
        RUNNING,
        PAUSED,
        /** The clock would run, but it is outside of business hours. */
        OUT_OF_HOURS,
        MET,
        BREACHED,
        /** The ticket was closed before; the promise counts as neither kept nor broken. */
        STOPPED
    }

    /**
     * The state of a clock.
     *
     * @param dueAt the deadline; while paused, the last one
     * @param remainingSeconds in working time, negative when late; null once met or stopped
     */
    record Deadline(
            ClockState state,
            Instant dueAt,
            @Nullable Instant metAt,
            @Nullable Instant breachedAt,
            @Nullable Long remainingSeconds) {}

    /** Both clocks of a ticket. */
    record TicketDeadlines(Deadline response, Deadline resolution) {}

    /** The deadlines of the given tickets, in one statement. */
    Map<UUID, TicketDeadlines> of(Collection<UUID> ticketIds);
}
