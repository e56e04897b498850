package io.ticketflow.identity.session;

import io.ticketflow.identity.AccountMail;
import io.ticketflow.identity.AccountMail.Purpose;
import io.ticketflow.identity.MailAddress;
import io.ticketflow.identity.NewPerson;
import io.ticketflow.identity.Passwords;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.SignInAccount;
import io.ticketflow.identity.SignInAccounts;
import io.ticketflow.identity.SignInSettings;
import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.ProblemException.FieldError;
import io.ticketflow.platform.Settings;
import io.ticketflow.platform.web.Client;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.core.task.TaskExecutor;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Accounts that people create themselves, and passwords that people choose by a mailed link. No answer tells whether an address has an account, because the
 * account is looked up after the answer.
 */
@Component
public class Registration {

    private final SignInAccounts accounts;
    private final Passwords passwords;
    private final MailedTokens mailed;
    private final WaysIn waysIn;
    private final SecondFactor secondFactor;
    private final SignInAttempts attempts;
    private final SignInSettings settings;
    private final Settings installation;
    private final AuditTrail audit;
    private final ApplicationEventPublisher events;
    private final TransactionTemplate transaction;
    private final TaskExecutor afterwards;

    Registration(
            SignInAccounts accounts,
            Passwords passwords,
            MailedTokens mailed,
            WaysIn waysIn,
            SecondFactor secondFactor,
            SignInAttempts attempts,
            SignInSettings settings,
            Settings installation,
            AuditTrail audit,
            ApplicationEventPublisher events,
            TransactionTemplate transaction,
            TaskExecutor applicationTaskExecutor) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.mailed = mailed;
        this.waysIn = waysIn;
        this.secondFactor = secondFactor;
        this.attempts = attempts;
        this.settings = settings;
        this.installation = installation;
        this.audit = audit;
        this.events = events;
        this.transaction = transaction;
        this.afterwards = applicationTaskExecutor;
    }

    /** Creates a requester's account, or sends a mail if the address already has one. If addresses need not be verified, the account can be used at once. */
    public void register(String email, String password, String fullName, @Nullable String phone, Client client) {
        var address = MailAddress.of(email);
        checkDomain(address);
        accounts.checkReachable(address);
        passwords.check("password", password, address);
        var newPerson = new NewPerson(address, fullName, Role.END_USER, null).withPhone(phone);
        var hash = passwords.hash(password);
        if (settings.requireEmailVerification()) {
            afterwards.execute(() -> inTransaction(() -> register(newPerson, hash, client)));
        } else {
            inTransaction(() -> register(newPerson, hash, client));
        }
    }

    private void register(NewPerson newPerson, String hash, Client client) {
        var known = accounts.named(newPerson.email());
        if (known.isEmpty()) {
            var account = accounts.register(newPerson, hash, client.as(null));
            audit.record(AuditType.REGISTERED, client.as(null), account.id(), Map.of());
            mailed.send(account, Purpose.VERIFY_ADDRESS);
        } else if (neverUsed(known.get())) {
            // The person who registers first may not own the address, so the last password before the verification
            // counts.
            known.get().setPasswordHash(hash);
            accounts.save(known.get());
            mailed.send(known.get(), Purpose.VERIFY_ADDRESS);
        } else {
            tell(known.get(), Purpose.ADDRESS_KNOWN);
        }
    }

    private boolean neverUsed(SignInAccount account) {
        return account.isActive()
                && !account.wasEverVerified()
                && account.lastLoginAt() == null
                && account.passwordHash() != null;
    }

    private void checkDomain(String address) {
        if (!settings.opensRegistration()) {
            throw new ForbiddenException(
                    "REGISTRATION_CLOSED", "Registration is closed: an administrator creates the accounts.");
        }
        var domain = address.substring(address.lastIndexOf('@') + 1);
        if (!settings.mayRegister(domain)) {
            throw InvalidException.field("email", "is of a domain that may not register here");
        }
    }

    public void resendVerification(String email) {
        afterwards.execute(() -> inTransaction(() -> findActive(email)
                .filter(account -> !account.isEmailVerified() && account.passwordHash() != null)
                .ifPresent(account -> mailed.send(account, Purpose.VERIFY_ADDRESS))));
    }

    /**
     * The owner of an address confirms it by the mailed link. Another person may have registered with it. So the owner either gives the password of the
     * registration or chooses a new one, and a new one ends all earlier sessions and tokens. A refused password does not use up the link.
     *
     * @param password the password of the registration, or null
     * @param newPassword the new password instead, or null
     */
    public void confirm(String token, @Nullable String password, @Nullable String newPassword, Client client) {
        if ((password == null) == (newPassword == null)) {
            throw InvalidException.field("password", "is needed, or a newPassword instead of it");
        }
        var owner = mailed.owner(token).orElseThrow(Registration::deadLink);
        if (password != null && !passwords.matches(password, owner.passwordHash())) {
            throw InvalidException.field("password", "is not the one that was chosen at the registration");
        }
        var hash = newPassword == null ? null : hashed("newPassword", newPassword, owner);
        inTransaction(() -> {
            var account = mailed.take(token, Purpose.VERIFY_ADDRESS).orElseThrow(Registration::deadLink);
            if (hash == null) {
                account.verifyEmail();
                accounts.changed(account);
            } else {
                beginAnew(account, hash, client);
            }
            audit.record(AuditType.ADDRESS_VERIFIED, client.as(account.id()), account.id(), Map.of());
        });
    }

    public void forgotPassword(String email) {
        afterwards.execute(() -> inTransaction(
                () -> findActive(email).ifPresent(account -> mailed.send(account, Purpose.RESET_PASSWORD))));
    }

    /** Sets a new password by a mailed link, also the first one of an invited person. It also confirms the address and ends all other ways to sign in. */
    public void resetPassword(String token, String password, Client client) {
        var owner = mailed.owner(token).orElseThrow(Registration::deadLink);
        var hash = hashed("password", password, owner);
        inTransaction(() -> {
            var account = mailed.take(token, Purpose.RESET_PASSWORD)
                    .or(() -> mailed.take(token, Purpose.INVITATION))
                    .orElseThrow(Registration::deadLink);
            beginAnew(account, hash, client);
        });
    }

    private String hashed(String field, String password, SignInAccount owner) {
        passwords.check(field, password, owner.email());
        return passwords.hash(password);
    }

    /**
     * Confirms the address, replaces the password, ends all other ways to sign in, and forgets failed attempts. An authenticator stays if it is in use and the
     * address was confirmed before: so a mailbox alone does not open an account with a second factor, and a stranger's authenticator does not lock out the
     * owner.
     */
    private void beginAnew(SignInAccount account, String hash, Client client) {
        var by = client.as(account.id());
        if (!account.isMfaEnabled() || !account.wasEverVerified()) {
            secondFactor.end(account);
        }
        account.setPasswordHash(hash);
        account.verifyEmail();
        // Locks the account's row first, so that no session or token is created while the others are ended.
        accounts.changed(account);
        waysIn.endAll(account.id(), by);
        attempts.forget(account.id().toString());
        audit.record(AuditType.PASSWORD_RESET, by, account.id(), Map.of());
        tell(account, Purpose.PASSWORD_CHANGED);
    }

    private Optional<SignInAccount> findActive(String email) {
        return accounts.named(email).filter(SignInAccount::isActive);
    }

    private void tell(SignInAccount account, Purpose purpose) {
        var link = purpose == Purpose.ADDRESS_KNOWN
                ? installation.appUrl().resolve("/login").toString()
                : null;
        events.publishEvent(new AccountMail(account.email(), purpose, link, account.fullName()));
    }

    private void inTransaction(Runnable work) {
        transaction.executeWithoutResult(status -> work.run());
    }

    private static InvalidException deadLink() {
        return new InvalidException(
                "INVALID_TOKEN",
                "The link was used already, has expired, or is incomplete. Ask for a new one.",
                List.of(new FieldError("token", "is unknown, used or expired")));
    }
}
