package io.ticketflow.identity.session;

import io.ticketflow.identity.SignInAccount;
import io.ticketflow.identity.SignInAccounts;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.Settings;
import io.ticketflow.platform.web.Client;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.codec.binary.Base32;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionTemplate;

/** The second factor: codes of an authenticator, and recovery codes for a lost one. */
@Component
public class SecondFactor {

    /**
     * The data with which an authenticator is set up.
     *
     * @param secret for typing
     * @param otpauthUri for opening on the telephone
     * @param qrPng for scanning: a PNG in Base64
     */
    public record Setup(String secret, String otpauthUri, String qrPng) {}

    private static final int RECOVERY_CODES = 10;
    private static final int RECOVERY_BYTES = 10;
    private static final Pattern TOTP = Pattern.compile("\\d{6}");
    private static final SecureRandom RANDOM = new SecureRandom();

    private final SignInAccounts accounts;
    private final PasswordAuthentication passwords;
    /** SQL: one statement uses up a recovery code, so that a code works once. */
    private final JdbcClient jdbc;

    private final AuditTrail audit;
    private final Settings settings;
    private final TransactionTemplate transaction;
    private final Clock clock;

    SecondFactor(
            SignInAccounts accounts,
            PasswordAuthentication passwords,
            JdbcClient jdbc,
            AuditTrail audit,
            Settings settings,
            TransactionTemplate transaction,
            Clock clock) {
        this.accounts = accounts;
        this.passwords = passwords;
        this.jdbc = jdbc;
        this.audit = audit;
        this.settings = settings;
        this.transaction = transaction;
        this.clock = clock;
    }

    /** Creates a new secret, which takes effect when the person has given a code of it. */
    @Transactional
    public Setup setUp(UUID userId) {
        var account = accounts.existing(userId);
        if (account.isMfaEnabled()) {
            throw new ConflictException("MFA_ENABLED", "There is an authenticator already: disable it first.");
        }
        var secret = Totp.newSecret();
        account.setMfaSecret(secret);
        accounts.save(account);
        var uri = Totp.uri(secret, settings.appName(), account.email());
        return new Setup(Totp.text(secret), uri, Base64.getEncoder().encodeToString(Totp.picture(uri)));
    }

    /**
     * Turns the second factor on.
     *
     * @return recovery codes, shown only this once
     */
    @Transactional
    public List<String> enable(String code, Actor by, UUID userId) {
        var account = accounts.existing(userId);
        if (account.isMfaEnabled()) {
            throw new ConflictException("MFA_ENABLED", "There is an authenticator already.");
        }
        if (!takes(account, code)) {
            throw InvalidException.field("code", "is not the code that the authenticator shows now");
        }
        account.enableMfa();
        accounts.save(account);
        audit.record(AuditType.SECOND_FACTOR_ENABLED, by, userId, Map.of());
        return newRecoveryCodes(userId);
    }

    /** Turns the second factor off. Needs the password and a code, like a sign-in; a wrong one counts as a failure to sign in. */
    public void disable(String password, String code, Actor by, UUID userId, Client client) {
        var account = accounts.existing(userId);
        if (!account.isMfaEnabled()) {
            throw new ConflictException("MFA_NOT_ENABLED", "There is no authenticator to disable.");
        }
        if (passwords.check(account.handle(), password, client).isEmpty()) {
            throw InvalidException.field("password", "is not your present one");
        }
        if (!takesAtTheDoor(userId, code, client)) {
            throw InvalidException.field(
                    "code", "is neither the code that the authenticator shows now nor a recovery code");
        }
        transaction.executeWithoutResult(status -> {
            var present = accounts.existing(userId);
            end(present);
            accounts.save(present);
            audit.record(AuditType.SECOND_FACTOR_DISABLED, by, userId, Map.of());
        });
    }

    /** Removes the authenticator and the recovery codes. The caller saves the account. */
    void end(SignInAccount account) {
        account.disableMfa();
        forgetRecoveryCodes(account.id());
    }

    /** Checks a code at the sign-in and uses it up. A wrong code counts as a failure to sign in. */
    public boolean takesAtTheDoor(UUID userId, String code, Client client) {
        return passwords.isRightToo(
                userId,
                client,
                () -> Boolean.TRUE.equals(transaction.execute(status -> takesEither(userId, code, client))));
    }

    private boolean takesEither(UUID userId, String code, Client client) {
        var account = accounts.existing(userId);
        if (TOTP.matcher(code.strip()).matches()) {
            var right = takes(account, code);
            accounts.save(account);
            return right;
        }
        var used = jdbc.sql("delete from recovery_codes where user_id = :user and code_hash = :hash")
                        .param("user", userId)
                        .param("hash", OpaqueToken.hash(plain(code)))
                        .update()
                > 0;
        if (used) {
            audit.record(AuditType.RECOVERY_CODE_USED, client.as(userId), userId, Map.of());
        }
        return used;
    }

    private boolean takes(SignInAccount account, String code) {
        var secret = account.mfaSecret();
        if (secret == null) {
            return false;
        }
        var step = Totp.step(secret, code.strip(), clock.instant(), account.mfaLastStep());
        step.ifPresent(account::mfaStepUsed);
        return step.isPresent();
    }

    private List<String> newRecoveryCodes(UUID userId) {
        forgetRecoveryCodes(userId);
        var codes = Stream.generate(SecondFactor::newRecoveryCode)
                .limit(RECOVERY_CODES)
                .toList();
        for (var code : codes) {
            jdbc.sql("insert into recovery_codes (user_id, code_hash) values (:user, :hash)")
                    .param("user", userId)
                    .param("hash", OpaqueToken.hash(plain(code)))
                    .update();
        }
        return codes;
    }

    private void forgetRecoveryCodes(UUID userId) {
        jdbc.sql("delete from recovery_codes where user_id = :user")
                .param("user", userId)
                .update();
    }

    /** 80 random bits, in groups that are easy to type. */
    private static String newRecoveryCode() {
        var bytes = new byte[RECOVERY_BYTES];
        RANDOM.nextBytes(bytes);
        return new Base32().encodeToString(bytes).toLowerCase(Locale.ROOT).replaceAll("(.{4})(?=.)", "$1-");
    }

    private static String plain(String code) {
        return code.replaceAll("[\\s-]", "").toLowerCase(Locale.ROOT);
    }
}
