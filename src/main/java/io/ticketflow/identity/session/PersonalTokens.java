package io.ticketflow.identity.session;

import com.github.benmanes.caffeine.cache.Cache;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.SignInAccounts;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.NotSignedInException;
import io.ticketflow.platform.ShortMemory;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Tokens for scripts, chat bots and Modeler. Each opens the routes of its scopes, as far as its owner may use them, until it ends. */
@Component
public class PersonalTokens {

    /** A token as its owner sees it later. */
    public record TokenView(
            UUID id,
            String name,
            Set<Scope> scopes,
            Instant createdAt,
            @Nullable Instant expiresAt) {}

    /** A new token, with the secret that is shown only this once. */
    public record NewToken(
            UUID id,
            String name,
            Set<Scope> scopes,
            Instant createdAt,
            @Nullable Instant expiresAt,
            String token) {}

    /** The prefix of every token, by which a token can be recognised wherever it is found. */
    public static final String PREFIX = "tfp_";

    private static final Duration REMEMBERED = Duration.ofSeconds(1);
    private static final int MOST = 50;

    private final ApiTokens tokens;
    private final SignInAccounts accounts;
    private final UserSessions sessions;
    private final Directory directory;
    private final AuditTrail audit;
    private final Clock clock;
    private final Cache<String, Optional<ApiToken>> byHash;
    private final Cache<UUID, Boolean> live;

    PersonalTokens(
            ApiTokens tokens,
            SignInAccounts accounts,
            UserSessions sessions,
            Directory directory,
            AuditTrail audit,
            Clock clock) {
        this.tokens = tokens;
        this.accounts = accounts;
        this.sessions = sessions;
        this.directory = directory;
        this.audit = audit;
        this.clock = clock;
        this.byHash = ShortMemory.of("personal-tokens.by-hash", REMEMBERED, clock);
        this.live = ShortMemory.of("personal-tokens.live", REMEMBERED, clock);
    }

    /** The person's own tokens, newest first. */
    @Transactional(readOnly = true)
    public List<TokenView> of(Actor owner) {
        return tokens.notRevokedOf(ownerOf(owner)).stream()
                .map(token ->
                        new TokenView(token.id(), token.name(), token.scopes(), token.createdAt(), token.expiresAt()))
                .toList();
    }

    /**
     * Creates a token, unless the session that asks for it is being ended at this moment.
     *
     * @param expiresAt null for a token without an end date
     */
    @Transactional
    public NewToken create(String name, Set<Scope> scopes, @Nullable Instant expiresAt, SignedIn caller, Actor by) {
        var owner = accounts.hold(caller.userId());
        var now = clock.instant();
        if (caller.sessionId() != null
                && sessions.findById(caller.sessionId())
                        .filter(session -> session.isLive(now))
                        .isEmpty()) {
            throw new NotSignedInException("UNAUTHENTICATED", "The session has ended.");
        }
        if (expiresAt != null && !expiresAt.isAfter(now)) {
            throw InvalidException.field("expiresAt", "has passed");
        }
        if (tokens.notRevokedOf(owner).size() >= MOST) {
            throw InvalidException.field("name", "you have %d tokens: revoke one first".formatted(MOST));
        }
        var secret = OpaqueToken.make(PREFIX);
        var token = tokens.save(new ApiToken(owner, name.strip(), scopes, secret.hash(), now, expiresAt));
        audit.record(AuditType.TOKEN_CREATED, by, owner, Map.of("token", token.id(), "scopes", token.scopes()));
        return new NewToken(
                token.id(), token.name(), token.scopes(), token.createdAt(), token.expiresAt(), secret.value());
    }

    /** Revokes one of the person's own tokens, or 404. */
    @Transactional
    public void revoke(UUID id, Actor by) {
        var token = tokens.findById(id)
                .filter(found -> found.userId().equals(by.userId()) && found.isLive(clock.instant()))
                .orElseThrow(() -> new NotFoundException("TOKEN_NOT_FOUND", "There is no token " + id + "."));
        revoke(token, by);
    }

    /** Revokes all tokens of a person. */
    @Transactional
    void revokeAll(UUID owner, Actor by) {
        tokens.notRevokedOf(owner).forEach(token -> revoke(token, by));
    }

    private void revoke(ApiToken token, Actor by) {
        token.revoke(clock.instant());
        ShortMemory.nowAndAtTheEnd(() -> {
            byHash.invalidateAll();
            live.invalidate(token.id());
        });
        audit.record(AuditType.TOKEN_REVOKED, by, token.userId(), Map.of("token", token.id()));
    }

    /** The person for whom a token is valid, while the token is valid and the account active. */
    public Optional<Authentication> authenticate(String secret) {
        var hash = OpaqueToken.hash(secret);
        return byHash.get(HexFormat.of().formatHex(hash), key -> tokens.findByTokenHash(hash))
                .filter(token -> token.isLive(clock.instant()))
                .flatMap(token -> directory
                        .find(token.userId())
                        .filter(Person::active)
                        .map(owner -> SignedIn.byToken(owner, token.id(), token.scopes())));
    }

    boolean isLive(UUID id) {
        return live.get(id, key -> tokens.findById(key)
                .filter(token -> token.isLive(clock.instant()))
                .isPresent());
    }

    private static UUID ownerOf(Actor actor) {
        return Objects.requireNonNull(actor.userId());
    }
}
