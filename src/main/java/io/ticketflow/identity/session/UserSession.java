package io.ticketflow.identity.session;

import io.ticketflow.platform.Ids;
import io.ticketflow.platform.web.Client;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.jspecify.annotations.Nullable;

/** One sign-in, from login to logout. Recording its use updates only that column; an update of the whole row could undo an end that came a moment before. */
@Entity
@DynamicUpdate
@Table(name = "user_sessions")
class UserSession {

    @Id
    private UUID id;

    private UUID userId;

    @Enumerated(EnumType.STRING)
    private SessionKind kind;

    private @Nullable String ip;
    private @Nullable String userAgent;
    private Instant createdAt;
    private Instant lastSeenAt;
    private Instant expiresAt;
    private @Nullable Instant revokedAt;

    /** For JPA. */
    protected UserSession() {}

    UserSession(UUID userId, SessionKind kind, Client client, Instant now, Instant expiresAt) {
        this.id = Ids.next();
        this.userId = userId;
        this.kind = kind;
        this.ip = client.ip();
        this.userAgent = client.userAgent();
        this.createdAt = now;
        this.lastSeenAt = now;
        this.expiresAt = expiresAt;
    }

    boolean isLive(Instant now) {
        return revokedAt == null && expiresAt.isAfter(now);
    }

    void seen(Instant now, Instant nowExpiresAt) {
        lastSeenAt = now;
        expiresAt = nowExpiresAt;
    }

    void revoke(Instant now) {
        if (revokedAt == null) {
            revokedAt = now;
        }
    }

    UUID id() {
        return id;
    }

    UUID userId() {
        return userId;
    }

    SessionKind kind() {
        return kind;
    }

    @Nullable
    String ip() {
        return ip;
    }

    @Nullable
    String userAgent() {
        return userAgent;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant lastSeenAt() {
        return lastSeenAt;
    }
}
