package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.CLOSED;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.NotFoundException;
import org.springframework.stereotype.Component;

/** Finds tickets for callers. Visibility is asked first: to whoever may not see a ticket there is none. */
@Component
class TicketAccess {

    private final Tickets tickets;
    private final Directory directory;

    TicketAccess(Tickets tickets, Directory directory) {
        this.tickets = tickets;
        this.directory = directory;
    }

    Person caller(Actor by) {
        if (by.userId() == null) {
            throw new ForbiddenException("NOBODY", "Somebody must be signed in.");
        }
        return directory.person(by.userId());
    }

    Ticket visible(String ref, Person caller) {
        return TicketRef.find(ref, tickets::findById, tickets::findBySequence)
                .filter(ticket -> MoveRules.maySee(caller, ticket))
                .orElseThrow(() -> noSuchTicket(ref));
    }

    /** As {@link #visible}, its row locked until the transaction ends. */
    Ticket locked(String ref, Person caller) {
        return TicketRef.find(ref, tickets::lockById, tickets::lockBySequence)
                .filter(ticket -> MoveRules.maySee(caller, ticket))
                .orElseThrow(() -> noSuchTicket(ref));
    }

    private static NotFoundException noSuchTicket(String ref) {
        return new NotFoundException("TICKET_NOT_FOUND", "There is no ticket %s.".formatted(ref));
    }

    static void checkStaff(Person caller) {
        if (!caller.isStaff()) {
            throw new ForbiddenException("STAFF_ONLY", "This is for staff.");
        }
    }

    static void checkMayAct(Person caller, Ticket ticket) {
        if (!MoveRules.mayAct(caller, ticket)) {
            throw new ForbiddenException(
                    "NOT_YOUR_TICKET", "%s is neither yours nor in your team's queue.".formatted(ticket.number()));
        }
    }

    static void checkOpen(Ticket ticket) {
        if (ticket.status() == CLOSED) {
            throw new ConflictException(
                    "TICKET_CLOSED",
                    ticket.number() + " is closed for good. Open a new ticket that names it as its parent.");
        }
    }
}
