package io.ticketflow.identity.session;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

@Transactional
interface RefreshTokens extends Repository<RefreshToken, UUID> {

    RefreshToken save(RefreshToken token);

    /** Locked, so that one of two that come with the same token sees that it has been used. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<RefreshToken> findByTokenHash(byte[] tokenHash);
}
