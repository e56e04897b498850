package io.ticketflow.sla;

import io.ticketflow.platform.NotFoundException;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.dao.PessimisticLockingFailureException;

/** Things that managers edit by writing the next version. One version of an id is active; the former versions stay for the clocks that follow them. */
final class Versions<T> {

    private final EntityManager entities;
    private final Class<T> type;
    private final String name;

    /** @param name the name of the kind in messages, in lower case */
    Versions(EntityManager entities, Class<T> type, String name) {
        this.entities = entities;
        this.type = type;
        this.name = name;
    }

    Optional<T> find(UUID id, LockModeType lock) {
        return entities.createQuery("from %s where id = :id and active".formatted(type.getSimpleName()), type)
                .setParameter("id", id)
                .setLockMode(lock)
                .getResultStream()
                .findFirst();
    }

    /** The active version, or 404. */
    T current(UUID id) {
        return find(id, LockModeType.NONE).orElseThrow(() -> missing(id));
    }

    /**
     * Like {@link #current}, and locks the row until the transaction ends.
     *
     * @throws PessimisticLockingFailureException when the version was replaced while this call waited for the lock; the caller has to start again
     */
    T locked(UUID id) {
        return find(id, LockModeType.PESSIMISTIC_WRITE).orElseThrow(() -> {
            current(id);
            return new PessimisticLockingFailureException("The %s %s was replaced meanwhile.".formatted(name, id));
        });
    }

    int next(UUID id) {
        return entities.createQuery(
                        "select max(version) + 1 from %s where id = :id".formatted(type.getSimpleName()), Integer.class)
                .setParameter("id", id)
                .getSingleResult();
    }

    T save(T version) {
        entities.persist(version);
        entities.flush();
        return version;
    }

    private NotFoundException missing(UUID id) {
        return new NotFoundException(
                name.toUpperCase(Locale.ROOT) + "_NOT_FOUND", "There is no %s %s.".formatted(name, id));
    }
}
