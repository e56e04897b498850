package io.ticketflow.ticket;

import io.ticketflow.identity.Person;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the second requesters of a ticket: the requesters of the tickets that were merged into it, as long as they watch it. They may say that a solution does
 * not solve it for them.
 */
@Component
class Requesters {

    private final Tickets tickets;

    Requesters(Tickets tickets) {
        this.tickets = tickets;
    }

    /** Costs no statement for a ticket without watchers, and none for its own requester. */
    boolean isSecond(@Nullable Person person, Ticket ticket) {
        return person != null
                && ticket.watcherCount() > 0
                && !Rights.isRequester(person, ticket)
                && tickets.isSecondRequester(ticket.id(), person.id());
    }
}
