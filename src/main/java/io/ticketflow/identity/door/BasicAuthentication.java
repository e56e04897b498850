package io.ticketflow.identity.door;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.SignInAccounts;
import io.ticketflow.identity.session.PasswordAuthentication;
import io.ticketflow.identity.session.PersonalTokens;
import io.ticketflow.identity.session.SignedIn;
import io.ticketflow.platform.CountedCache;
import io.ticketflow.platform.TooManyRequestsException;
import io.ticketflow.platform.UnavailableException;
import io.ticketflow.platform.web.Client;
import io.ticketflow.platform.web.RateLimits;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.context.annotation.Primary;
import org.springframework.modulith.NamedInterface;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.LockedException;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Checks credentials that come with every request: a personal token, or the password of an account without a second factor. A slow hash for each request would
 * let a script use up the processors. So a right password is cached for a minute, as a hash with a key that only this process knows, and only while it is the
 * account's password.
 */
@NamedInterface("door")
@Primary
@Component
public class BasicAuthentication implements AuthenticationManager {

    private record Known(UUID userId, String passwordHash) {}

    private static final Duration REMEMBERED = Duration.ofSeconds(60);
    private static final String ALGORITHM = "HmacSHA256";

    private final PasswordAuthentication passwords;
    private final PersonalTokens tokens;
    private final SignInAccounts accounts;
    private final Directory directory;
    private final RateLimits limits;
    private final SecretKeySpec key;
    private final Cache<String, Known> right = CountedCache.of(
            "passwords", Caffeine.newBuilder().expireAfterWrite(REMEMBERED).maximumSize(10_000));

    BasicAuthentication(
            PasswordAuthentication passwords,
            PersonalTokens tokens,
            SignInAccounts accounts,
            Directory directory,
            RateLimits limits) {
        this.passwords = passwords;
        this.tokens = tokens;
        this.accounts = accounts;
        this.directory = directory;
        this.limits = limits;
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    /** The details of the attempt are the {@link Client} that made it. */
    @Override
    public Authentication authenticate(Authentication attempt) {
        var name = attempt.getName();
        var credentials = String.valueOf(attempt.getCredentials());
        var let = credentials.startsWith(PersonalTokens.PREFIX)
                ? tokens.authenticate(credentials).filter(owner -> isNamed(owner, name))
                : byPassword(name, credentials, clientOf(attempt));
        return let.orElseThrow(() -> new BadCredentialsException("Unknown account or wrong password"));
    }

    private boolean isNamed(Authentication owner, String name) {
        var wanted = name.strip().toLowerCase(Locale.ROOT);
        return owner.getPrincipal() instanceof SignedIn signedIn
                && (signedIn.handle().equals(wanted)
                        || directory.person(signedIn.userId()).email().equals(wanted));
    }

    private Optional<Authentication> byPassword(String name, String password, Client client) {
        var seen = hash(name + "\0" + password);
        var remembered = remembered(seen);
        return remembered.isPresent()
                ? remembered
                : limits.attempt(client.ip(), () -> remembered(seen).or(() -> check(name, password, client, seen)));
    }

    private Optional<Authentication> remembered(String seen) {
        return Optional.ofNullable(right.getIfPresent(seen))
                .filter(this::isStillRight)
                .flatMap(known -> directory.find(known.userId()))
                .map(person -> SignedIn.inSession(person, null));
    }

    private Optional<Authentication> check(String name, String password, Client client, String seen) {
        try {
            var account = passwords
                    .check(name, password, client)
                    .filter(found -> !found.isMfaEnabled() && passwords.signedIn(found, client, "Basic"));
            account.ifPresent(found -> right.put(seen, new Known(found.id(), String.valueOf(found.passwordHash()))));
            return account.map(found -> SignedIn.inSession(directory.person(found.id()), null));
        } catch (TooManyRequestsException | UnavailableException wait) {
            throw new LockedException(wait.detail(), wait);
        }
    }

    /** Asks the database, so that a password that was changed on another node is refused here, too. */
    private boolean isStillRight(Known known) {
        return accounts.passwordForBasic(known.userId())
                .filter(known.passwordHash()::equals)
                .isPresent();
    }

    private static Client clientOf(Authentication attempt) {
        return attempt.getDetails() instanceof Client client ? client : new Client("unknown", null, null);
    }

    private String hash(String credentials) {
        try {
            var mac = Mac.getInstance(ALGORITHM);
            mac.init(key);
            return HexFormat.of().formatHex(mac.doFinal(credentials.getBytes(StandardCharsets.UTF_8)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("Every Java platform has " + ALGORITHM, e);
        }
    }
}
