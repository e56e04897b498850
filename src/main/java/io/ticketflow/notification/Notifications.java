package io.ticketflow.notification;

import jakarta.persistence.EntityManager;
import java.time.Instant;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The notifications that people were sent and may read now. Each query reads those of given recipients only. */
@Component
class Notifications {

    /** A position in a person's list, from which the list goes on to older notifications. */
    record Place(Instant createdAt, UUID id) {}

    private final EntityManager entities;

    Notifications(EntityManager entities) {
        this.entities = entities;
    }

    /** Newest first. */
    List<Notification> of(UUID recipient, boolean unreadOnly, @Nullable Place behind, int rows) {
        var query = entities.createQuery(
                "from Notification where recipientId = :recipient"
                        + (unreadOnly ? " and readAt is null" : "")
                        + (behind == null ? "" : " and (createdAt, id) < (:createdAt, :id)")
                        + " order by createdAt desc, id desc",
                Notification.class);
        query.setParameter("recipient", recipient).setMaxResults(rows);
        if (behind != null) {
            query.setParameter("createdAt", behind.createdAt()).setParameter("id", behind.id());
        }
        return query.getResultList();
    }

    /** The notifications after a position, oldest first. If there are more than {@code most}, the newest of them. */
    List<Notification> after(Place place, UUID recipient, int most) {
        var found = entities.createQuery(
                        "from Notification where recipientId = :recipient and (createdAt, id) > (:createdAt, :id)"
                                + " order by createdAt desc, id desc",
                        Notification.class)
                .setParameter("recipient", recipient)
                .setParameter("createdAt", place.createdAt())
                .setParameter("id", place.id())
                .setMaxResults(most)
                .getResultList();
        Collections.reverse(found);
        return found;
    }

    /** The notifications of several people, oldest first. */
    List<Notification> after(Instant instant, Collection<UUID> recipients) {
        return entities.createQuery(
                        "from Notification where recipientId in :recipients and createdAt > :instant order by"
                                + " createdAt, id",
                        Notification.class)
                .setParameter("recipients", recipients)
                .setParameter("instant", instant)
                .getResultList();
    }

    long count(UUID recipient, boolean unreadOnly) {
        return entities.createQuery(
                        "select count(*) from Notification where recipientId = :recipient"
                                + (unreadOnly ? " and readAt is null" : ""),
                        Long.class)
                .setParameter("recipient", recipient)
                .getSingleResult();
    }

    /**
     * The position of one of the recipient's notifications. It is found even if the recipient may not read it any more, because their client names it as the
     * last one that it received.
     */
    Optional<Place> placeOf(UUID id, UUID recipient) {
        List<?> found = entities.createNativeQuery(
                        "select created_at from notifications where id = :id and recipient_id = :recipient",
                        Instant.class)
                .setParameter("id", id)
                .setParameter("recipient", recipient)
                .getResultList();
        return found.stream().findFirst().map(createdAt -> new Place((Instant) createdAt, id));
    }

    /** Those of the ids that their recipients may read now. */
    List<Notification> withIds(Collection<UUID> ids) {
        return entities.createQuery("from Notification where id in :ids order by createdAt, id", Notification.class)
                .setParameter("ids", ids)
                .getResultList();
    }

    Optional<Notification> find(UUID id, UUID recipient) {
        return entities.createQuery("from Notification where id = :id and recipientId = :recipient", Notification.class)
                .setParameter("id", id)
                .setParameter("recipient", recipient)
                .getResultStream()
                .findFirst();
    }

    void markAllRead(UUID recipient, Instant now) {
        entities.createQuery("update Notification set readAt = :now where recipientId = :recipient and readAt is null")
                .setParameter("now", now)
                .setParameter("recipient", recipient)
                .executeUpdate();
    }
}
