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

    /** Locks the row, so that of two requests with the same token one sees that it was used. */
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<RefreshToken> findByTokenHash(byte[] tokenHash);
}
