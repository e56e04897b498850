package io.ticketflow.identity.session;

import io.ticketflow.identity.Passwords;
import io.ticketflow.identity.SignInAccount;
import io.ticketflow.identity.SignInAccounts;
import io.ticketflow.identity.SignInSettings;
import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.TooManyRequestsException;
import io.ticketflow.platform.web.Client;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Says whether a password is right, for every door that takes one. Whoever is refused does not learn which part was wrong, and neither the answer nor its time
 * tells whether there is such an account.
 */
@Component
public class PasswordAuthentication {

    private final SignInAccounts accounts;
    private final Passwords passwords;
    private final SignInAttempts attempts;
    private final SignInSettings settings;
    private final AuditTrail audit;
    private final Clock clock;

    PasswordAuthentication(
            SignInAccounts accounts,
            Passwords passwords,
            SignInAttempts attempts,
            SignInSettings settings,
            AuditTrail audit,
            Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.attempts = attempts;
        this.settings = settings;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Whose password this is, if the account is active and its address verified where that is asked for. Outside of any transaction: nobody's connection waits
     * for the slow hash.
     *
     * @param name e-mail address or handle
     * @throws TooManyRequestsException when too many tries have failed
     */
    public Optional<SignInAccount> check(String name, String password, Client client) {
        var user = accounts.named(name);
        var account = user.map(found -> found.id().toString()).orElseGet(() -> nobody(name));
        return attempts.oneByOne(account, client.network(), () -> look(user, account, password, client));
    }

    private Optional<SignInAccount> look(Optional<SignInAccount> user, String account, String password, Client client) {
        var last = attempts.begin(account, client.network());
        var matches = passwords.matches(
                password, user.map(SignInAccount::passwordHash).orElse(null));
        var let = user.filter(found -> matches && mayEnter(found));
        if (let.isEmpty()) {
            var subject = user.map(SignInAccount::id).orElse(null);
            audit.record(AuditType.SIGN_IN_FAILED, client.as(null), subject, Map.of());
            noteLock(last, subject, client);
        } else if (let.get().isMfaEnabled()) {
            attempts.takeBack(account, client.network());
        } else {
            attempts.succeeded(account, client.network());
        }
        return let;
    }

    /** Whether a code beside the password is right, too. Looking at it is another try at the account. */
    boolean isRightToo(UUID userId, Client client, BooleanSupplier code) {
        var account = userId.toString();
        return attempts.oneByOne(account, client.network(), () -> {
            noteLock(attempts.begin(account, client.network()), userId, client);
            var right = code.getAsBoolean();
            if (right) {
                attempts.succeeded(account, client.network());
            }
            return right;
        });
    }

    /**
     * Notes a sign-in that is complete, with the account as its password was checked. In the transaction that opens the session, so that a password that is chosen at
     * the same moment either ends this session or was there before.
     *
     * @return whether that password still counts: checking it takes a while
     */
    public boolean signedIn(SignInAccount account, Client client, String how) {
        if (!accounts.noteSignIn(account, clock.instant())) {
            return false;
        }
        audit.record(AuditType.SIGNED_IN, client.as(account.id()), account.id(), Map.of("by", how));
        return true;
    }

    private void noteLock(boolean locked, @Nullable UUID subject, Client client) {
        if (locked) {
            audit.record(AuditType.SIGN_IN_LOCKED, client.as(null), subject, Map.of("network", client.network()));
        }
    }

    private boolean mayEnter(SignInAccount account) {
        return account.isActive() && (account.isEmailVerified() || !settings.requireEmailVerification());
    }

    /** People type passwords where names belong, so a name that is nobody's is not kept as it is. */
    private static String nobody(String name) {
        return HexFormat.of().formatHex(OpaqueToken.hash(name.strip().toLowerCase(Locale.ROOT)));
    }
}
