package io.ticketflow.identity;

import com.github.benmanes.caffeine.cache.Cache;
import io.ticketflow.platform.Ids;
import io.ticketflow.platform.NotSignedInException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Sessions of the API: a password begins one, refresh tokens carry it on, signing out ends it. */
@Component
public class SignIn {

    /** What a client keeps: a short-lived token for its requests and one to get the next pair with. */
    public record Tokens(String accessToken, String refreshToken, String tokenType, long expiresIn, Profile user) {}

    /** A session that another node ended is refused after this long; one that this node ended, at once. */
    private static final Duration REMEMBERED = Duration.ofSeconds(1);

    private static final int REFRESH_TOKEN_BYTES = 32;
    private static final int LONGEST_USER_AGENT = 500;

    private final PasswordAuthentication passwords;
    private final AccessTokens accessTokens;
    private final UserSessions sessions;
    private final RefreshTokens refreshTokens;
    private final Directory directory;
    private final Accounts accounts;
    private final Duration refreshTokenLifetime;
    private final TransactionTemplate transaction;
    private final Clock clock;
    private final SecureRandom random = new SecureRandom();
    private final Cache<UUID, Boolean> live;

    SignIn(
            PasswordAuthentication passwords,
            AccessTokens accessTokens,
            UserSessions sessions,
            RefreshTokens refreshTokens,
            Directory directory,
            Accounts accounts,
            SignInSettings settings,
            TransactionTemplate transaction,
            Clock clock) {
        this.passwords = passwords;
        this.accessTokens = accessTokens;
        this.sessions = sessions;
        this.refreshTokens = refreshTokens;
        this.directory = directory;
        this.accounts = accounts;
        this.refreshTokenLifetime = settings.refreshTokenLifetime();
        this.transaction = transaction;
        this.clock = clock;
        this.live = ShortMemory.of(REMEMBERED, clock);
    }

    /** By e-mail address or handle. */
    public Tokens login(String name, String password, @Nullable String ip, @Nullable String userAgent) {
        var person = passwords
                .check(name, password)
                .orElseThrow(() -> new NotSignedInException("BAD_CREDENTIALS", "Unknown account or wrong password."));
        return inTransaction(() -> {
            var session = new UserSession(Ids.next(), person.id(), ip, shortened(userAgent), clock.instant());
            return Optional.of(tokensFor(sessions.save(session)));
        });
    }

    /** A new pair for a refresh token. One that comes a second time has been stolen, or is used by the thief: its session ends. */
    public Tokens refresh(String refreshToken) {
        return inTransaction(
                () -> refreshTokens.findByTokenHash(sha256(refreshToken)).flatMap(token -> sessions.findById(
                                token.sessionId())
                        .filter(UserSession::isLive)
                        .flatMap(session -> rotate(token, session))));
    }

    /** Ends a session: its tokens are refused from now on. */
    public void logout(UUID sessionId) {
        transaction.executeWithoutResult(
                status -> sessions.findById(sessionId).ifPresent(session -> session.revoke(clock.instant())));
        live.invalidate(sessionId);
    }

    /** Who an access token speaks for, as long as the session lives and the account is active. */
    Optional<Authentication> authenticate(String accessToken) {
        return accessTokens
                .read(accessToken)
                .filter(said -> isLive(said.sessionId()))
                .flatMap(said -> directory
                        .find(said.userId())
                        .filter(Person::active)
                        .map(person -> SignedIn.as(person, said.sessionId())));
    }

    private boolean isLive(UUID sessionId) {
        return live.get(
                sessionId,
                id -> sessions.findById(id).filter(UserSession::isLive).isPresent());
    }

    private Optional<Tokens> rotate(RefreshToken token, UserSession session) {
        var now = clock.instant();
        if (token.isUsed()) {
            session.revoke(now);
            live.invalidate(session.id());
            return Optional.empty();
        }
        var active = directory.find(session.userId()).filter(Person::active).isPresent();
        if (token.isExpired(now) || !active) {
            return Optional.empty();
        }
        token.use(now);
        session.seen(now);
        return Optional.of(tokensFor(session));
    }

    private Tokens tokensFor(UserSession session) {
        var secret = new byte[REFRESH_TOKEN_BYTES];
        random.nextBytes(secret);
        var refreshToken = Base64.getUrlEncoder().withoutPadding().encodeToString(secret);
        var now = clock.instant();
        refreshTokens.save(
                new RefreshToken(Ids.next(), session.id(), sha256(refreshToken), now, now.plus(refreshTokenLifetime)));
        return new Tokens(
                accessTokens.issue(session.userId(), session.id()),
                refreshToken,
                "Bearer",
                accessTokens.lifetime().toSeconds(),
                accounts.profile(session.userId()));
    }

    /** Commits also what a refusal leaves behind: an ended session. */
    private Tokens inTransaction(Supplier<Optional<Tokens>> work) {
        var tokens = transaction.execute(status -> work.get());
        if (tokens == null || tokens.isEmpty()) {
            throw new NotSignedInException("INVALID_REFRESH_TOKEN", "The refresh token is unknown, used or expired.");
        }
        return tokens.get();
    }

    private static @Nullable String shortened(@Nullable String userAgent) {
        return userAgent == null || userAgent.length() <= LONGEST_USER_AGENT
                ? userAgent
                : userAgent.substring(0, LONGEST_USER_AGENT);
    }

    private static byte[] sha256(String token) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(token.getBytes(StandardCharsets.UTF_8));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has SHA-256", e);
        }
    }
}
