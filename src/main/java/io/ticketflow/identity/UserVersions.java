package io.ticketflow.identity;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import org.springframework.stereotype.Repository;

/** Raises the version of an account although the account itself does not change. */
@Repository
class UserVersions {

    private final EntityManager entities;

    UserVersions(EntityManager entities) {
        this.entities = entities;
    }

    /** A second caller with the same version waits and then fails. */
    void raise(User user) {
        entities.lock(user, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
    }
}
