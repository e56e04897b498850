package io.ticketflow.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ticketflow.platform.web.RateLimits;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.core.Authentication;
import org.springframework.stereotype.Component;

/**
 * Passwords that come with every request. A slow hash each time would let a script take the server's time, so credentials that were right are
 * remembered for a minute, as a hash under a key that nobody knows and that dies with the process.
 */
@Component
public class BasicAuthentication implements AuthenticationManager {

    private static final Duration REMEMBERED = Duration.ofSeconds(60);
    private static final String ALGORITHM = "HmacSHA256";

    private final PasswordAuthentication passwords;
    private final Directory directory;
    private final RateLimits limits;
    private final SecretKeySpec key;
    private final Cache<String, UUID> right = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(10_000)
            .build();

    BasicAuthentication(PasswordAuthentication passwords, Directory directory, RateLimits limits) {
        this.passwords = passwords;
        this.directory = directory;
        this.limits = limits;
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        var seen = hash(attempt.getName() + "\0" + attempt.getCredentials());
        return remembered(seen)
                .orElseGet(() -> limits.attempt(attempt, () -> remembered(seen).orElseGet(() -> check(attempt, seen))));
    }

    private Optional<Authentication> remembered(String seen) {
        return Optional.ofNullable(right.getIfPresent(seen))
                .flatMap(directory::find)
                .filter(Person::active)
                .map(person -> SignedIn.as(person, null));
    }

    private Authentication check(Authentication attempt, String seen) {
        var authentication = passwords.authenticate(attempt);
        if (authentication.getPrincipal() instanceof SignedIn signedIn) {
            right.put(seen, signedIn.userId());
        }
        return authentication;
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
