package io.ticketflow.identity;

import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.Ids;
import io.ticketflow.platform.NotSignedInException;
import io.ticketflow.platform.web.Client;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Signing in at the API: a password, and a code where one is asked for, begin a session; refresh tokens carry it on. */
@Component
public class SignIn {

    /** What a right password is answered with. */
    public sealed interface SignInAnswer {}

    /** What a client keeps: a short-lived token for its requests and one to get the next pair with. */
    public record Tokens(String accessToken, String refreshToken, String tokenType, long expiresIn, Profile user)
            implements SignInAnswer {}

    /** The account has a second factor: its code is asked for with this token. */
    public record CodeNeeded(boolean mfaRequired, String mfaToken) implements SignInAnswer {}

    private static final Duration TIME_FOR_THE_CODE = Duration.ofMinutes(5);
    private static final int TRIES_FOR_THE_CODE = 5;

    private final PasswordAuthentication passwords;
    private final SecondFactor secondFactor;
    private final AccessTokens accessTokens;
    private final PersonalTokens personalTokens;
    private final Users users;
    private final Sessions sessions;
    private final UserSessions storedSessions;
    private final RefreshTokens refreshTokens;
    private final Directory directory;
    private final Accounts accounts;
    private final JdbcClient jdbc;
    private final AuditTrail audit;
    private final Duration refreshTokenLifetime;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SignIn(
            PasswordAuthentication passwords,
            SecondFactor secondFactor,
            AccessTokens accessTokens,
            PersonalTokens personalTokens,
            Users users,
            Sessions sessions,
            UserSessions storedSessions,
            RefreshTokens refreshTokens,
            Directory directory,
            Accounts accounts,
            JdbcClient jdbc,
            AuditTrail audit,
            SignInSettings settings,
            TransactionTemplate transaction,
            Clock clock) {
        this.passwords = passwords;
        this.secondFactor = secondFactor;
        this.accessTokens = accessTokens;
        this.personalTokens = personalTokens;
        this.users = users;
        this.sessions = sessions;
        this.storedSessions = storedSessions;
        this.refreshTokens = refreshTokens;
        this.directory = directory;
        this.accounts = accounts;
        this.jdbc = jdbc;
        this.audit = audit;
        this.refreshTokenLifetime = settings.refreshTokenLifetime();
        this.transaction = transaction;
        this.clock = clock;
    }

    /** By e-mail address or handle. */
    public SignInAnswer login(String name, String password, Client client) {
        var user = passwords.check(name, password, client).orElseThrow(SignIn::badCredentials);
        return user.isMfaEnabled()
                ? askForCode(user.id())
                : inTransaction(() -> begin(user, client, "password")).orElseThrow(SignIn::badCredentials);
    }

    private static NotSignedInException badCredentials() {
        return new NotSignedInException(
                "BAD_CREDENTIALS", "Unknown account, wrong password, or an address that is not verified yet.");
    }

    /** The code behind a right password: of the authenticator, or a recovery code. */
    public Tokens verifyCode(String mfaToken, String code, Client client) {
        var userId = challenged(mfaToken).orElseThrow(SignIn::badChallenge);
        if (!secondFactor.takesAtTheDoor(userId, code, client)) {
            audit.record(AuditType.SIGN_IN_FAILED, client.as(null), userId, Map.of("by", "code"));
            throw new NotSignedInException("BAD_CODE", "That is not what the authenticator shows now.");
        }
        return inTransaction(() -> {
            // The account is held before the challenge, as by those who choose a password.
            var tokens =
                    begin(users.existing(userId), client, "password and code").orElseThrow(SignIn::badChallenge);
            useUp(mfaToken);
            return tokens;
        });
    }

    /** A password that was chosen meanwhile has ended it. */
    private void useUp(String mfaToken) {
        var used = jdbc.sql("delete from mfa_challenges where token_hash = :hash")
                .param("hash", OpaqueToken.hash(mfaToken))
                .update();
        if (used == 0) {
            throw badChallenge();
        }
    }

    private static NotSignedInException badChallenge() {
        return new NotSignedInException(
                "INVALID_MFA_TOKEN", "The time or the tries for the code are used up. Sign in again.");
    }

    /** A new pair for a refresh token. One that comes a second time has been stolen, or is used by the thief: its session ends. */
    public Tokens refresh(String refreshToken, Client client) {
        return inTransaction(() -> refreshTokens
                        .findByTokenHash(OpaqueToken.hash(refreshToken))
                        .flatMap(token -> storedSessions
                                .findById(token.sessionId())
                                .filter(session -> session.isLive(clock.instant()))
                                .flatMap(session -> rotate(token, session, client))))
                .orElseThrow(() -> new NotSignedInException(
                        "INVALID_REFRESH_TOKEN", "The refresh token is unknown, used or expired."));
    }

    /** Who a token speaks for: an access token while its session lives, a personal one while it does; both while the account is active. */
    Optional<Authentication> authenticate(String token) {
        return token.startsWith(PersonalTokens.PREFIX)
                ? personalTokens.authenticate(token)
                : accessTokens
                        .read(token)
                        .filter(said -> sessions.isLive(said.sessionId()))
                        .flatMap(said -> directory
                                .find(said.userId())
                                .filter(Person::active)
                                .map(person -> SignedIn.byAccessToken(person, said.sessionId(), said.until())));
    }

    private CodeNeeded askForCode(UUID userId) {
        var token = OpaqueToken.make();
        inTransaction(() -> jdbc.sql("""
                        insert into mfa_challenges (id, user_id, token_hash, expires_at)
                        values (:id, :user, :hash, :expires)""")
                .param("id", Ids.next())
                .param("user", userId)
                .param("hash", token.hash())
                .param("expires", clock.instant().plus(TIME_FOR_THE_CODE).atOffset(ZoneOffset.UTC))
                .update());
        return new CodeNeeded(true, token.value());
    }

    /** Counts a try. */
    private Optional<UUID> challenged(String mfaToken) {
        return inTransaction(() -> jdbc.sql("""
                        update mfa_challenges set tries = tries + 1
                        where token_hash = :hash and expires_at > :now and tries < :most returning user_id""")
                .param("hash", OpaqueToken.hash(mfaToken))
                .param("now", clock.instant().atOffset(ZoneOffset.UTC))
                .param("most", TRIES_FOR_THE_CODE)
                .query(UUID.class)
                .optional());
    }

    private Optional<Tokens> begin(User user, Client client, String how) {
        return sessions.open(user, SessionKind.API, client, how).map(this::tokensFor);
    }

    private Optional<Tokens> rotate(RefreshToken token, UserSession session, Client client) {
        var now = clock.instant();
        if (token.isUsed()) {
            sessions.revoke(session);
            audit.record(
                    AuditType.REFRESH_TOKEN_REPLAYED,
                    client.as(null),
                    session.userId(),
                    Map.of("session", session.id()));
            return Optional.empty();
        }
        var active = directory.find(session.userId()).filter(Person::active).isPresent();
        if (token.isExpired(now) || !active) {
            return Optional.empty();
        }
        token.use(now);
        sessions.goesOn(session);
        return Optional.of(tokensFor(session));
    }

    private Tokens tokensFor(UserSession session) {
        var refreshToken = OpaqueToken.make();
        var now = clock.instant();
        refreshTokens.save(
                new RefreshToken(Ids.next(), session.id(), refreshToken.hash(), now, now.plus(refreshTokenLifetime)));
        return new Tokens(
                accessTokens.issue(session.userId(), session.id()),
                refreshToken.value(),
                "Bearer",
                accessTokens.lifetime().toSeconds(),
                accounts.profile(session.userId()));
    }

    /** Commits also what a refusal leaves behind, such as an ended session: refusing comes after it. */
    @SuppressWarnings("NullAway") // the work answers what it answers
    private <T> T inTransaction(Supplier<T> work) {
        return transaction.execute(status -> work.get());
    }
}
