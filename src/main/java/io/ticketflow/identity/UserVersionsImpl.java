package io.ticketflow.identity;

import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;

/** Found by Spring Data by its name, which also makes exceptions of JPA those of Spring. */
class UserVersionsImpl implements UserVersions {

    private final EntityManager entities;

    UserVersionsImpl(EntityManager entities) {
        this.entities = entities;
    }

    @Override
    public void raiseVersion(User user) {
        entities.lock(user, LockModeType.PESSIMISTIC_FORCE_INCREMENT);
    }
}
