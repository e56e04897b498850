package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.CLOSED;

import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.RepeatedWhenOvertaken;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.ticket.HistoryEntry.Fact;
import java.time.Clock;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Merges a ticket into another one. The duplicate is closed for good, in any state; its requester and watchers watch the other ticket, and its links and
 * children move there. Existing comments stay on the duplicate; later ones go to the other ticket.
 */
@Component
@RepeatedWhenOvertaken
@Transactional
public class Merging {

    private final TicketAccess access;
    private final Tickets tickets;
    private final Kinship kinship;
    private final Watchers watchers;
    private final Links links;
    private final History history;
    private final Lifecycle lifecycle;
    private final Clock clock;

    Merging(
            TicketAccess access,
            Tickets tickets,
            Kinship kinship,
            Watchers watchers,
            Links links,
            History history,
            Lifecycle lifecycle,
            Clock clock) {
        this.access = access;
        this.tickets = tickets;
        this.kinship = kinship;
        this.watchers = watchers;
        this.links = links;
        this.history = history;
        this.lifecycle = lifecycle;
        this.clock = clock;
    }

    /**
     * Merges a ticket into another one.
     *
     * @param ifMatch the entity tag of the version of the duplicate that the caller has seen; null for any
     * @return the duplicate, closed
     */
    public Ticket merge(String ref, String intoRef, @Nullable String ifMatch, Actor by) {
        var caller = access.caller(by);
        var id = access.idOf(ref).orElseThrow(() -> TicketAccess.noSuchTicket(ref));
        var intoId = access.idOf(intoRef);
        var wanted = kinship.of(id);
        wanted.add(id);
        intoId.ifPresent(wanted::add);
        var locked = access.lockedTogether(wanted, caller);
        var duplicate = Optional.ofNullable(locked.get(id)).orElseThrow(() -> TicketAccess.noSuchTicket(ref));
        TicketAccess.checkStaff(caller);
        var target = intoId.map(locked::get).orElseThrow(() -> InvalidException.field("intoTicketId", "is no ticket"));
        check(caller, duplicate, target);
        ETags.requireMatch(ifMatch, duplicate.version());
        kinship.checkComplete(id, wanted);
        merge(duplicate, target, locked, by);
        return tickets.save(duplicate);
    }

    private static void check(Person caller, Ticket duplicate, Ticket target) {
        if (!Rights.mayMerge(caller, duplicate, target)) {
            throw new ForbiddenException(
                    "NOT_YOUR_TICKET",
                    "Only leads of the ticket's team, and staff who may act on both tickets, may merge them.");
        }
        if (duplicate.mergedIntoId() != null) {
            throw new ConflictException("ALREADY_MERGED", "%s has been merged already.".formatted(duplicate.number()));
        }
        TicketAccess.checkOpen(duplicate);
        if (target.status() == CLOSED) {
            throw new ConflictException(
                    "TARGET_CLOSED", "%s is closed, so no ticket can be merged into it.".formatted(target.number()));
        }
        if (duplicate.id().equals(target.id())) {
            throw InvalidException.field("intoTicketId", "is this ticket itself");
        }
    }

    private void merge(Ticket duplicate, Ticket target, Map<UUID, Ticket> locked, Actor by) {
        var now = clock.instant();
        duplicate.mergeInto(target);
        duplicate.staffActed(now);
        target.staffActed(now);
        history.record(duplicate, Fact.changed(Action.MERGED, "mergedInto", null, target.number()), by);
        // For staff only, because the requester of one ticket may not see the other.
        history.record(
                target,
                Fact.changed(Action.MERGED, "mergedFrom", null, duplicate.number())
                        .internally(),
                by);
        bringPeople(duplicate, target, by);
        bringLinks(duplicate, target, locked, by);
        kinship.moveChildren(duplicate, target, locked, by);
        tickets.save(target);
        lifecycle.end(duplicate, "Merged into %s.".formatted(target.number()), by);
    }

    private void bringPeople(Ticket duplicate, Ticket target, Actor by) {
        var people = new LinkedHashSet<UUID>();
        people.add(duplicate.requesterId());
        people.addAll(watchers.of(duplicate));
        people.remove(target.requesterId());
        watchers.add(target, people, by);
    }

    /** Moves the links. A link that the target already has, or that would close a circle there, stays on the duplicate. */
    private void bringLinks(Ticket duplicate, Ticket target, Map<UUID, Ticket> locked, Actor by) {
        links.oneAtATime();
        for (var link : links.of(duplicate.id())) {
            var other = locked.get(link.from(duplicate.id()));
            if (other == null || other.id().equals(target.id())) {
                continue;
            }
            var madeHere = link.isMadeOn(duplicate.id());
            var on = madeHere ? target : other;
            var to = madeHere ? other : target;
            if (links.mayJoin(on.id(), link.type(), to.id())) {
                links.remove(link, duplicate, other, by);
                links.add(on, link.type(), to, by);
            }
        }
        if (links.mayJoin(duplicate.id(), LinkType.DUPLICATES, target.id())) {
            links.add(duplicate, LinkType.DUPLICATES, target, by);
        }
    }
}
