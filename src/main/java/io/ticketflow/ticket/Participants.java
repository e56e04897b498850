package io.ticketflow.ticket;

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
    private final Clock clock;

    Participants(TicketAccess access, Requesters requesters, History history, Clock clock) {
        this.access = access;
        this.requesters = requesters;
        this.history = history;
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

    /** Records the act. If staff added something, this counts as work on the ticket. */
    public void added(Participant participant, Fact fact, Actor by) {
        acted(participant, fact, by);
        if (participant.person().isStaff()) {
            participant.ticket().staffActed(clock.instant());
        }
    }

    /** Like {@link #added}, but the act does not count as work on the ticket. */
    public void acted(Participant participant, Fact fact, Actor by) {
        history.record(participant.ticket(), fact, by);
    }
}
