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

/**
 * The tickets that are linked with a ticket or are below it. A merge or a deletion locks all of them together with the ticket, and then checks that it has
 * locked all of them.
 */
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

    /** A relative that was added between the search and the locking is not locked; the act then starts again. */
    void checkComplete(UUID ticketId, Set<UUID> locked) {
        if (!locked.containsAll(of(ticketId))) {
            throw new OptimisticLockingFailureException(
                    "Another ticket was linked with it or put below it at this moment");
        }
    }

    /**
     * Moves the children of a ticket that ends below another ticket, or one level up. A branch that contains the other ticket also goes one level up, because
     * that ticket would otherwise become its own ancestor.
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
