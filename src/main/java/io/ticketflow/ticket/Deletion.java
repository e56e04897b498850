package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.CLOSED;

import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.RepeatedWhenOvertaken;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.ticket.HistoryEntry.Fact;
import java.time.Clock;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Deletes tickets that should never have existed: for all people they do not exist any more. The row and its history stay; administrators can read them ({@link
 * Past}, history) and blank secrets in them ({@link Redaction}).
 */
@Component
@RepeatedWhenOvertaken
@Transactional
public class Deletion {

    private final TicketAccess access;
    private final Tickets tickets;
    private final Kinship kinship;
    private final Links links;
    private final History history;
    private final Lifecycle lifecycle;
    private final Clock clock;

    Deletion(
            TicketAccess access,
            Tickets tickets,
            Kinship kinship,
            Links links,
            History history,
            Lifecycle lifecycle,
            Clock clock) {
        this.access = access;
        this.tickets = tickets;
        this.kinship = kinship;
        this.links = links;
        this.history = history;
        this.lifecycle = lifecycle;
        this.clock = clock;
    }

    /**
     * Deletes a ticket in any state.
     *
     * @param ifMatch the entity tag of the version that the caller has seen; null for any
     */
    public void delete(String ref, @Nullable String ifMatch, Actor by) {
        var caller = access.caller(by);
        var id = access.idOf(ref).orElseThrow(() -> TicketAccess.noSuchTicket(ref));
        var wanted = kinship.of(id);
        wanted.add(id);
        var locked = access.lockedTogether(wanted, caller);
        var ticket = Optional.ofNullable(locked.get(id)).orElseThrow(() -> TicketAccess.noSuchTicket(ref));
        if (caller.role() != Role.ADMIN) {
            throw new ForbiddenException("ADMIN_ONLY", "Only administrators may delete tickets.");
        }
        ETags.requireMatch(ifMatch, ticket.version());
        kinship.checkComplete(id, wanted);
        links.of(id).forEach(link -> Optional.ofNullable(locked.get(link.from(id)))
                .ifPresent(other -> links.remove(link, ticket, other, by)));
        kinship.moveChildren(ticket, null, locked, by);
        if (ticket.status() != CLOSED) {
            lifecycle.end(ticket, "The ticket was deleted.", by);
        }
        history.record(ticket, Fact.of(Action.DELETED), by);
        // Comes last, because no query finds the ticket afterwards.
        ticket.deleted(clock.instant(), by);
        tickets.save(ticket);
    }
}
