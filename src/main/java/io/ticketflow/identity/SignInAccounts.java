package io.ticketflow.identity;

import io.ticketflow.platform.Actor;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** All accounts, as signing in sees them. For this module alone, as {@link SignInAccount}. */
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

    /** By handle or e-mail address, however a person types it. */
    public Optional<SignInAccount> named(String name) {
        // No account has one in its name, and the database takes none in a text.
        return name.indexOf('\0') >= 0
                ? Optional.empty()
                : users.findByHandleOrEmail(name.strip().toLowerCase(Locale.ROOT))
                        .map(SignInAccount.class::cast);
    }

    /** The account of a person who registered: the address is only said to be theirs. */
    public SignInAccount register(NewPerson newPerson, String passwordHash, Actor by) {
        return users.existing(accounts.register(newPerson, passwordHash, by).id());
    }

    /** Refuses what is no e-mail address. */
    public static void checkAddress(String email) {
        Accounts.checkAddress(email);
    }

    public void save(SignInAccount account) {
        users.saveAndFlush((User) account);
    }

    /** As {@link #save}, and what is remembered of the person is forgotten. */
    public void changed(SignInAccount account) {
        accounts.changed((User) account);
    }

    /**
     * Notes that the person has signed in with the password as it was read. From here to the end of the transaction neither account nor password can change.
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
