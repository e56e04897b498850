package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Ask;
import io.ticketflow.notification.Channel;
import io.ticketflow.notification.Enclosures;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.Notification;
import io.ticketflow.notification.NotificationPreferences;
import io.ticketflow.notification.Preferences;
import io.ticketflow.notification.TurnOffLinks;
import io.ticketflow.notification.channel.Carrier.Receipt;
import io.ticketflow.notification.channel.Content;
import io.ticketflow.notification.channel.Letter;
import io.ticketflow.notification.channel.SendingFailedException;
import io.ticketflow.notification.channel.Webhooks;
import io.ticketflow.notification.delivery.Deliveries.Taken;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Language;
import io.ticketflow.notification.template.Message;
import io.ticketflow.platform.Ids;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Begins and ends the attempts to send what this node has taken. An attempt begins only if the recipient may still read the message, has no quiet hours, and no
 * limit holds the message back. What a limit held back leaves as one message.
 */
@Component
@Transactional
class Attempts {

    /** An attempt that has begun. */
    record Attempt(UUID id, Channel channel, Taken taken) {}

    /**
     * An attempt with the letter to be sent.
     *
     * @param parcel the file that belongs to the letter; null when there is none
     */
    record Begun(Attempt attempt, Letter letter, @Nullable Parcel parcel) {

        /** The letter with its file, which is made now. */
        Letter packed() throws SendingFailedException {
            return parcel == null ? letter : parcel.packed(letter);
        }
    }

    /**
     * The file of a letter, before it is made.
     *
     * @param withoutFile what the letter says if the file is too large
     */
    record Parcel(Enclosures enclosures, String key, UUID recipient, Content withoutFile) {

        private Letter packed(Letter letter) throws SendingFailedException {
            try {
                return enclosures.make(key, recipient).map(letter::with).orElseGet(() -> letter.withWords(withoutFile));
            } catch (RuntimeException e) {
                LOG.warn("The file of delivery {} cannot be made", letter.id(), e);
                throw SendingFailedException.thisTime("The file cannot be made", e);
            }
        }
    }

    private static final Logger LOG = LoggerFactory.getLogger(Attempts.class);

    /** More of them wait for the next message. */
    private static final int MOST_IN_ONE = 200;

    /**
     * Reads the words and the reader of a delivery as they are now, and of those that leave in the same message. A mail without a notification keeps the
     * address that it was written for.
     */
    private static final String READ = """
            select deliveries.id, channel, reader, notification_id is null as unnoted, enclosure,
                coalesce(case channel when 'EMAIL' then person.email when 'SMS' then person.phone else recipient end,
                    case when notification_id is null then recipient end) as current,
                recipient, coalesce(subject, told.title) as title, coalesce(deliveries.body, told.body, '') as body, told.internal,
                coalesce(deliveries.message, told.message) as message, coalesce(deliveries.facts, told.facts)::text as facts,
                told.recipient_id, told.event, case when channel <> 'SLACK' then coalesce(person.locale, owner.locale) end as locale,
                told.ticket_id, told.ticket_number, ticket.team_id, coalesce(deliveries.ends_at <= :now, false) as link_ended,
                coalesce(ticket.priority = 'P1', false) as pressing,
                case when channel <> 'SLACK' then person.timezone end as timezone,
                case when channel = 'SLACK' then readers.may_read
                    else person.active and (told.ticket_id is not null or not told.internal or person.role <> 'END_USER') and %1$s end as readable,
                case when channel = 'SLACK' then readers.names is not null else %2$s end as still_asked,
                readers.names,
                (select min(due_at) from sla_clocks where sla_clocks.ticket_id = ticket.id and met_at is null and stopped_at is null) as due_at
            from deliveries
                left join notifications told on told.id = notification_id
                left join users person on person.id = coalesce(told.recipient_id, case when enclosure is not null then cast(reader as uuid) end)
                left join users owner on notification_id is null and owner.email = deliveries.recipient
                left join tickets ticket on ticket.id = told.ticket_id
                left join lateral (
                    select bool_or(%1$s) as may_read,
                        string_agg(reading.full_name, ', ' order by reading.full_name) filter (where %1$s and %2$s) as names
                    from notifications told join users reading on reading.id = told.recipient_id
                    where told.id = any(deliveries.shared_with)) readers on deliveries.channel = 'SLACK'
            where (deliveries.id = :id and attempts = :attempts or digest_id = :id) and state = 'PENDING'
            order by deliveries.id
            for update of deliveries""".formatted(Notification.MAY_BE_READ, Ask.STILL_ASKED);

    /** SQL: reads deliveries with what they depend on, in one statement. */
    private final JdbcClient jdbc;

    private final Limits limits;
    private final Preferences preferences;
    private final Webhooks webhooks;
    private final MessageWriter writer;
    private final Enclosures enclosures;
    private final TurnOffLinks turnOffs;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Attempts(
            JdbcClient jdbc,
            Limits limits,
            Preferences preferences,
            Webhooks webhooks,
            MessageWriter writer,
            Enclosures enclosures,
            TurnOffLinks turnOffs,
            ApplicationEventPublisher events,
            Clock clock) {
        this.jdbc = jdbc;
        this.limits = limits;
        this.preferences = preferences;
        this.webhooks = webhooks;
        this.writer = writer;
        this.enclosures = enclosures;
        this.turnOffs = turnOffs;
        this.events = events;
        this.clock = clock;
    }

    /** Empty when the message must not be sent any more, or not yet, or is not this node's any more. That is written down then. */
    Optional<Begun> begin(Taken taken) {
        var together = sendable(taken);
        var own = together.stream().filter(due -> due.id().equals(taken.id())).findFirst();
        if (own.isEmpty()) {
            return Optional.empty();
        }
        var first = own.get();
        var now = clock.instant();
        var awake = first.pressing() ? now : endOfQuietHours(first, now);
        if (awake.isAfter(now)) {
            putBack(taken, awake, false);
            return Optional.empty();
        }
        if (first.reader() != null) {
            limits.lock(first.channel(), first.reader());
            var until = heldUntil(taken, first, first.reader(), now);
            if (until.isPresent()) {
                // A message that may have been sent before keeps its own id, and one with a file leaves by itself.
                var mayBeHeld = taken.attempts() == 1 && together.size() == 1 && first.enclosure() == null;
                putBack(taken, until.get(), mayBeHeld);
                return Optional.empty();
            }
            if (taken.held() && gather(taken, first.channel(), first.reader()) > 0) {
                together = sendable(taken);
            }
        }
        var attempt = attempt(taken, first.channel(), first.reader(), now);
        return Optional.of(new Begun(attempt, letter(taken, together), parcel(first)));
    }

    /** What leaves in this message: the taken delivery and those that were held back with it. Suppresses those among them that must not be sent. */
    private List<Due> sendable(Taken taken) {
        var sendable = new ArrayList<Due>();
        jdbc.sql(READ)
                .param("id", taken.id())
                .param("attempts", taken.attempts())
                .param("now", Timestamp.from(clock.instant()))
                .query((row, number) -> due(row))
                .list()
                .forEach(due -> {
                    if (due.objection() == null) {
                        sendable.add(due);
                    } else {
                        suppress(due.id(), due.objection());
                    }
                });
        return sendable;
    }

    private Due due(ResultSet row) throws SQLException {
        var zone = row.getString("timezone");
        var dueAt = row.getTimestamp("due_at");
        var ticketId = row.getObject("ticket_id", UUID.class);
        var recipient = row.getString("recipient");
        var current = row.getString("current");
        var due = new Due(
                row.getObject("id", UUID.class),
                Channel.valueOf(row.getString("channel")),
                current == null ? recipient : current,
                row.getString("reader"),
                row.getString("title"),
                row.getString("body"),
                Optional.ofNullable(row.getString("message"))
                        .flatMap(Message::called)
                        .orElse(null),
                Optional.ofNullable(row.getString("facts")).map(Facts::ofJson).orElse(Facts.none()),
                Optional.ofNullable(row.getString("locale"))
                        .map(Locale::forLanguageTag)
                        .map(Language::of)
                        .orElse(Language.ENGLISH),
                turnOff(row),
                ticketId == null
                        ? null
                        : new Letter.About(
                                ticketId, row.getString("ticket_number"), row.getObject("team_id", UUID.class)),
                row.getBoolean("pressing"),
                zone == null ? null : ZoneId.of(zone),
                row.getString("names"),
                dueAt == null ? null : dueAt.toInstant(),
                row.getString("enclosure"),
                objection(row, current));
        if (current != null && !current.equals(recipient)) {
            jdbc.sql("update deliveries set recipient = :current where id = :id")
                    .param("current", current)
                    .param("id", due.id())
                    .update();
        }
        return due;
    }

    private @Nullable String turnOff(ResultSet row) throws SQLException {
        var enclosure = row.getString("enclosure");
        if (enclosure != null) {
            return enclosures.turnOff(enclosure, UUID.fromString(row.getString("reader")));
        }
        var person = row.getObject("recipient_id", UUID.class);
        return person == null ? null : turnOffs.linkFor(person, Event.valueOf(row.getString("event")));
    }

    private @Nullable String objection(ResultSet row, @Nullable String current) throws SQLException {
        if (row.getString("enclosure") != null) {
            var refused = enclosures.objection(row.getString("enclosure"), UUID.fromString(row.getString("reader")));
            if (refused.isPresent()) {
                return refused.get();
            }
        }
        if (!row.getBoolean("unnoted")) {
            if (!row.getBoolean("readable")) {
                return Deliveries.NOT_FOR_THEM;
            }
            if (!row.getBoolean("still_asked")) {
                return Deliveries.OVER;
            }
        }
        if (row.getBoolean("link_ended")) {
            return Deliveries.LINK_ENDED;
        }
        if (current == null) {
            return "The recipient has no telephone number any more";
        }
        return row.getString("channel").equals(Channel.SLACK.name())
                ? objection(webhooks.find(current), row.getBoolean("internal"))
                : null;
    }

    private static @Nullable String objection(Optional<Webhooks.Found> webhook, boolean internal) {
        if (webhook.isEmpty()) {
            return "The webhook is not set up any more";
        }
        return internal && !webhook.get().internal() ? "The webhook is not marked as internal" : null;
    }

    private Instant endOfQuietHours(Due due, Instant now) {
        if (due.zone() == null || due.reader() == null) {
            return now;
        }
        var person = UUID.fromString(due.reader());
        var quiet = preferences
                .of(List.of(person))
                .getOrDefault(person, NotificationPreferences.USUAL)
                .quietHours();
        return quiet == null ? now : quiet.endAfter(now, due.zone());
    }

    private Optional<Instant> heldUntil(Taken taken, Due due, String reader, Instant now) {
        if (due.pressing()) {
            return limits.notBefore(due.channel(), reader, now);
        }
        var until = limits.holdUntil(due.channel(), reader, now);
        // A new message does not overtake those that wait: it leaves with them.
        return until.isPresent() || taken.held() || taken.attempts() > 1 ? until : endOfWaiting(due.channel(), reader);
    }

    private Optional<Instant> endOfWaiting(Channel channel, String reader) {
        return jdbc.sql(
                        "select max(next_attempt_at) from deliveries where channel = :channel and reader = :reader and held and state = 'PENDING'")
                .param("channel", channel.name())
                .param("reader", reader)
                .query((row, number) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
                .single();
    }

    /** Puts what is held back for the reader into the message of the taken delivery. Answers how many deliveries were added. */
    private int gather(Taken taken, Channel channel, String reader) {
        return jdbc.sql("""
                        with others as materialized (
                            select id from deliveries
                            where channel = :channel and reader = :reader and held and state = 'PENDING' order by id limit :most for update skip locked)
                        update deliveries set digest_id = :id, held = false from others where deliveries.id = others.id""")
                .param("channel", channel.name())
                .param("reader", reader)
                .param("most", MOST_IN_ONE - 1)
                .param("id", taken.id())
                .update();
    }

    private @Nullable Parcel parcel(Due due) {
        return due.enclosure() == null || due.reader() == null
                ? null
                : new Parcel(
                        enclosures,
                        due.enclosure(),
                        UUID.fromString(due.reader()),
                        writer.contentOf(due.attached(false)));
    }

    private Letter letter(Taken taken, List<Due> together) {
        var first = together.get(0);
        return together.size() == 1
                ? new Letter(
                        taken.id(),
                        first.recipient(),
                        writer.contentOf(first.enclosure() == null ? first : first.attached(true)),
                        first.ticket(),
                        first.turnOff(),
                        first.reader() == null)
                : new Letter(taken.id(), first.recipient(), writer.contentOf(together), null, null, false);
    }

    private Attempt attempt(Taken taken, Channel channel, @Nullable String reader, Instant now) {
        var attempt = new Attempt(Ids.next(), channel, taken);
        jdbc.sql("insert into delivery_attempts (id, delivery_id, channel, reader, at)"
                        + " values (:id, :delivery, :channel, :reader, :now)")
                .param("id", attempt.id())
                .param("delivery", taken.id())
                .param("channel", channel.name())
                .param("reader", reader)
                .param("now", Timestamp.from(now))
                .update();
        return attempt;
    }

    void sent(Attempt attempt, Receipt receipt) {
        end(attempt.id(), "SENT", null, receipt, null);
        settle(
                attempt.taken(),
                "state = 'SENT', sent_at = :now, provider_id = :provider, last_error = null",
                null,
                receipt.providerId());
        events.publishEvent(new Deliveries.Sent(
                attempt.channel(), Duration.between(attempt.taken().createdAt(), clock.instant())));
    }

    /** The message is tried again at the given instant. */
    void putOff(Attempt attempt, Instant until, String error, Duration pause) {
        var now = clock.instant();
        end(attempt.id(), "PUT_OFF", error, null, pause.isZero() ? null : now.plus(pause));
        jdbc.sql("update deliveries set next_attempt_at = :until, last_error = :error" + Deliveries.IF_STILL_OURS)
                .param("until", Timestamp.from(until))
                .param("error", error)
                .param("id", attempt.taken().id())
                .param("attempts", attempt.taken().attempts())
                .update();
    }

    /** Gives up a message that the provider would refuse at every attempt, or that was tried often enough. */
    void giveUp(Attempt attempt, SendingFailedException failure) {
        var error = failure.reason();
        end(attempt.id(), "FAILED", error, null, null);
        settle(attempt.taken(), "state = 'FAILED', last_error = :error", error, null);
        events.publishEvent(new Deliveries.GivenUp(
                attempt.taken().id(), attempt.channel(), error, failure.isForGood(), failure.isAtTheServer()));
    }

    /** An attempt in which the provider was not reached, so it counts for no limit. */
    Attempt inVain(Taken taken, Channel channel) {
        return attempt(taken, channel, null, clock.instant());
    }

    private void end(
            UUID attempt,
            String outcome,
            @Nullable String error,
            @Nullable Receipt receipt,
            @Nullable Instant notBefore) {
        jdbc.sql("""
                        update delivery_attempts set ended_at = :now, outcome = :outcome, error = :error, provider_id = :provider, parts = :parts,
                            not_before_at = :notBefore
                        where id = :id""")
                .param("now", Timestamp.from(clock.instant()))
                .param("outcome", outcome)
                .param("error", error)
                .param("provider", receipt == null ? null : receipt.providerId())
                .param("parts", receipt == null ? null : receipt.parts())
                .param("notBefore", notBefore == null ? null : Timestamp.from(notBefore))
                .param("id", attempt)
                .update();
    }

    /** Nothing was tried, so it does not count as an attempt. */
    private void putBack(Taken taken, Instant until, boolean held) {
        jdbc.sql("update deliveries set attempts = attempts - 1, next_attempt_at = :until, held = :held"
                        + Deliveries.IF_STILL_OURS)
                .param("until", Timestamp.from(until))
                .param("held", held)
                .param("id", taken.id())
                .param("attempts", taken.attempts())
                .update();
    }

    private void suppress(UUID delivery, String reason) {
        jdbc.sql("""
                        update deliveries set state = 'SUPPRESSED', next_attempt_at = null, last_error = :reason, body = null, facts = null, digest_id = null
                        where id = :id and state = 'PENDING'""").param("reason", reason).param("id", delivery).update();
    }

    /** Ends the delivery and those that left in the same message, if this node still holds it. */
    private void settle(Taken taken, String change, @Nullable String error, @Nullable String providerId) {
        jdbc.sql("""
                        with ours as (select id from deliveries %s)
                        update deliveries set next_attempt_at = null, body = null, facts = null, %s
                        from ours where (deliveries.id = ours.id or digest_id = ours.id) and state = 'PENDING'""".formatted(Deliveries.IF_STILL_OURS, change))
                .param("id", taken.id())
                .param("attempts", taken.attempts())
                .param("now", Timestamp.from(clock.instant()))
                .param("error", error)
                .param("provider", providerId)
                .update();
    }
}
