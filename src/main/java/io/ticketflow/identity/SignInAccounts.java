package io.ticketflow.identity;

import io.ticketflow.platform.Actor;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import org.springframework.stereotype.Component;

/** Finds and changes accounts for the sign-in. Only the module identity uses it, like {@link SignInAccount}. */
@Component
public class SignInAccounts {

    private final Users users;
    private final Accounts accounts;

    SignInAccounts(Users users, Accounts accounts) {
        this.users = users;
        this.accounts = accounts;
    }

    public Optional<SignInAccount> find(UUID id) {
        return users.findById(id).map(SignInAccount.class::cast);
    }

    /** The account, or 404. */
    public SignInAccount existing(UUID id) {
        return users.existing(id);
    }

    /** Finds an account by handle or e-mail address, in upper or lower case, with the domain in any script. */
    public Optional<SignInAccount> named(String name) {
        // No account has this character in its name, and the database accepts none in a text.
        if (name.indexOf('\0') >= 0) {
            return Optional.empty();
        }
        var written = name.strip().toLowerCase(Locale.ROOT);
        return users.findByHandleOrEmail(written)
                .or(() -> inAscii(written).flatMap(users::findByHandleOrEmail))
                .map(SignInAccount.class::cast);
    }

    private static Optional<String> inAscii(String address) {
        var at = address.lastIndexOf('@');
        return at < 0
                ? Optional.empty()
                : MailAddress.domain(address.substring(at + 1))
                        .map(domain -> address.substring(0, at + 1) + domain)
                        .filter(Predicate.not(address::equals));
    }

    /** Creates the account of a person who registered; that they own the address is not confirmed yet. */
    public SignInAccount register(NewPerson newPerson, String passwordHash, Actor by) {
        return users.existing(accounts.register(newPerson, passwordHash, by).id());
    }

    /** Refuses an address that the mail server does not take. */
    public void checkReachable(String email) {
        accounts.checkReachable(email);
    }

    public void save(SignInAccount account) {
        users.saveAndFlush((User) account);
    }

    /** Like {@link #save}, and removes the person from the caches. */
    public void changed(SignInAccount account) {
        accounts.changed((User) account);
    }

    /**
     * Records that the person has signed in with the password that was read. From then on neither account nor password can change until the transaction ends.
     *
     * @return false when the account has ended or has another password by now
     */
    public boolean noteSignIn(SignInAccount account, Instant at) {
        return users.noteSignIn(account.id(), account.passwordHash(), at) > 0;
    }

    /** The hash of a password that is a key by itself; empty for accounts that have ended or ask for a code, too. */
    public Optional<String> passwordForBasic(UUID id) {
        return users.passwordForBasic(id);
    }

    /** Waits for a password that is being chosen, and lets none be chosen until the transaction ends. */
    public UUID hold(UUID id) {
        return users.hold(id);
    }
}
