package io.ticketflow.ticket;

import static io.ticketflow.ticket.TicketStatus.CLOSED;
import static io.ticketflow.ticket.TicketStatus.IN_PROGRESS;
import static io.ticketflow.ticket.TicketStatus.OPEN;
import static io.ticketflow.ticket.TicketStatus.REOPENED;
import static io.ticketflow.ticket.TicketStatus.RESOLVED;

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
 * children move there. If the duplicate is not solved, the other ticket takes over its promise and goes on, even if it was solved or waited for its requester.
 * Existing comments stay on the duplicate; later ones go to the other ticket.
 */
@Component
@RepeatedWhenOvertaken
@Transactional
public class Merging {

    /** For all people who may see the target; they may not know the other ticket. */
    private static final String ANOTHER_REPORT = "Another report of the same problem was merged into it.";

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
                    "TARGET_CLOSED",
                    "%1$s is closed, so no ticket can be merged into it. Go on with %2$s, and link it to %1$s."
                            .formatted(target.number(), duplicate.number()));
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
        if (duplicate.isUnsolved()) {
            bringPromise(duplicate, target, by);
        } else {
            tickets.save(target);
        }
        lifecycle.end(duplicate, "Merged into %s.".formatted(target.number()), by);
    }

    /** The target goes on under the more urgent priority and the earlier deadlines of both, because the duplicate's requester still waits for a solution. */
    private void bringPromise(Ticket duplicate, Ticket target, Actor by) {
        var former = target.priority();
        var step = stepToWork(duplicate, target);
        target.takeOver(duplicate, step.isPresent(), by, clock.instant());
        if (target.priority() != former) {
            history.record(target, Fact.changed(Action.PRIORITY_CHANGED, "priority", former, target.priority()), by);
        }
        // Saves the ticket first, so that its clocks have the new deadlines before the engine asks for its timers'
        // dates.
        tickets.save(target);
        step.ifPresent(key -> lifecycle.move(target, key, MoveDetails.comment(ANOTHER_REPORT), by.asSystem()));
        lifecycle.changed(target, by);
    }

    /** The step with which a solved target is reopened, or the wait for its requester ends; empty when it is being worked on. */
    private Optional<String> stepToWork(Ticket duplicate, Ticket target) {
        if (target.status() == RESOLVED) {
            StepRules.checkAtRest(target);
            var offered = lifecycle.transitions(target, null);
            return Optional.of(Transition.keyTo(REOPENED, offered)
                    .or(() -> offered.stream()
                            .filter(step -> step.status().isUnfinished())
                            .map(Transition::key)
                            .findFirst())
                    .orElseThrow(() -> new ConflictException(
                            "TARGET_RESOLVED",
                            "%1$s is solved, and its model offers no step back to work. Merge %1$s into %2$s instead, or link the two."
                                    .formatted(target.number(), duplicate.number()))));
        }
        // If the duplicate waits for its requester, too, nothing new was said.
        if (!target.isAtRest() || !target.waitsForRequester() || duplicate.waitsForRequester()) {
            return Optional.empty();
        }
        var offered = lifecycle.transitions(target, null);
        return Transition.keyTo(OPEN, offered).or(() -> Transition.keyTo(IN_PROGRESS, offered));
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
