package io.ticketflow.ticket;

import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.HistoryEntry.Fact;
import java.time.Clock;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/** What hangs on a ticket: what it is linked with, and what is below it. Whoever takes a ticket away locks all of them together with it, and then makes sure. */
@Component
class Kinship {

    private final Tickets tickets;
    private final Links links;
    private final History history;
    private final Clock clock;

    Kinship(Tickets tickets, Links links, History history, Clock clock) {
        this.tickets = tickets;
        this.links = links;
        this.history = history;
        this.clock = clock;
    }

    Set<UUID> of(UUID ticketId) {
        var kin = new HashSet<>(tickets.childrenOf(ticketId));
        links.of(ticketId).forEach(link -> kin.add(link.from(ticketId)));
        return kin;
    }

    /** One that came between asking and locking is not locked: everything is done again. */
    void checkComplete(UUID ticketId, Set<UUID> locked) {
        if (!locked.containsAll(of(ticketId))) {
            throw new OptimisticLockingFailureException("Another ticket was hung on it at this moment");
        }
    }

    /**
     * What is below a ticket that goes comes below another one, or goes up one level. So does a branch that leads to the other one itself, which would else be
     * its own ancestor.
     */
    void moveChildren(Ticket from, @Nullable Ticket to, Map<UUID, Ticket> locked, Actor by) {
        var aboveIt = to == null ? Set.<UUID>of() : tickets.lineOf(to.id());
        for (var id : tickets.childrenOf(from.id())) {
            var child = locked.get(id);
            if (child != null) {
                var parent = to == null || aboveIt.contains(id) ? from.parentId() : to.id();
                moveBelow(child, from, parent, by);
            }
        }
    }

    private void moveBelow(Ticket child, Ticket former, @Nullable UUID parent, Actor by) {
        child.moveBelow(parent, clock.instant());
        var number = parent == null
                ? null
                : tickets.findById(parent).map(Ticket::number).orElse(null);
        history.record(
                child,
                Fact.changed(Action.FIELD_CHANGED, "parent", former.number(), number)
                        .internally(),
                by);
        tickets.save(child);
    }
}
