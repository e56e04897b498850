package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Channel;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * How many messages one reader gets by a channel in a time. A reader is a person, or a webhook. The rows of {@code delivery_attempts} are counted, so the nodes
 * share the limits.
 */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class Limits {

    private record Limit(int most, Duration in) {}

    /** SQL: two counts and a lock in the transaction that begins an attempt. */
    private final JdbcClient jdbc;

    Limits(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    private static List<Limit> of(Channel channel) {
        return switch (channel) {
            case EMAIL -> List.of(new Limit(30, Duration.ofMinutes(1)));
            case SLACK -> List.of(new Limit(1, Duration.ofSeconds(1)));
            case SMS -> List.of(new Limit(1, Duration.ofMinutes(1)), new Limit(5, Duration.ofMinutes(15)));
        };
    }

    /** Until the transaction ends, no other node begins an attempt for this reader. */
    void lock(Channel channel, String reader) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended(:what, 0))")
                .param("what", channel + " " + reader)
                .query((row, number) -> true)
                .single();
    }

    /** When the reader may get the next message; empty when that is now. */
    Optional<Instant> holdUntil(Channel channel, String reader, Instant now) {
        return Stream.concat(
                        of(channel).stream().flatMap(limit -> freeFrom(limit, channel, reader, now).stream()),
                        notBefore(channel, reader, now).stream())
                .max(Instant::compareTo);
    }

    private Optional<Instant> freeFrom(Limit limit, Channel channel, String reader, Instant now) {
        return jdbc.sql("""
                        select at from delivery_attempts
                        where channel = :channel and reader = :reader and at > :since
                        order by at desc offset :others limit 1""")
                .param("channel", channel.name())
                .param("reader", reader)
                .param("since", Timestamp.from(now.minus(limit.in())))
                .param("others", limit.most() - 1)
                .query(Timestamp.class)
                .optional()
                .map(at -> at.toInstant().plus(limit.in()));
    }

    /** Until when the provider wants nothing for the reader, as it said itself. */
    Optional<Instant> notBefore(Channel channel, String reader, Instant now) {
        return jdbc.sql("""
                        select not_before_at from delivery_attempts
                        where channel = :channel and reader = :reader and not_before_at > :now
                        order by not_before_at desc limit 1""")
                .param("channel", channel.name())
                .param("reader", reader)
                .param("now", Timestamp.from(now))
                .query(Timestamp.class)
                .optional()
                .map(Timestamp::toInstant);
    }
}
