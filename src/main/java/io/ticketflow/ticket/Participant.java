package io.ticketflow.ticket;

import io.ticketflow.identity.Person;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Somebody at a ticket that they may see: what they may add to it, read on it and take back. Comments and files go by the same rules. */
public record Participant(Ticket ticket, Person person) {

    /** How long what was added can be changed and taken back by whoever added it. */
    public static final Duration SECOND_THOUGHTS = Duration.ofMinutes(15);

    public boolean mayRead(Visibility visibility) {
        return visibility == Visibility.PUBLIC || person.isStaff();
    }

    /**
     * Internal things are for all staff. In public speak those who asked, and of staff those who may act on the ticket, while it is open.
     *
     * @throws ForbiddenException when it is not theirs to add
     * @throws ConflictException when the ticket is closed
     */
    public void checkMayAdd(Visibility visibility) {
        if (visibility == Visibility.INTERNAL) {
            if (!person.isStaff()) {
                throw new ForbiddenException("STAFF_ONLY", "What is INTERNAL is for staff.");
            }
            return;
        }
        if (person.isStaff() && !isRequester()) {
            TicketAccess.checkMayAct(person, ticket);
        }
        TicketAccess.checkOpen(ticket);
    }

    /**
     * Second thoughts are for whoever added it, and for a short while.
     *
     * @throws ForbiddenException when somebody else did
     * @throws ConflictException when it was too long ago
     */
    public void checkMayTakeBack(@Nullable UUID addedBy, Instant addedAt, Instant now) {
        if (!person.id().equals(addedBy)) {
            throw new ForbiddenException("NOT_YOURS", "Somebody else added it.");
        }
        if (now.isAfter(addedAt.plus(SECOND_THOUGHTS))) {
            throw new ConflictException(
                    "TOO_LATE_TO_CHANGE",
                    "It stands for good: it could be changed for %d minutes.".formatted(SECOND_THOUGHTS.toMinutes()));
        }
    }

    /** Leads of the ticket's team, and those above. */
    public boolean leads() {
        return Rights.mayAssign(person, ticket);
    }

    boolean isRequester() {
        return Rights.isRequester(person, ticket);
    }
}
