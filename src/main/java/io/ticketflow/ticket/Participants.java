package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.RESOLVED;

import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.HistoryEntry.Fact;
import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Finds the ticket on which a caller wants to comment or act. A ticket that the caller may not see is answered like an unknown one. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Participants {

    private final TicketAccess access;
    private final Requesters requesters;
    private final History history;
    private final Tickets tickets;
    private final Turns turns;
    private final Clock clock;

    Participants(
            TicketAccess access, Requesters requesters, History history, Tickets tickets, Turns turns, Clock clock) {
        this.access = access;
        this.requesters = requesters;
        this.history = history;
        this.tickets = tickets;
        this.turns = turns;
        this.clock = clock;
    }

    /** For reading. */
    public Participant at(String ref, Actor by) {
        var caller = access.caller(by);
        return participant(access.visible(ref, caller), caller);
    }

    /** For changing comments and files; locks the ticket's row until the transaction ends. */
    public Participant lockedAt(String ref, Actor by) {
        var caller = access.caller(by);
        return participant(access.locked(ref, caller), caller);
    }

    /** For adding comments and files: like {@link #lockedAt}, but for a merged ticket it answers the ticket into which it was merged. */
    public Participant addingTo(String ref, Actor by) {
        var caller = access.caller(by);
        return participant(access.lockedSuccessor(access.locked(ref, caller), caller), caller);
    }

    private Participant participant(Ticket ticket, Person caller) {
        return new Participant(ticket, caller, requesters.isSecond(caller, ticket));
    }

    /**
     * Records that a file was added. If staff added it, this counts as work on the ticket. On a solved ticket a public file of a requester or watcher stops the
     * wait for a yes, like a comment; a file of staff without words is no answer to them.
     */
    public void attached(Participant participant, Visibility visibility, Fact fact, Actor by) {
        acted(participant, fact, by);
        var ticket = participant.ticket();
        if (participant.person().isStaff()) {
            ticket.staffActed(clock.instant());
        }
        if (visibility == Visibility.PUBLIC && participant.isOnRequestersSide() && ticket.status() == RESOLVED) {
            ticket.attachedToSolution(by);
            tickets.save(ticket);
            turns.pass(participant, by);
        }
    }

    /** Records an act that does not count as work on the ticket. */
    public void acted(Participant participant, Fact fact, Actor by) {
        history.record(participant.ticket(), fact, by);
    }
}
