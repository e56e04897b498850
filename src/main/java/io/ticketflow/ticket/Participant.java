package io.ticketflow.ticket;

import io.ticketflow.identity.Person;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A person at a ticket that they may see, and their rights to add comments and files to it, read them and delete them.
 *
 * @param isSecondRequester see {@link Requesters}
 */
public record Participant(Ticket ticket, Person person, boolean isSecondRequester) {

    /** How long the author of a comment or file may change or delete it. */
    public static final Duration SECOND_THOUGHTS = Duration.ofMinutes(15);

    public boolean mayRead(Visibility visibility) {
        return visibility == Visibility.PUBLIC || person.isStaff();
    }

    /** The visibility of a comment whose author was not asked for it: staff mean other staff, unless the ticket is their own. */
    Visibility usualVisibility() {
        return person.isStaff() && !speaksAsRequester() ? Visibility.INTERNAL : Visibility.PUBLIC;
    }

    /**
     * Internal comments and files are for all staff. Public ones may be added by the requester and watchers, and by staff who may act on the ticket, while it
     * is open.
     *
     * @throws ForbiddenException when the person may not add it
     * @throws ConflictException when the ticket is closed
     */
    public void checkMayAdd(Visibility visibility) {
        if (visibility == Visibility.INTERNAL) {
            if (!person.isStaff()) {
                throw new ForbiddenException("STAFF_ONLY", "Only staff may add INTERNAL comments and files.");
            }
            return;
        }
        if (person.isStaff() && !speaksAsRequester()) {
            TicketAccess.checkMayAct(person, ticket);
        }
        TicketAccess.checkOpen(ticket);
    }

    /**
     * Only the author may change or delete a comment or file, and only for a short time.
     *
     * @throws ForbiddenException when the person is not the author
     * @throws ConflictException when the time is over
     */
    public void checkMayTakeBack(@Nullable UUID addedBy, Instant addedAt, Instant now) {
        if (!person.id().equals(addedBy)) {
            throw new ForbiddenException("NOT_YOURS", "Another person added it.");
        }
        if (now.isAfter(addedAt.plus(SECOND_THOUGHTS))) {
            throw new ConflictException(
                    "TOO_LATE_TO_CHANGE",
                    "It can be changed only for %d minutes.".formatted(SECOND_THOUGHTS.toMinutes()));
        }
    }

    /** Whether the person leads the ticket's team or has a higher role. */
    public boolean leads() {
        return Rights.mayAssign(person, ticket);
    }

    /** Whether staff have to look at what the person adds to a solution: a requester, or a watcher who is not staff. */
    boolean isOnRequestersSide() {
        return speaksAsRequester() || !person.isStaff();
    }

    /** Whether the person's words are those of a requester: their own ticket, or one with which their ticket was merged and on which they do not work. */
    boolean speaksAsRequester() {
        return Rights.isRequester(person, ticket) || (isSecondRequester && !Rights.mayAct(person, ticket));
    }
}
