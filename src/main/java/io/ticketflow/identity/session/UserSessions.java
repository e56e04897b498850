package io.ticketflow.identity.session;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Modifying;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

@Transactional(readOnly = true)
interface UserSessions extends Repository<UserSession, UUID> {

    @Transactional
    UserSession save(UserSession session);

    Optional<UserSession> findById(UUID id);

    @Query(
            "from UserSession where userId = :userId and revokedAt is null and expiresAt > :now order by lastSeenAt desc")
    List<UserSession> liveOf(UUID userId, Instant now);

    /** Their refresh tokens are deleted with them. */
    @Modifying
    @Transactional
    @Query("delete from UserSession where expiresAt < :before")
    void deleteExpired(Instant before);
}
