package io.ticketflow.ticket;

import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.HistoryEntry.Fact;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stores comments. A caller that changes a comment has locked the ticket's row. */
@Component
class Comments {

    private static final String FIELD = "comment";

    private final EntityManager entities;
    private final History history;
    private final Clock clock;

    Comments(EntityManager entities, History history, Clock clock) {
        this.entities = entities;
        this.history = history;
        this.clock = clock;
    }

    Comment add(Ticket ticket, String body, Visibility visibility, @Nullable UUID replyTo, Actor by) {
        var comment = new Comment(ticket.id(), by.userId(), body, visibility, replyTo, clock.instant());
        entities.persist(comment);
        history.record(ticket, Fact.of(Action.COMMENTED).readBy(visibility).about(comment.id()), by);
        ticket.commented(comment, by);
        return comment;
    }

    /** Finds a comment that was not deleted. */
    Optional<Comment> find(UUID id, UUID ticketId) {
        return Optional.ofNullable(entities.find(Comment.class, id))
                .filter(comment -> comment.ticketId().equals(ticketId) && !comment.isDeleted());
    }

    /** Oldest first. */
    List<Comment> of(UUID ticketId, boolean internalToo, UUID after, int rows) {
        return entities.createQuery(
                        "from Comment where ticketId = :ticket and id > :after and (visibility = :open or :all = true)"
                                + " order by id",
                        Comment.class)
                .setParameter("ticket", ticketId)
                .setParameter("after", after)
                .setParameter("open", Visibility.PUBLIC)
                .setParameter("all", internalToo)
                .setMaxResults(rows)
                .getResultList();
    }

    long count(UUID ticketId, boolean internalToo) {
        return entities.createQuery(
                        "select count(*) from Comment where ticketId = :ticket and (visibility = :open or :all = true)",
                        Long.class)
                .setParameter("ticket", ticketId)
                .setParameter("open", Visibility.PUBLIC)
                .setParameter("all", internalToo)
                .getSingleResult();
    }

    void reword(Comment comment, String body, Ticket ticket, Actor by) {
        history.record(
                ticket,
                Fact.changed(Action.COMMENT_EDITED, FIELD, comment.body(), body)
                        .readBy(comment.visibility())
                        .about(comment.id()),
                by);
        comment.reword(body, clock.instant());
    }

    void delete(Comment comment, Ticket ticket, Actor by) {
        history.record(
                ticket,
                Fact.changed(Action.COMMENT_DELETED, FIELD, comment.body(), null)
                        .readBy(comment.visibility())
                        .about(comment.id()),
                by);
        clear(comment);
    }

    /** Blanks comments with these texts; their places in the thread stay. */
    void blank(Collection<String> texts, UUID ticketId) {
        entities.createQuery(
                        "update Comment set body = '', redactedAt = :now where ticketId = :ticket and body in :texts")
                .setParameter("now", clock.instant())
                .setParameter("ticket", ticketId)
                .setParameter("texts", texts)
                .executeUpdate();
    }

    /** Deletes a comment, or keeps its place while it has replies. After the last reply the empty places above it are deleted, too. */
    private void clear(Comment comment) {
        var replies = visibilitiesOfReplies(comment.id());
        if (replies.isEmpty()) {
            entities.remove(comment);
        } else {
            comment.vacate(
                    replies.contains(Visibility.PUBLIC) ? Visibility.PUBLIC : Visibility.INTERNAL, clock.instant());
        }
        entities.flush();
        if (comment.replyToId() != null) {
            var above = entities.find(Comment.class, comment.replyToId());
            if (above.isDeleted()) {
                clear(above);
            }
        }
    }

    private List<Visibility> visibilitiesOfReplies(UUID id) {
        return entities.createQuery("select distinct visibility from Comment where replyToId = :id", Visibility.class)
                .setParameter("id", id)
                .getResultList();
    }
}
