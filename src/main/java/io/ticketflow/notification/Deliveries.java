package io.ticketflow.notification;

import io.ticketflow.platform.Settings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * What is on its way. Whoever sends something takes it for a while, in a transaction that ends before the sending begins; until that while is over nobody
 * else takes it, and after it everybody may, because whoever had it has died. What became of it is written only by the one who has it still.
 */
@Component
@Transactional
class Deliveries {

    /** The inner query is evaluated once and locks what it finds; rows that another node is taking are passed over. */
    private static final String TAKE = """
            with due as materialized (
                select id from deliveries
                where state = 'PENDING' and channel = 'EMAIL' and next_attempt_at <= :now
                order by next_attempt_at, id limit :most
                for update skip locked),
            taken as (
                update deliveries set attempts = attempts + 1, next_attempt_at = :until
                from due where deliveries.id = due.id
                returning deliveries.*)
            select taken.id, taken.attempts, taken.recipient, coalesce(taken.subject, told.title) as subject,
                coalesce(taken.body, told.body) as body, told.ticket_id
            from taken left join notifications told on told.id = taken.notification_id
            order by taken.id""";

    private static final String IF_STILL_OURS = " where id = :id and state = 'PENDING' and attempts = :attempts";

    private final JdbcClient jdbc;
    private final Clock clock;
    private final String signature;

    Deliveries(JdbcClient jdbc, Clock clock, Settings settings) {
        this.jdbc = jdbc;
        this.clock = clock;
        this.signature = "\n\n-- \n%s, %s\n".formatted(settings.appName(), settings.appUrl());
    }

    /** Mails that are due, oldest first, taken for a while. */
    List<Mail> takeMails(int most, Duration forAWhile) {
        var now = clock.instant();
        return jdbc.sql(TAKE)
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(now.plus(forAWhile)))
                .param("most", most)
                .query(this::mail)
                .list();
    }

    private Mail mail(ResultSet row, int number) throws SQLException {
        return new Mail(
                row.getObject("id", UUID.class),
                row.getInt("attempts"),
                row.getString("recipient"),
                row.getString("subject"),
                row.getString("body") + signature,
                row.getObject("ticket_id", UUID.class));
    }

    /** Not tried after all: the next one may have it at once. */
    void giveBack(Mail mail) {
        update(
                mail,
                "attempts = attempts - 1, next_attempt_at = :at",
                Map.<String, Object>of("at", Timestamp.from(clock.instant())));
    }

    void sent(Mail mail, String providerId) {
        update(
                mail,
                "state = 'SENT', sent_at = :at, provider_id = :provider, next_attempt_at = null, last_error = null, body = null",
                Map.<String, Object>of("at", Timestamp.from(clock.instant()), "provider", providerId));
    }

    void putOff(Mail mail, Instant until, String error) {
        update(
                mail,
                "next_attempt_at = :at, last_error = :error",
                Map.<String, Object>of("at", Timestamp.from(until), "error", error));
    }

    void failed(Mail mail, String error) {
        update(
                mail,
                "state = 'FAILED', next_attempt_at = null, last_error = :error, body = null",
                Map.<String, Object>of("error", error));
    }

    private void update(Mail mail, String change, Map<String, Object> values) {
        jdbc.sql("update deliveries set " + change + IF_STILL_OURS)
                .params(values)
                .param("id", mail.id())
                .param("attempts", mail.attempts())
                .update();
    }
}
