package io.ticketflow.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.jsonwebtoken.JwtBuilder;
import io.jsonwebtoken.Jwts;
import io.jsonwebtoken.security.Keys;
import io.ticketflow.identity.SignInSettings;
import io.ticketflow.platform.Secrets;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Date;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class AccessTokensTests {

    private static final Instant NOW = Instant.parse("2026-11-23T10:00:00Z");
    private static final String SECRET = "the key that all of this application's tokens are signed with";
    private static final SecretKey KEY = key(SECRET);
    private static final SecretKey ANOTHER = key("a key that somebody else has thought of, as long as ours is");
    private static final UUID USER = UUID.randomUUID();
    private static final UUID SESSION = UUID.randomUUID();

    private final AccessTokens tokens = at(NOW);

    private static AccessTokens at(Instant now) {
        return new AccessTokens(
                Clock.fixed(now, ZoneOffset.UTC),
                new SignInSettings("", "", SECRET, 15, 7, true, "", ""),
                new Secrets(Path.of("not-used")));
    }

    private static SecretKey key(String secret) {
        return Keys.hmacShaKeyFor(secret.getBytes(StandardCharsets.UTF_8));
    }

    private static JwtBuilder ours() {
        return Jwts.builder()
                .issuer("ticketflow")
                .audience()
                .add("ticketflow-api")
                .and()
                .subject(USER.toString())
                .claim("sid", SESSION.toString())
                .issuedAt(Date.from(NOW))
                .expiration(Date.from(NOW.plusSeconds(60)));
    }

    @Test
    void a_token_says_who_and_in_which_session_until_it_expires() {
        var token = tokens.issue(USER, SESSION);

        assertThat(tokens.read(token))
                .hasValueSatisfying(said -> assertThat(said.userId()).isEqualTo(USER))
                .hasValueSatisfying(said -> assertThat(said.sessionId()).isEqualTo(SESSION));
        assertThat(at(NOW.plus(Duration.ofMinutes(15)).minusSeconds(1)).read(token))
                .isPresent();
        assertThat(at(NOW.plus(Duration.ofMinutes(15)).plusSeconds(1)).read(token))
                .isEmpty();
    }

    @Test
    void what_the_others_are_made_of_is_a_good_token() {
        assertThat(tokens.read(ours().signWith(KEY, Jwts.SIG.HS256).compact())).isPresent();
    }

    @ParameterizedTest
    @MethodSource
    void what_is_not_quite_ours_is_no_token(UnaryOperator<JwtBuilder> differently) {
        assertThat(tokens.read(differently.apply(ours()).compact())).isEmpty();
    }

    static Stream<Named<UnaryOperator<JwtBuilder>>> what_is_not_quite_ours_is_no_token() {
        return Stream.of(
                Named.of("algorithm none", token -> token),
                Named.of("another key", token -> token.signWith(ANOTHER, Jwts.SIG.HS256)),
                Named.of("expired", token -> token.expiration(Date.from(NOW.minusSeconds(1)))
                        .signWith(KEY, Jwts.SIG.HS256)),
                Named.of("another issuer", token -> token.issuer("somebody").signWith(KEY, Jwts.SIG.HS256)),
                Named.of("another audience", token -> token.audience()
                        .clear()
                        .add("another-api")
                        .and()
                        .signWith(KEY, Jwts.SIG.HS256)),
                Named.of("no session", token -> token.claim("sid", null).signWith(KEY, Jwts.SIG.HS256)),
                Named.of("a subject that is no id", token -> token.subject("admin")
                        .signWith(KEY, Jwts.SIG.HS256)));
    }
}
