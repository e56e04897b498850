package io.ticketflow.identity;

import java.util.Optional;
import java.util.UUID;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

@Transactional(readOnly = true)
interface UserSessions extends Repository<UserSession, UUID> {

    @Transactional
    UserSession save(UserSession session);

    Optional<UserSession> findById(UUID id);
}
