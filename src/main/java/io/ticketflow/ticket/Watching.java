package io.ticketflow.ticket;

import io.ticketflow.identity.IdentityEvent;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.RepeatedWhenOvertaken;
import java.util.List;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * People who follow tickets that are neither theirs nor with them: they hear what is said and where it stands, and a requester who watches a ticket sees
 * it. So whom requesters may ask to watch are those who see it anyway: staff.
 */
@Component
@RepeatedWhenOvertaken
@Transactional
public class Watching {

    private final TicketAccess access;
    private final Tickets tickets;
    private final Watchers watchers;

    Watching(TicketAccess access, Tickets tickets, Watchers watchers) {
        this.access = access;
        this.tickets = tickets;
        this.watchers = watchers;
    }

    /** Whoever has followed it longest comes first. */
    @Transactional(readOnly = true)
    public List<UUID> watchersOf(String ref, Actor by) {
        return watchers.of(access.visible(ref, access.caller(by)));
    }

    /** For other modules, which tell them what has happened. */
    @Transactional(readOnly = true)
    public List<UUID> watchersOf(Ticket ticket) {
        return watchers.of(ticket);
    }

    /** Lets somebody follow a ticket. Whoever does already goes on. */
    public void watch(String ref, UUID personId, Actor by) {
        var caller = access.caller(by);
        var ticket = access.locked(ref, caller);
        checkMayChoose(caller, ticket, personId);
        if (watchers.isWatching(personId, ticket.id())) {
            return;
        }
        if (ticket.watcherCount() >= Watchers.MOST) {
            throw new ConflictException(
                    "TOO_MANY_WATCHERS", "At most %d people watch a ticket.".formatted(Watchers.MOST));
        }
        watchers.checkMayWatch("userId", List.of(personId), caller);
        watchers.add(ticket, List.of(personId), by);
        tickets.save(ticket);
    }

    /** Somebody follows the ticket no more; whoever does not anyway is let be. */
    public void unwatch(String ref, UUID personId, Actor by) {
        var caller = access.caller(by);
        var ticket = access.locked(ref, caller);
        checkMayChoose(caller, ticket, personId);
        watchers.remove(ticket, personId, by);
        tickets.save(ticket);
    }

    /** Everybody may for themselves, staff for all; on an own ticket the requester, see {@link Watchers#checkMayWatch}. */
    private void checkMayChoose(Person caller, Ticket ticket, UUID personId) {
        if (caller.isStaff() || caller.id().equals(personId)) {
            return;
        }
        if (!Rights.isRequester(caller, ticket)) {
            throw new ForbiddenException(
                    "NOT_YOUR_TICKET",
                    "Who watches %s is up to its requester and to staff.".formatted(ticket.number()));
        }
    }

    /**
     * Whoever works on tickets no more watches none any more: as a requester they would go on seeing what they saw as staff. Locked in the order of numbers,
     * as by everybody who locks more than one.
     */
    @EventListener
    void on(IdentityEvent.StoppedWorking somebody) {
        tickets.lockTogether(watchers.watchedBy(somebody.userId())).stream()
                .filter(ticket -> !somebody.userId().equals(ticket.requesterId()))
                .forEach(ticket -> {
                    watchers.remove(ticket, somebody.userId(), Actor.SYSTEM);
                    tickets.save(ticket);
                });
    }
}
