package io.ticketflow.identity.session;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.session.SignInAnswer.Tokens;
import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.NotSignedInException;
import io.ticketflow.platform.web.Client;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Continues a session at the API: a refresh token can be exchanged once for a new pair of tokens. */
@Component
public class TokenRefresh {

    private final RefreshTokens refreshTokens;
    private final UserSessions storedSessions;
    private final Sessions sessions;
    private final TokenPairs tokens;
    private final Directory directory;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    TokenRefresh(
            RefreshTokens refreshTokens,
            UserSessions storedSessions,
            Sessions sessions,
            TokenPairs tokens,
            Directory directory,
            AuditTrail audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.refreshTokens = refreshTokens;
        this.storedSessions = storedSessions;
        this.sessions = sessions;
        this.tokens = tokens;
        this.directory = directory;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Exchanges a refresh token for a new pair. A token that is used a second time was stolen, so its session ends. */
    public Tokens refresh(String refreshToken, Client client) {
        // The refusal is thrown after the commit, so that an ended session stays ended.
        return Optional.ofNullable(transaction.execute(
                        status -> pairFor(refreshToken, client).orElse(null)))
                .orElseThrow(() -> new NotSignedInException(
                        "INVALID_REFRESH_TOKEN", "The refresh token is unknown, used or expired."));
    }

    private Optional<Tokens> pairFor(String refreshToken, Client client) {
        return refreshTokens.findByTokenHash(OpaqueToken.hash(refreshToken)).flatMap(token -> storedSessions
                .findById(token.sessionId())
                .filter(session -> session.isLive(clock.instant()))
                .flatMap(session -> rotate(token, session, client)));
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
        return Optional.of(tokens.make(session));
    }
}
