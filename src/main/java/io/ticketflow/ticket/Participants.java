package io.ticketflow.ticket;

import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.HistoryEntry.Fact;
import java.time.Clock;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Brings callers to tickets on which they want to say or leave something. To whoever may not see a ticket there is none. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
public class Participants {

    private final TicketAccess access;
    private final History history;
    private final Clock clock;

    Participants(TicketAccess access, History history, Clock clock) {
        this.access = access;
        this.history = history;
        this.clock = clock;
    }

    /** To read. */
    public Participant at(String ref, Actor by) {
        var caller = access.caller(by);
        return new Participant(access.visible(ref, caller), caller);
    }

    /** To change what stands on the ticket, whose row is locked until the transaction ends. */
    public Participant lockedAt(String ref, Actor by) {
        var caller = access.caller(by);
        return new Participant(access.locked(ref, caller), caller);
    }

    /** To add something: as {@link #lockedAt}, but of a merged ticket the one that it went on in. */
    public Participant addingTo(String ref, Actor by) {
        var caller = access.caller(by);
        return new Participant(access.lockedSuccessor(access.locked(ref, caller), caller), caller);
    }

    /** Writes down what the participant did. What staff adds shows that somebody cares for the ticket. */
    public void added(Participant participant, Fact fact, Actor by) {
        acted(participant, fact, by);
        if (participant.person().isStaff()) {
            participant.ticket().staffActed(clock.instant());
        }
    }

    /** As {@link #added}, without being work on the ticket. */
    public void acted(Participant participant, Fact fact, Actor by) {
        history.record(participant.ticket(), fact, by);
    }
}
