package io.ticketflow.notification.delivery;

import io.ticketflow.identity.Directory;
import io.ticketflow.notification.Ask;
import io.ticketflow.notification.Channel;
import io.ticketflow.notification.NotificationPreferences;
import io.ticketflow.notification.Preferences;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
public class Deliveries {

    /**
     * A message was given up. Published in the transaction that writes it down.
     *
     * @param forGood whether the provider would refuse this message at every attempt
     * @param atTheServer whether the reason lies with the provider or its settings, and not with this message
     */
    public record GivenUp(UUID id, Channel channel, String reason, boolean forGood, boolean atTheServer) {}

    /** The provider has accepted a message. Published in the transaction that writes it down. */
    record Sent(Channel channel, Duration afterItWasWritten) {}

    /**
     * A message that this node has taken.
     *
     * @param attempts the number of attempts, with this one
     * @param tries the same, without those before an administrator had it sent again
     * @param held whether a limit had held it back
     */
    record Taken(UUID id, int attempts, int tries, boolean held, Instant createdAt) {}

    public static final String NOT_FOR_THEM = "The recipient may not read it any more";

    static final String OVER = "What it asks for is over";
    static final String LINK_ENDED = "Its link does not work any more";

    /** A message that waits for the end of quiet hours and was never tried; no node is sending it. */
    private static final String WAITS =
            "deliveries.state = 'PENDING' and channel = :channel and attempts = 0 and next_attempt_at > :now and digest_id is null";

    /**
     * The inner query is evaluated once and locks the rows that it finds. It skips rows that another node is taking. Of what a limit holds back for a reader it
     * takes the first, which the others join.
     */
    private static final String TAKE = """
            with due as materialized (
                select id, held from deliveries
                where state = 'PENDING' and channel = :channel and next_attempt_at <= :now and digest_id is null
                    and (enclosure is not null) = :withFile
                    and (not held or not exists (
                        select 1 from deliveries former
                        where former.channel = deliveries.channel and former.reader = deliveries.reader and former.held
                            and former.state = 'PENDING' and former.id < deliveries.id))
                order by next_attempt_at, id limit :most
                for update skip locked),
            taken as (
                update deliveries set attempts = attempts + 1, next_attempt_at = :until, held = false
                from due where deliveries.id = due.id
                returning deliveries.id, attempts, attempts - former_attempts as tries, due.held, created_at)
            select id, attempts, tries, held, created_at from taken order by held desc, id""";

    static final String IF_STILL_OURS = " where deliveries.id = :id and state = 'PENDING' and attempts = :attempts";

    /** SQL: `for update skip locked`, so that two nodes take different deliveries. */
    private final JdbcClient jdbc;

    private final Preferences preferences;
    private final Directory directory;
    private final Clock clock;

    Deliveries(JdbcClient jdbc, Preferences preferences, Directory directory, Clock clock) {
        this.jdbc = jdbc;
        this.preferences = preferences;
        this.directory = directory;
        this.clock = clock;
    }

    /** Withdraws the waiting messages whose matter is over, such as a call that another person has acknowledged. */
    void withdrawWhatIsOver(Channel channel) {
        jdbc.sql("""
                        update deliveries set state = 'SUPPRESSED', next_attempt_at = null, last_error = :over
                        from notifications told
                        where told.id = notification_id and %s and not %s""".formatted(WAITS, Ask.STILL_ASKED))
                .param("over", OVER)
                .param("channel", channel.name())
                .param("now", Timestamp.from(clock.instant()))
                .update();
    }

    /**
     * Adapts the waiting messages to the quiet hours that their recipients have now: those without quiet hours at this moment need not wait any more, and
     * messages about tickets of the highest priority wait for none.
     */
    void followQuietHours(Channel channel) {
        var now = clock.instant();
        var waiting = jdbc.sql(
                        "select distinct recipient_id from deliveries join notifications told on told.id = notification_id"
                                + " where not held and " + WAITS)
                .param("channel", channel.name())
                .param("now", Timestamp.from(now))
                .query(UUID.class)
                .list();
        var wishes = preferences.of(waiting);
        directory.people(waiting).values().forEach(person -> {
            var quiet = wishes.getOrDefault(person.id(), NotificationPreferences.USUAL)
                    .quietHours();
            putOff(channel, person.id(), now, quiet == null ? now : quiet.endAfter(now, person.timezone()));
        });
    }

    private void putOff(Channel channel, UUID person, Instant now, Instant until) {
        jdbc.sql("""
                        update deliveries set next_attempt_at = wanted.at
                        from (
                            select told.id, case when tickets.priority = 'P1' then cast(:now as timestamptz) else cast(:until as timestamptz) end as at
                            from notifications told left join tickets on tickets.id = told.ticket_id
                            where told.recipient_id = :person) wanted
                        where wanted.id = notification_id and not held and %s and next_attempt_at <> wanted.at""".formatted(WAITS))
                .param("until", Timestamp.from(until))
                .param("person", person)
                .param("channel", channel.name())
                .param("now", Timestamp.from(now))
                .update();
    }

    /** Lets messages that were to leave in the message of another leave by themselves, if that other one does not leave any more. */
    void leaveAlone(Channel channel) {
        jdbc.sql("""
                        update deliveries set digest_id = null, next_attempt_at = :now
                        where state = 'PENDING' and channel = :channel and digest_id is not null
                            and not exists (select 1 from deliveries main where main.id = deliveries.digest_id and main.state = 'PENDING')""")
                .param("now", Timestamp.from(clock.instant()))
                .param("channel", channel.name())
                .update();
    }

    /** Takes messages without a file that are due, oldest first, for the given time. */
    List<Taken> take(Channel channel, int most, Duration forAWhile) {
        return take(channel, false, most, forAWhile);
    }

    /** Takes the oldest message with a file that is due, for the given time. */
    List<Taken> takeWithFile(Channel channel, Duration forAWhile) {
        return take(channel, true, 1, forAWhile);
    }

    private List<Taken> take(Channel channel, boolean withFile, int most, Duration forAWhile) {
        var now = clock.instant();
        return jdbc.sql(TAKE)
                .param("channel", channel.name())
                .param("now", Timestamp.from(now))
                .param("until", Timestamp.from(now.plus(forAWhile)))
                .param("withFile", withFile)
                .param("most", most)
                .query((row, number) -> new Taken(
                        row.getObject("id", UUID.class),
                        row.getInt("attempts"),
                        row.getInt("tries"),
                        row.getBoolean("held"),
                        row.getTimestamp("created_at").toInstant()))
                .list();
    }

    /** Gives back a message that was not tried, so that a node can take it at once. */
    void giveBack(Taken taken) {
        jdbc.sql("update deliveries set attempts = attempts - 1, next_attempt_at = :now, held = :held" + IF_STILL_OURS)
                .param("now", Timestamp.from(clock.instant()))
                .param("held", taken.held())
                .param("id", taken.id())
                .param("attempts", taken.attempts())
                .update();
    }
}
