package io.ticketflow.report;

import io.ticketflow.ticket.Stage;
import io.ticketflow.ticket.TicketStatus;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How long the tickets of a window were in each status and stage until the instant. */
public record TimeInStatus(
        Instant asOf, @Nullable Instant from, @Nullable Instant to, ZoneId timezone, List<Stay> rows) {

    /**
     * One status at one stage.
     *
     * @param stage null while a ticket is being routed, and once it is closed
     * @param elapsed around the clock, the sum of each ticket
     * @param working in the business hours of the ticket's promises
     */
    public record Stay(
            TicketStatus status,
            @Nullable Stage stage,
            long tickets,
            Lengths elapsed,
            Lengths working,
            String ticketsQuery) {}
}
