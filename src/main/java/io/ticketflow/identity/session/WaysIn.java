package io.ticketflow.identity.session;

import io.ticketflow.identity.IdentityEvent;
import io.ticketflow.platform.Actor;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Ends all ways to sign in other than the password, and sign-ins that have begun. An authenticator that is in use is no such way. */
@Component
class WaysIn {

    private final Sessions sessions;
    private final PersonalTokens tokens;
    private final MailedTokens mailed;
    private final CodeChallenges challenges;

    WaysIn(Sessions sessions, PersonalTokens tokens, MailedTokens mailed, CodeChallenges challenges) {
        this.sessions = sessions;
        this.tokens = tokens;
        this.mailed = mailed;
        this.challenges = challenges;
    }

    /** Ends all ways to sign in to an account that ends. */
    @EventListener
    void on(IdentityEvent.AccountEnds ending) {
        endAll(ending.userId(), ending.by());
    }

    /**
     * Ends what the person who reads the former address could use, and sends a link to the new one. Personal tokens and the authenticator stay: they never came
     * by mail.
     */
    @EventListener
    void on(IdentityEvent.AddressChanged changed) {
        sessions.endAll(changed.userId(), null);
        mailed.forget(changed.userId());
        challenges.forget(changed.userId());
        mailed.sendToNewAddress(changed.userId(), changed.from());
    }

    /** Ends sessions with their refresh tokens, personal tokens, links in mails, and sign-ins that wait for a code. */
    @Transactional(propagation = Propagation.MANDATORY)
    void endAll(UUID userId, Actor by) {
        sessions.endAll(userId, null);
        tokens.revokeAll(userId, by);
        mailed.forget(userId);
        challenges.forget(userId);
    }
}
