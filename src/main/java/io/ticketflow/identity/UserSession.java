package io.ticketflow.identity;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One sign-in through the API, from login until logout. */
@Entity
@Table(name = "user_sessions")
class UserSession {

    @Id
    private UUID id;

    private UUID userId;

    @Column
    private @Nullable String ip;

    @Column
    private @Nullable String userAgent;

    @Column
    private Instant createdAt;

    @Column
    private Instant lastSeenAt;

    @Column
    private @Nullable Instant revokedAt;

    /** For JPA. */
    protected UserSession() {}

    UserSession(UUID id, UUID userId, @Nullable String ip, @Nullable String userAgent, Instant now) {
        this.id = id;
        this.userId = userId;
        this.ip = ip;
        this.userAgent = userAgent;
        this.createdAt = now;
        this.lastSeenAt = now;
    }

    UUID id() {
        return id;
    }

    UUID userId() {
        return userId;
    }

    boolean isLive() {
        return revokedAt == null;
    }

    void seen(Instant now) {
        lastSeenAt = now;
    }

    void revoke(Instant now) {
        if (revokedAt == null) {
            revokedAt = now;
        }
    }
}
