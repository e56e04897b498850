package io.ticketflow.identity.session;

import io.ticketflow.identity.Accounts;
import io.ticketflow.identity.SignInSettings;
import io.ticketflow.identity.session.SignInAnswer.Tokens;
import io.ticketflow.platform.Ids;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Creates the pairs of tokens that clients keep for their sessions. */
@Component
class TokenPairs {

    private final AccessTokens accessTokens;
    private final RefreshTokens refreshTokens;
    private final Accounts accounts;
    private final Duration refreshTokenLifetime;
    private final Clock clock;

    TokenPairs(
            AccessTokens accessTokens,
            RefreshTokens refreshTokens,
            Accounts accounts,
            SignInSettings settings,
            Clock clock) {
        this.accessTokens = accessTokens;
        this.refreshTokens = refreshTokens;
        this.accounts = accounts;
        this.refreshTokenLifetime = settings.refreshTokenLifetime();
        this.clock = clock;
    }

    /** Creates another pair for a session. */
    @Transactional(propagation = Propagation.MANDATORY)
    Tokens make(UserSession session) {
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
}
