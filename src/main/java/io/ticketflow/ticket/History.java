package io.ticketflow.ticket;

import io.ticketflow.platform.Actor;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The audit trail of tickets. Every change writes here, in its own transaction. */
@Component
class History {

    private final EntityManager entities;
    private final Clock clock;

    History(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    void record(Ticket ticket, HistoryEntry.Fact fact, Actor by) {
        add(entry(ticket, fact, by));
    }

    HistoryEntry entry(Ticket ticket, HistoryEntry.Fact fact, Actor by) {
        return new HistoryEntry(ticket.id(), ticket.nextHistoryInstant(clock.instant()), fact, by);
    }

    void add(HistoryEntry entry) {
        entities.persist(entry);
    }

    List<HistoryEntry> of(UUID ticketId, boolean internalToo) {
        var query = entities.createQuery(
                "from HistoryEntry where ticketId = :ticket and (visibility = :open or :all = true) order by at",
                HistoryEntry.class);
        return query.setParameter("ticket", ticketId)
                .setParameter("open", Visibility.PUBLIC)
                .setParameter("all", internalToo)
                .getResultList();
    }
}
