package io.ticketflow.identity.session;

import io.ticketflow.identity.SignInAccounts;
import io.ticketflow.identity.session.SignInAnswer.Tokens;
import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.NotSignedInException;
import io.ticketflow.platform.web.Client;
import java.util.Map;
import java.util.Objects;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** The second step of a sign-in at the API: the code after a right password. */
@Component
public class CodeSignIn {

    private final CodeChallenges challenges;
    private final SecondFactor secondFactor;
    private final SignInAccounts accounts;
    private final Sessions sessions;
    private final TokenPairs tokens;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;

    CodeSignIn(
            CodeChallenges challenges,
            SecondFactor secondFactor,
            SignInAccounts accounts,
            Sessions sessions,
            TokenPairs tokens,
            AuditTrail audit,
            TransactionTemplate transaction) {
        this.challenges = challenges;
        this.secondFactor = secondFactor;
        this.accounts = accounts;
        this.sessions = sessions;
        this.tokens = tokens;
        this.audit = audit;
        this.transaction = transaction;
    }

    /** Signs in with a code of the authenticator, or a recovery code. */
    public Tokens signIn(String mfaToken, String code, Client client) {
        var userId = challenges.tried(mfaToken).orElseThrow(CodeSignIn::badChallenge);
        if (!secondFactor.takesAtTheDoor(userId, code, client)) {
            audit.record(AuditType.SIGN_IN_FAILED, client.as(null), userId, Map.of("by", "code"));
            throw new NotSignedInException("BAD_CODE", "This is not the code that the authenticator shows now.");
        }
        return Objects.requireNonNull(transaction.execute(status -> {
            // Locks the account before the challenge, in the same order as a change of the password.
            var session = sessions.open(accounts.existing(userId), SessionKind.API, client, "password and code")
                    .orElseThrow(CodeSignIn::badChallenge);
            var pair = tokens.make(session);
            if (!challenges.useUp(mfaToken)) {
                // Fails when a change of the password has ended the challenge in the meantime.
                throw badChallenge();
            }
            return pair;
        }));
    }

    private static NotSignedInException badChallenge() {
        return new NotSignedInException(
                "INVALID_MFA_TOKEN", "The time or the attempts for the code are used up. Sign in again.");
    }
}
