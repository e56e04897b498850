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
 * Watchers are people who are neither requester nor assignee of a ticket. They are told of comments and moves, and a requester who watches a ticket may see it.
 * So requesters may add only staff, who may see it anyway.
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

    /** The watchers of a ticket; who has watched longest comes first. */
    @Transactional(readOnly = true)
    public List<UUID> watchersOf(String ref, Actor by) {
        return watchers.of(access.visible(ref, access.caller(by)));
    }

    /** For other modules, which tell the watchers what happened. */
    @Transactional(readOnly = true)
    public List<UUID> watchersOf(Ticket ticket) {
        return watchers.of(ticket);
    }

    /** Adds a watcher. A person who watches the ticket already stays a watcher. */
    public void watch(String ref, UUID personId, Actor by) {
        var caller = access.caller(by);
        var ticket = access.locked(ref, caller);
        checkMayChoose(caller, ticket, personId);
        if (watchers.isWatching(personId, ticket.id())) {
            return;
        }
        if (ticket.watcherCount() >= Watchers.MOST) {
            throw new ConflictException(
                    "TOO_MANY_WATCHERS", "At most %d people may watch a ticket.".formatted(Watchers.MOST));
        }
        watchers.checkMayWatch("userId", List.of(personId), caller);
        watchers.add(ticket, List.of(personId), by);
        tickets.save(ticket);
    }

    /** Removes a watcher. For a person who does not watch the ticket it does nothing. */
    public void unwatch(String ref, UUID personId, Actor by) {
        var caller = access.caller(by);
        var ticket = access.locked(ref, caller);
        checkMayChoose(caller, ticket, personId);
        watchers.remove(ticket, personId, by);
        tickets.save(ticket);
    }

    /** Each person may choose for themselves, staff for all people, and requesters for their own tickets, see {@link Watchers#checkMayWatch}. */
    private void checkMayChoose(Person caller, Ticket ticket, UUID personId) {
        if (caller.isStaff() || caller.id().equals(personId)) {
            return;
        }
        if (!Rights.isRequester(caller, ticket)) {
            throw new ForbiddenException(
                    "NOT_YOUR_TICKET",
                    "Only staff and the requester may choose who watches %s.".formatted(ticket.number()));
        }
    }

    /**
     * A person who stops being staff stops watching: otherwise they would, as a requester, still see tickets that they saw as staff. The tickets are locked in
     * the order of their numbers.
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
