package io.ticketflow.identity.session;

import com.github.benmanes.caffeine.cache.Cache;
import io.jsonwebtoken.Claims;
import io.jsonwebtoken.JwtException;
import io.jsonwebtoken.JwtParser;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import io.ticketflow.identity.SignInSettings;
import io.ticketflow.platform.CannotStartException;
import io.ticketflow.platform.Secrets;
import io.ticketflow.platform.ShortMemory;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.Optional;
import java.util.UUID;
import javax.crypto.SecretKey;
import org.springframework.stereotype.Component;

/** Short-lived signed tokens that name a signed-in person and their session. The person's rights are checked again with every request. */
@Component
class AccessTokens {

    /** The content of a token. */
    record Statement(UUID userId, UUID sessionId, Instant until) {}

    private static final String ISSUER = "ticketflow";
    private static final String AUDIENCE = "ticketflow-api";
    private static final String SESSION = "sid";
    private static final int SHORTEST_KEY = 32;

    private final Clock clock;
    private final Duration lifetime;
    private final SecretKey key;
    private final JwtParser parser;

    /** Tokens whose signature was checked, because a program sends the same one again and again. Whether the session is still valid is checked each time. */
    private final Cache<String, Statement> genuine;

    AccessTokens(Clock clock, SignInSettings signIn, Secrets secrets) {
        this.clock = clock;
        this.lifetime = signIn.accessTokenLifetime();
        this.key = Keys.hmacShaKeyFor(secret(signIn, secrets).getBytes(StandardCharsets.UTF_8));
        this.genuine = ShortMemory.of("access-tokens", lifetime, clock);
        this.parser = Jwts.parser()
                .verifyWith(key)
                .requireIssuer(ISSUER)
                .requireAudience(AUDIENCE)
                .clock(() -> Date.from(clock.instant()))
                .build();
    }

    Duration lifetime() {
        return lifetime;
    }

    String issue(UUID userId, UUID sessionId) {
        var now = clock.instant();
        return Jwts.builder()
                .issuer(ISSUER)
                .audience()
                .add(AUDIENCE)
                .and()
                .subject(userId.toString())
                .claim(SESSION, sessionId.toString())
                .issuedAt(Date.from(now))
                .expiration(Date.from(now.plus(lifetime)))
                .signWith(key, Jwts.SIG.HS256)
                .compact();
    }

    /** The content of a token, if its signature is ours and it has not expired. */
    Optional<Statement> read(String token) {
        var known = genuine.getIfPresent(token);
        if (known != null) {
            return Optional.of(known).filter(said -> said.until().isAfter(clock.instant()));
        }
        var verified = verify(token);
        verified.ifPresent(said -> genuine.put(token, said));
        return verified;
    }

    private Optional<Statement> verify(String token) {
        try {
            Claims claims = parser.parseSignedClaims(token).getPayload();
            var session = claims.get(SESSION, String.class);
            if (claims.getSubject() == null || session == null || claims.getExpiration() == null) {
                return Optional.empty();
            }
            return Optional.of(new Statement(
                    UUID.fromString(claims.getSubject()),
                    UUID.fromString(session),
                    claims.getExpiration().toInstant()));
        } catch (JwtException | IllegalArgumentException notOurs) {
            return Optional.empty();
        }
    }

    /** The operator's secret, or else one of our own; production does not start without the operator's. */
    static String secret(SignInSettings signIn, Secrets secrets) {
        var given = signIn.jwtSecretKey();
        if (given.isEmpty()) {
            return secrets.get("jwt-secret-key");
        }
        if (given.length() < SHORTEST_KEY) {
            throw new CannotStartException("JWT_SECRET_KEY needs at least " + SHORTEST_KEY + " characters.");
        }
        return given;
    }
}
