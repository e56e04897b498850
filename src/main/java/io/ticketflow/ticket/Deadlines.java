package io.ticketflow.ticket;

import java.time.Instant;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The clocks of tickets, for the answers of this module. Turned round like {@link Lifecycle} (see ADR 0006): a ticket is never shown without its
 * deadlines, and the module that keeps them stands above this one.
 */
public interface Deadlines {

    /** How a clock stands. */
    enum ClockState {
        RUNNING,
        PAUSED,
        /** It would run, but nobody works at this hour. */
        OUT_OF_HOURS,
        MET,
        BREACHED,
        /** The ticket was closed before: counts neither way. */
        STOPPED
    }

    /**
     * One clock now.
     *
     * @param dueAt while paused, the last one
     * @param remainingSeconds of working time, negative when late; null once met or stopped
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
