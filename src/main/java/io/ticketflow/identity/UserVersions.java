package io.ticketflow.identity;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import org.springframework.stereotype.Repository;

/** Makes versions of accounts of which nothing itself changes. */
@Repository
class UserVersions {

    private final EntityManager entities;

    UserVersions(EntityManager entities) {
        this.entities = entities;
    }

    /** Whoever wants the same at this moment waits, and fails for being late. */
    void raise(User user) {
        entities.lock(user, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
    }
}
