package io.ticketflow.identity.session;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Clears away what can no longer be used by anybody: old sessions with their refresh tokens, dead links, forgotten failures. */
@Component
class Tidying {

    /** A refresh token that comes back after its session has ended is to be known as a stolen one for this long. */
    private static final Duration KEPT = Duration.ofDays(30);

    private final UserSessions sessions;
    private final MailedTokens mailed;
    private final CodeChallenges challenges;
    private final SignInAttempts attempts;
    private final Clock clock;

    Tidying(
            UserSessions sessions,
            MailedTokens mailed,
            CodeChallenges challenges,
            SignInAttempts attempts,
            Clock clock) {
        this.sessions = sessions;
        this.mailed = mailed;
        this.challenges = challenges;
        this.attempts = attempts;
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.HOURS)
    void tidy() {
        sessions.deleteExpired(clock.instant().minus(KEPT));
        mailed.tidy();
        challenges.tidy();
        attempts.tidy();
    }
}
