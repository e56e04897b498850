package io.ticketflow.notification.delivery;

import io.ticketflow.identity.Directory;
import io.ticketflow.notification.Ask;
import io.ticketflow.notification.Notification;
import io.ticketflow.notification.NotificationPreferences;
import io.ticketflow.notification.Preferences;
import io.ticketflow.notification.channel.Mail;
import io.ticketflow.platform.Settings;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * The deliveries that have not been sent. A node takes a delivery for a while, in a transaction that ends before the sending begins. During that while no other
 * node takes it; afterwards each node may, because the node that took it has died. Only the node that still holds a delivery writes down its outcome.
 */
@Component
@Transactional
public class Deliveries {

    /**
     * A mail was given up. Published in the transaction that writes it down.
     *
     * @param atTheServer whether the reason lies with the mail server or its settings, and not with this mail
     */
    public record GivenUp(UUID id, String reason, boolean atTheServer) {}

    /** A mail that this node has taken. The number of attempts includes this one. */
    record Taken(UUID id, int attempts) {}

    public static final String NOT_FOR_THEM = "The recipient may not read it any more";

    static final String OVER = "What it asks for is over";

    /** A message that waits and was never tried; no node is sending it. */
    private static final String WAITS = "deliveries.state = 'PENDING' and attempts = 0 and next_attempt_at > :now";

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
                told.ticket_id, %s as still_asked
            from deliveries left join notifications told on told.id = notification_id
            %s and (notification_id is null or %s)""".formatted(Ask.STILL_ASKED, IF_STILL_OURS, Notification.MAY_BE_READ);

    /** SQL: `for update skip locked`, so that two nodes take different deliveries. */
    private final JdbcClient jdbc;

    private final Preferences preferences;
    private final Directory directory;
    private final ApplicationEventPublisher events;
    private final Clock clock;
    private final String signature;

    Deliveries(
            JdbcClient jdbc,
            Preferences preferences,
            Directory directory,
            ApplicationEventPublisher events,
            Clock clock,
            Settings settings) {
        this.jdbc = jdbc;
        this.preferences = preferences;
        this.directory = directory;
        this.events = events;
        this.clock = clock;
        this.signature = "\n\n-- \n%s, %s\n".formatted(settings.appName(), settings.appUrl());
    }

    /** Withdraws the waiting messages whose matter is over, such as a call that another person has acknowledged. */
    void withdrawWhatIsOver() {
        jdbc.sql("""
                        update deliveries set state = 'SUPPRESSED', next_attempt_at = null, last_error = :over
                        from notifications told
                        where told.id = notification_id and %s and not %s""".formatted(WAITS, Ask.STILL_ASKED))
                .param("over", OVER)
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /** Adapts the waiting messages to the quiet hours that their recipients have now: those without quiet hours at this moment need not wait any more. */
    void followQuietHours() {
        var now = clock.instant();
        var waiting = jdbc.sql(
                        "select distinct recipient_id from deliveries join notifications told on told.id = notification_id"
                                + " where " + WAITS)
                .param("now", Timestamp.from(now))
                .query(UUID.class)
                .list();
        var wishes = preferences.of(waiting);
        directory.people(waiting).values().forEach(person -> {
            var quiet = wishes.getOrDefault(person.id(), NotificationPreferences.USUAL)
                    .quietHours();
            putOff(person.id(), now, quiet == null ? now : quiet.endAfter(now, person.timezone()));
        });
    }

    private void putOff(UUID person, Instant now, Instant until) {
        jdbc.sql("""
                        update deliveries set next_attempt_at = :until
                        from notifications told
                        where told.id = notification_id and recipient_id = :person and %s and next_attempt_at <> :until""".formatted(WAITS))
                .param("until", Timestamp.from(until))
                .param("person", person)
                .param("now", Timestamp.from(now))
                .update();
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

    private record Found(Mail mail, boolean stillAsked) {}

    /** Reads the mail right before it is sent. Empty when the recipient may not read it any more or it asks for what is over; it is then SUPPRESSED. */
    Optional<Mail> content(Taken taken) {
        var found = jdbc.sql(CONTENT)
                .param("id", taken.id())
                .param("attempts", taken.attempts())
                .query((row, number) -> new Found(mail(row), row.getBoolean("still_asked")))
                .optional();
        var mail = found.filter(Found::stillAsked).map(Found::mail);
        if (mail.isEmpty()) {
            update(
                    taken,
                    "state = 'SUPPRESSED', next_attempt_at = null, last_error = :error, body = null",
                    Map.of("error", found.isPresent() ? OVER : NOT_FOR_THEM));
        }
        return mail;
    }

    private Mail mail(ResultSet row) throws SQLException {
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

    /** Gives up a mail that the server would refuse at every attempt, or that was tried often enough. */
    void giveUp(Taken taken, String error, boolean atTheServer) {
        update(
                taken,
                "state = 'FAILED', next_attempt_at = null, last_error = :error, body = null",
                Map.of("error", error));
        events.publishEvent(new GivenUp(taken.id(), error, atTheServer));
    }

    private void update(Taken taken, String change, Map<String, Object> values) {
        jdbc.sql("update deliveries set " + change + IF_STILL_OURS)
                .params(values)
                .param("id", taken.id())
                .param("attempts", taken.attempts())
                .update();
    }
}
