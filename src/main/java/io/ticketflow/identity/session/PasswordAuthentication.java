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

/** Checks passwords for every door. A refusal does not say which part was wrong, and neither the answer nor its duration tells whether the account exists. */
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
     * The account of the password, if it is active and its address is verified where that is required. Must run outside of a transaction, so that no connection
     * waits for the slow hash.
     *
     * @param name e-mail address or handle
     * @throws TooManyRequestsException when too many attempts have failed
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

    /** Checks the code in addition to the password. It counts as another attempt for the account. */
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
     * Records a complete sign-in, with the account as it was when its password was checked. It runs in the transaction that opens the session, so that a
     * password that is changed at the same moment either ends this session or is refused here.
     *
     * @return false if the account has another password by now, because the check takes a while
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

    /** People sometimes type their password into the name field, so an unknown name is not stored in clear. */
    private static String nobody(String name) {
        return HexFormat.of().formatHex(OpaqueToken.hash(name.strip().toLowerCase(Locale.ROOT)));
    }
}
