package io.ticketflow.identity.session;

import io.ticketflow.platform.Ids;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The row of a personal token, with its hash and not the token. */
@Entity
@Table(name = "api_tokens")
class ApiToken {

    @Id
    private UUID id;

    private UUID userId;
    private String name;
    private String scopes;

    @Column
    private byte[] tokenHash;

    private Instant createdAt;
    private @Nullable Instant expiresAt;
    private @Nullable Instant revokedAt;

    /** For JPA. */
    protected ApiToken() {}

    ApiToken(UUID userId, String name, Set<Scope> scopes, byte[] hash, Instant now, @Nullable Instant expiresAt) {
        this.id = Ids.next();
        this.userId = userId;
        this.name = name;
        this.scopes = new TreeSet<>(scopes).stream().map(Scope::text).collect(Collectors.joining(" "));
        this.tokenHash = hash;
        this.createdAt = now;
        this.expiresAt = expiresAt;
    }

    boolean isLive(Instant now) {
        return revokedAt == null && (expiresAt == null || expiresAt.isAfter(now));
    }

    void revoke(Instant now) {
        revokedAt = now;
    }

    UUID id() {
        return id;
    }

    UUID userId() {
        return userId;
    }

    String name() {
        return name;
    }

    Set<Scope> scopes() {
        return Arrays.stream(scopes.split(" ")).map(Scope::of).collect(Collectors.toCollection(TreeSet::new));
    }

    Instant createdAt() {
        return createdAt;
    }

    @Nullable
    Instant expiresAt() {
        return expiresAt;
    }
}
