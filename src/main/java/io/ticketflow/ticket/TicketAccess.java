package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.CLOSED;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.NotFoundException;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Finds tickets for callers. It checks visibility first: a ticket that the caller may not see is answered like an unknown one. */
@Component
class TicketAccess {

    private final Tickets tickets;
    private final Watchers watchers;
    private final Directory directory;

    TicketAccess(Tickets tickets, Watchers watchers, Directory directory) {
        this.tickets = tickets;
        this.watchers = watchers;
        this.directory = directory;
    }

    Person caller(Actor by) {
        if (by.userId() == null) {
            throw new ForbiddenException("NOBODY", "A person must be signed in.");
        }
        return directory.person(by.userId());
    }

    /** For a requester other people do not exist. */
    Person visiblePerson(UUID id, Person caller) {
        return directory
                .find(id)
                .filter(person -> caller.isStaff() || caller.id().equals(id))
                .orElseThrow(() -> new NotFoundException("USER_NOT_FOUND", "There is no person %s.".formatted(id)));
    }

    Ticket visible(String ref, Person caller) {
        return TicketRef.find(ref, tickets::findById, tickets::findBySequence)
                .filter(ticket -> maySee(caller, ticket))
                .orElseThrow(() -> noSuchTicket(ref));
    }

    /** Like {@link #visible}, but administrators also find deleted tickets. */
    Ticket visibleEver(String ref, Person caller) {
        return caller.role() == Role.ADMIN
                ? TicketRef.find(ref, tickets::findByIdEver, tickets::findBySequenceEver)
                        .orElseThrow(() -> noSuchTicket(ref))
                : visible(ref, caller);
    }

    private boolean maySee(Person caller, Ticket ticket) {
        return Rights.maySee(caller, ticket) || watchers.isWatching(caller.id(), ticket.id());
    }

    /** Like {@link #visible}, and locks the row until the transaction ends. */
    Ticket locked(String ref, Person caller) {
        return TicketRef.find(ref, tickets::lockById, tickets::lockBySequence)
                .filter(ticket -> maySee(caller, ticket))
                .orElseThrow(() -> noSuchTicket(ref));
    }

    /** Like {@link #visibleEver}, and locks the row until the transaction ends. */
    Ticket lockedEver(String ref, Person caller) {
        return caller.role() == Role.ADMIN
                ? TicketRef.find(ref, tickets::lockByIdEver, tickets::lockBySequenceEver)
                        .orElseThrow(() -> noSuchTicket(ref))
                : locked(ref, caller);
    }

    /** The ticket itself; if it was merged, the ticket into which it was merged, if the caller may see that one. */
    Ticket lockedSuccessor(Ticket ticket, Person caller) {
        var successor = ticket;
        // Ends, because tickets are merged only into open ones.
        while (successor.mergedIntoId() != null) {
            var next = tickets.lockById(successor.mergedIntoId()).filter(found -> maySee(caller, found));
            if (next.isEmpty()) {
                return ticket;
            }
            successor = next.get();
        }
        return successor;
    }

    /** Those of the tickets that the caller may see, by id; two statements at most. */
    Map<UUID, Ticket> visibleAmong(Collection<UUID> ids, Person caller) {
        var found = tickets.withIds(ids.toArray(UUID[]::new));
        var watched = caller.isStaff() ? Set.<UUID>of() : watchers.watchedAmong(ids, caller.id());
        return found.stream()
                .filter(ticket -> Rights.maySee(caller, ticket) || watched.contains(ticket.id()))
                .collect(Collectors.toMap(Ticket::id, Function.identity()));
    }

    /** Finds the id without loading the ticket: a row that will be locked must not have been loaded before. */
    Optional<UUID> idOf(String ref) {
        return TicketRef.find(ref, Optional::of, tickets::idOf);
    }

    /** Those of the tickets that the caller may see, by id. Their rows are locked in the order of their numbers. */
    Map<UUID, Ticket> lockedTogether(Collection<UUID> ids, Person caller) {
        return tickets.lockTogether(ids).stream()
                .filter(ticket -> maySee(caller, ticket))
                .collect(Collectors.toMap(Ticket::id, Function.identity()));
    }

    static NotFoundException noSuchTicket(String ref) {
        return new NotFoundException("TICKET_NOT_FOUND", "There is no ticket %s.".formatted(ref));
    }

    static void checkStaff(Person caller) {
        if (!caller.isStaff()) {
            throw new ForbiddenException("STAFF_ONLY", "Only staff may do this.");
        }
    }

    static void checkMayAct(Person caller, Ticket ticket) {
        if (!Rights.mayAct(caller, ticket)) {
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
