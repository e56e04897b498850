package io.ticketflow.identity.session;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A token that can be exchanged once for a new pair of tokens. */
@Entity
@Table(name = "refresh_tokens")
class RefreshToken {

    @Id
    private UUID id;

    private UUID sessionId;

    @Column
    private byte[] tokenHash;

    @Column
    private Instant createdAt;

    private Instant expiresAt;
    private @Nullable Instant usedAt;

    /** For JPA. */
    protected RefreshToken() {}

    RefreshToken(UUID id, UUID sessionId, byte[] tokenHash, Instant createdAt, Instant expiresAt) {
        this.id = id;
        this.sessionId = sessionId;
        this.tokenHash = tokenHash;
        this.createdAt = createdAt;
        this.expiresAt = expiresAt;
    }

    UUID id() {
        return id;
    }

    UUID sessionId() {
        return sessionId;
    }

    boolean isUsed() {
        return usedAt != null;
    }

    boolean isExpired(Instant now) {
        return !expiresAt.isAfter(now);
    }

    void use(Instant now) {
        usedAt = now;
    }
}
