package io.ticketflow.ticket;

import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.HistoryEntry.Fact;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** What is said about tickets. */
@Component
class Conversation {

    private final EntityManager entities;
    private final History history;
    private final Clock clock;

    Conversation(EntityManager entities, History history, Clock clock) {
        this.entities = entities;
        this.history = history;
        this.clock = clock;
    }

    Comment add(Ticket ticket, String body, Visibility visibility, Actor by) {
        var comment = new Comment(ticket.id(), by.userId(), body, visibility, clock.instant());
        entities.persist(comment);
        var fact = Fact.of(Action.COMMENTED);
        history.record(ticket, visibility == Visibility.INTERNAL ? fact.internally() : fact, by);
        ticket.commented(comment, by);
        return comment;
    }

    /** Oldest first. */
    List<Comment> of(UUID ticketId, boolean internalToo) {
        return entities.createQuery(
                        "from Comment where ticketId = :ticket and (visibility = :open or :all = true) order by id",
                        Comment.class)
                .setParameter("ticket", ticketId)
                .setParameter("open", Visibility.PUBLIC)
                .setParameter("all", internalToo)
                .getResultList();
    }
}
