package io.ticketflow.ticket;

import java.util.UUID;

/** A ticket as a line in a list of another module. */
public record TicketSummary(UUID id, String number, String title, TicketStatus status, Priority priority) {

    static TicketSummary of(Ticket ticket) {
        return new TicketSummary(ticket.id(), ticket.number(), ticket.title(), ticket.status(), ticket.priority());
    }
}
