package io.ticketflow.identity.session;

import io.ticketflow.platform.Ids;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Sign-ins that wait for a code: the password was right, and a token proves it for five minutes and five attempts. */
@Component
class CodeChallenges {

    private static final Duration TIME_FOR_THE_CODE = Duration.ofMinutes(5);
    private static final int TRIES_FOR_THE_CODE = 5;

    /** SQL: one statement counts an attempt or uses up the challenge, so that neither happens twice. */
    private final JdbcClient jdbc;

    private final Clock clock;

    CodeChallenges(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Answers the token that the client sends with the code. */
    @Transactional
    public String begin(UUID userId) {
        var token = OpaqueToken.make();
        jdbc.sql("""
                        insert into mfa_challenges (id, user_id, token_hash, expires_at)
                        values (:id, :user, :hash, :expires)""")
                .param("id", Ids.next())
                .param("user", userId)
                .param("hash", token.hash())
                .param("expires", now().plus(TIME_FOR_THE_CODE))
                .update();
        return token.value();
    }

    /** Counts an attempt. Answers the person of the sign-in, if it still waits. */
    @Transactional
    public Optional<UUID> tried(String token) {
        return jdbc.sql("""
                        update mfa_challenges set tries = tries + 1
                        where token_hash = :hash and expires_at > :now and tries < :most returning user_id""")
                .param("hash", OpaqueToken.hash(token))
                .param("now", now())
                .param("most", TRIES_FOR_THE_CODE)
                .query(UUID.class)
                .optional();
    }

    /** Answers false when the challenge has ended in the meantime, such as by a change of the password. */
    @Transactional
    public boolean useUp(String token) {
        return jdbc.sql("delete from mfa_challenges where token_hash = :hash")
                        .param("hash", OpaqueToken.hash(token))
                        .update()
                > 0;
    }

    /** Ends the challenges of a person. */
    @Transactional
    public void forget(UUID userId) {
        jdbc.sql("delete from mfa_challenges where user_id = :user")
                .param("user", userId)
                .update();
    }

    /** Deletes expired challenges. */
    @Transactional
    public void tidy() {
        jdbc.sql("delete from mfa_challenges where expires_at < :now")
                .param("now", now())
                .update();
    }

    private OffsetDateTime now() {
        return clock.instant().atOffset(ZoneOffset.UTC);
    }
}
