package io.ticketflow.identity.session;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.data.jpa.repository.Query;
import org.springframework.data.repository.Repository;
import org.springframework.transaction.annotation.Transactional;

@Transactional(readOnly = true)
interface ApiTokens extends Repository<ApiToken, UUID> {

    @Transactional
    ApiToken save(ApiToken token);

    Optional<ApiToken> findById(UUID id);

    Optional<ApiToken> findByTokenHash(byte[] tokenHash);

    @Query("from ApiToken where userId = :userId and revokedAt is null order by createdAt desc, id desc")
    List<ApiToken> notRevokedOf(UUID userId);
}
