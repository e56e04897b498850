package io.ticketflow.notification;

import io.ticketflow.platform.Settings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The deliveries that have not been sent. A node takes a delivery for a while, in a transaction that ends before the sending begins. During that while no other
 * node takes it; afterwards each node may, because the node that took it has died. Only the node that still holds a delivery writes down its outcome.
 */
@Component
@Transactional
class Deliveries {

    /** A mail was refused for good. Published in the transaction that writes it down. */
    record Refused(UUID id, String reason) {}

    /** A mail that this node has taken. The number of attempts includes this one. */
    record Taken(UUID id, int attempts) {}

    static final String NOT_FOR_THEM = "The recipient may not read it any more";

    /** The inner query is evaluated once and locks the rows that it finds. It skips rows that another node is taking. */
    private static final String TAKE = """
            with due as materialized (
                select id from deliveries
                where state = 'PENDING' and channel = 'EMAIL' and next_attempt_at <= :now
                order by next_attempt_at, id limit :most
                for update skip locked),
            taken as (
                update deliveries set attempts = attempts + 1, next_attempt_at = :until
                from due where deliveries.id = due.id
                returning deliveries.id, attempts)
            select id, attempts from taken order by id""";

    private static final String IF_STILL_OURS =
            " where deliveries.id = :id and state = 'PENDING' and attempts = :attempts";

    /** Reads the current words of a mail, if the recipient may still read them. */
    private static final String CONTENT = """
            select deliveries.id, recipient, coalesce(subject, told.title) as subject, coalesce(deliveries.body, told.body) as body,
                told.ticket_id
            from deliveries left join notifications told on told.id = notification_id
            %s and (notification_id is null or %s)""".formatted(IF_STILL_OURS, Notification.MAY_BE_READ);

    /** SQL: `for update skip locked`, so that two nodes take different deliveries. */
    private final JdbcClient jdbc;

    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final String signature;

    Deliveries(JdbcClient jdbc, ApplicationEventPublisher events, Clock clock, Settings settings) {
        this.jdbc = jdbc;
        this.events = events;
        this.clock = clock;
        this.signature = "\n\n-- \n%s, %s\n".formatted(settings.appName(), settings.appUrl());
    }

    /** Takes mails that are due, oldest first, for the given time. */
    List<Taken> takeMails(int most, Duration forAWhile) {
        var now = clock.instant();
        return jdbc.sql(TAKE)
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(now.plus(forAWhile)))
                .param("most", most)
                .query(Taken.class)
                .list();
    }

    /** Reads the mail right before it is sent. Empty when the recipient may not read it any more; the delivery is then marked SUPPRESSED. */
    Optional<Mail> content(Taken taken) {
        var mail = jdbc.sql(CONTENT)
                .param("id", taken.id())
                .param("attempts", taken.attempts())
                .query(this::mail)
                .optional();
        if (mail.isEmpty()) {
            update(
                    taken,
                    "state = 'SUPPRESSED', next_attempt_at = null, last_error = :error, body = null",
                    Map.of("error", NOT_FOR_THEM));
        }
        return mail;
    }

    private Mail mail(ResultSet row, int number) throws SQLException {
        return new Mail(
                row.getObject("id", UUID.class),
                row.getString("recipient"),
                row.getString("subject"),
                row.getString("body") + signature,
                row.getObject("ticket_id", UUID.class));
    }

    /** Gives back a mail that was not tried, so that a node can take it at once. */
    void giveBack(Taken taken) {
        update(
                taken,
                "attempts = attempts - 1, next_attempt_at = :at",
                Map.<String, Object>of("at", Timestamp.from(clock.instant())));
    }

    void sent(Taken taken, String providerId) {
        update(
                taken,
                "state = 'SENT', sent_at = :at, provider_id = :provider, next_attempt_at = null, last_error = null,"
                        + " body = null",
                Map.<String, Object>of("at", Timestamp.from(clock.instant()), "provider", providerId));
    }

    void putOff(Taken taken, Instant until, String error) {
        update(
                taken,
                "next_attempt_at = :at, last_error = :error",
                Map.<String, Object>of("at", Timestamp.from(until), "error", error));
    }

    void failed(Taken taken, String error) {
        update(
                taken,
                "state = 'FAILED', next_attempt_at = null, last_error = :error, body = null",
                Map.<String, Object>of("error", error));
    }

    /** Like {@link #failed}, for a mail that the server would refuse at every attempt. */
    void refused(Taken taken, String error) {
        failed(taken, error);
        events.publishEvent(new Refused(taken.id(), error));
    }

    private void update(Taken taken, String change, Map<String, Object> values) {
        jdbc.sql("update deliveries set " + change + IF_STILL_OURS)
                .params(values)
                .param("id", taken.id())
                .param("attempts", taken.attempts())
                .update();
    }
}
