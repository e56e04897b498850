package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.RESOLVED;

import io.ticketflow.platform.Actor;
import org.springframework.stereotype.Component;

/** Passes the turn on a solved ticket. What a person says about a solution is neither a yes nor a no, so the next turn is the other side's. */
@Component
class Turns {

    private final Tickets tickets;
    private final Lifecycle lifecycle;

    Turns(Tickets tickets, Lifecycle lifecycle) {
        this.tickets = tickets;
        this.lifecycle = lifecycle;
    }

    /** Called for each public comment, and for each public file of a person on the requester's side. */
    void pass(Participant speaker, Actor by) {
        var ticket = speaker.ticket();
        var isStaffNext = speaker.isOnRequestersSide();
        if (ticket.status() == RESOLVED && ticket.isAtRest() && (ticket.waitsForRequester() || !isStaffNext)) {
            // Publishes what was said as something that belongs to no step.
            tickets.save(ticket);
            lifecycle.passTurn(ticket, isStaffNext, by);
        }
    }
}
