package io.ticketflow.identity.session;

import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/** Deletes rows that are of no use any more: old sessions with their refresh tokens, used links, forgotten failures. */
@Component
class Tidying {

    /** For this long after the end of a session, its refresh tokens are recognised as stolen when they are used. */
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
