package io.ticketflow.identity.session;

import io.ticketflow.identity.session.SignInAnswer.CodeNeeded;
import io.ticketflow.platform.NotSignedInException;
import io.ticketflow.platform.web.Client;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Sign-in at the API with a password. If the account has a second factor, {@link CodeSignIn} checks its code next. */
@Component
public class PasswordSignIn {

    private final PasswordAuthentication passwords;
    private final CodeChallenges challenges;
    private final Sessions sessions;
    private final TokenPairs tokens;
    private final TransactionTemplate transaction;

    PasswordSignIn(
            PasswordAuthentication passwords,
            CodeChallenges challenges,
            Sessions sessions,
            TokenPairs tokens,
            TransactionTemplate transaction) {
        this.passwords = passwords;
        this.challenges = challenges;
        this.sessions = sessions;
        this.tokens = tokens;
        this.transaction = transaction;
    }

    /** Signs in with e-mail address or handle. */
    public SignInAnswer signIn(String name, String password, Client client) {
        var account = passwords.check(name, password, client).orElseThrow(PasswordSignIn::badCredentials);
        if (account.isMfaEnabled()) {
            return new CodeNeeded(true, challenges.begin(account.id()));
        }
        return Optional.ofNullable(
                        transaction.execute(status -> sessions.open(account, SessionKind.API, client, "password")
                                .map(tokens::make)
                                .orElse(null)))
                .orElseThrow(PasswordSignIn::badCredentials);
    }

    private static NotSignedInException badCredentials() {
        return new NotSignedInException(
                "BAD_CREDENTIALS", "Unknown account, wrong password, or an address that is not verified yet.");
    }
}
