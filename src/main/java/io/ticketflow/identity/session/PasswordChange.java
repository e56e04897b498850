package io.ticketflow.identity.session;

import io.ticketflow.identity.AccountMail;
import io.ticketflow.identity.AccountMail.Purpose;
import io.ticketflow.identity.Passwords;
import io.ticketflow.identity.SignInAccounts;
import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.web.Client;
import java.util.Map;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Changes the password of a signed-in person. {@link Registration} changes it by a mailed link. */
@Component
public class PasswordChange {

    private final SignInAccounts accounts;
    private final Passwords passwords;
    private final PasswordAuthentication authentication;
    private final Sessions sessions;
    private final CodeChallenges challenges;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;

    PasswordChange(
            SignInAccounts accounts,
            Passwords passwords,
            PasswordAuthentication authentication,
            Sessions sessions,
            CodeChallenges challenges,
            AuditTrail audit,
            ApplicationEventPublisher events,
            TransactionTemplate transaction) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.authentication = authentication;
        this.sessions = sessions;
        this.challenges = challenges;
        this.audit = audit;
        this.events = events;
        this.transaction = transaction;
    }

    /**
     * Needs the present password. The other sessions end, and sign-ins that wait for a code; personal tokens and the authenticator stay. A wrong present
     * password counts as a failure to sign in.
     */
    public void change(String current, String wanted, SignedIn caller, Client client) {
        var account = accounts.existing(caller.userId());
        if (authentication.check(account.handle(), current, client).isEmpty()) {
            throw InvalidException.field("currentPassword", "is not your present one");
        }
        passwords.check("newPassword", wanted, account.email());
        var hash = passwords.hash(wanted);
        transaction.executeWithoutResult(status -> {
            var present = accounts.existing(caller.userId());
            present.setPasswordHash(hash);
            accounts.changed(present);
            sessions.endAll(present.id(), caller.sessionId());
            challenges.forget(present.id());
            audit.record(AuditType.PASSWORD_CHANGED, client.as(present.id()), present.id(), Map.of());
            events.publishEvent(new AccountMail(present.email(), Purpose.PASSWORD_CHANGED, null, present.fullName()));
        });
    }
}
