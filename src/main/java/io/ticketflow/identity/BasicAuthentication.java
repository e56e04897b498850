package io.ticketflow.identity;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
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
    private final SecretKeySpec key;
    private final Cache<String, UUID> right = Caffeine.newBuilder()
            .expireAfterWrite(REMEMBERED)
            .maximumSize(10_000)
            .build();

    BasicAuthentication(PasswordAuthentication passwords, Directory directory) {
        this.passwords = passwords;
        this.directory = directory;
        var random = new byte[32];
        new SecureRandom().nextBytes(random);
        this.key = new SecretKeySpec(random, ALGORITHM);
    }

    @Override
    public Authentication authenticate(Authentication attempt) {
        var seen = hash(attempt.getName() + "\0" + attempt.getCredentials());
        var known = right.getIfPresent(seen);
        if (known != null) {
            var person = directory.find(known).filter(Person::active);
            if (person.isPresent()) {
                return SignedIn.as(person.get(), null);
            }
        }
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
