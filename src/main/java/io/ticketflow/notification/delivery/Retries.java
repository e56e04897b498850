package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Channel;
import io.ticketflow.notification.channel.ChannelSettings;
import io.ticketflow.notification.channel.Webhooks;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.ConflictException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Lets administrators have messages sent again. A failed message begins its attempts anew, and a message that waits is tried at once. Everything that is asked
 * before a message is sent is asked again: whether its recipient may still read it, their quiet hours, and the limits.
 */
@Component
public class Retries {

    /**
     * The result of sending several messages again.
     *
     * @param retried how many messages are sent again
     * @param more whether the filter selects further messages, for another request
     */
    public record Retried(int retried, boolean more) {}

    private static final int BATCH = 500;
    private static final int MOST_IN_A_REQUEST = 10_000;

    /** No node is talking to the provider about the delivery at this moment. */
    private static final String NOT_BEING_SENT = """
            not exists (
                select 1 from delivery_attempts attempt
                where attempt.delivery_id = coalesce(digest_id, deliveries.id) and attempt.ended_at is null and attempt.at > :dead)""";

    /** A delivery that was suppressed for another reason than missing settings was withdrawn for good. */
    private static final String CAN_BE_RETRIED = """
            case deliveries.state
                when 'FAILED' then true
                when 'SUPPRESSED' then starts_with(last_error, :missing)
                when 'PENDING' then digest_id is null and next_attempt_at > :now and coalesce(deliveries.ends_at > :now, true) and %s
                else false
            end and (notification_id is not null or deliveries.body is not null or deliveries.facts is not null)""".formatted(NOT_BEING_SENT);

    private static final String AGAIN = """
            update deliveries set state = 'PENDING', next_attempt_at = :now,
                former_attempts = case state when 'PENDING' then former_attempts else attempts end,
                last_error = case state when 'PENDING' then last_error end""";

    private static final String BATCH_AGAIN = """
            with picked as materialized (
                select deliveries.id %s order by deliveries.id limit :most for update of deliveries skip locked),
            retried as (%s
                from picked where deliveries.id = picked.id returning deliveries.id)
            select id from retried order by id""";

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    /** SQL: one statement changes a batch. */
    private final JdbcClient jdbc;

    private final DeliveryFinder finder;
    private final ChannelSettings channels;
    private final Webhooks webhooks;
    private final Rounds rounds;
    private final AuditTrail audit;
    private final TransactionTemplate transaction;
    private final Clock clock;

    Retries(
            JdbcClient jdbc,
            DeliveryFinder finder,
            ChannelSettings channels,
            Webhooks webhooks,
            Rounds rounds,
            AuditTrail audit,
            TransactionTemplate transaction,
            Clock clock) {
        this.jdbc = jdbc;
        this.finder = finder;
        this.channels = channels;
        this.webhooks = webhooks;
        this.rounds = rounds;
        this.audit = audit;
        this.transaction = transaction;
        this.clock = clock;
    }

    /**
     * A delivery that is to be sent again.
     *
     * @param message the delivery in whose message it leaves: itself, mostly
     */
    private record Standing(
            UUID message,
            Delivery.State state,
            Channel channel,
            String to,
            @Nullable String lastError,
            boolean isTextGone,
            boolean isLinkOver,
            @Nullable UUID recipient) {}

    /**
     * Sends one message again. If it is being sent at this moment, nothing more happens.
     *
     * @throws ConflictException if the provider has accepted the message, or it was withdrawn, or it cannot be sent any more
     */
    public void retry(UUID id, Actor by) {
        finder.requireAdministrator(by);
        transaction.executeWithoutResult(status -> {
            var now = clock.instant();
            var standing = locked(id, now);
            refuse(standing);
            jdbc.sql(AGAIN + " where deliveries.id = :message and state in ('PENDING', 'FAILED', 'SUPPRESSED') and "
                            + NOT_BEING_SENT)
                    .param("message", standing.message())
                    .param("now", Timestamp.from(now))
                    .param("dead", Timestamp.from(now.minus(Postman.LEASE)))
                    .update();
            audit.record(AuditType.DELIVERIES_RETRIED, by, standing.recipient(), Map.of("delivery", id));
        });
        rounds.begin();
    }

    private Standing locked(UUID id, Instant now) {
        return jdbc.sql("""
                        select case when state = 'PENDING' and digest_id is not null then digest_id else deliveries.id end as message,
                            state, channel, recipient, last_error, notification_id is null and deliveries.body is null and deliveries.facts is null as text_gone,
                            coalesce(deliveries.ends_at <= :now, false) as link_over, told.recipient_id
                        from deliveries left join notifications told on told.id = notification_id
                        where deliveries.id = :id for update of deliveries""")
                .param("id", id)
                .param("now", Timestamp.from(now))
                .query((row, number) -> standing(row))
                .optional()
                .orElseThrow(DeliveryFinder::notFound);
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(
                row.getObject("message", UUID.class),
                Delivery.State.valueOf(row.getString("state")),
                Channel.valueOf(row.getString("channel")),
                row.getString("recipient"),
                row.getString("last_error"),
                row.getBoolean("text_gone"),
                row.getBoolean("link_over"),
                row.getObject("recipient_id", UUID.class));
    }

    private void refuse(Standing standing) {
        switch (standing.state()) {
            case SENT, DELIVERED ->
                throw new ConflictException("ALREADY_SENT", "The provider has accepted the message already.");
            case SUPPRESSED -> {
                var reason = Objects.requireNonNullElse(standing.lastError(), "");
                if (!reason.startsWith(ChannelSettings.MISSING)) {
                    throw new ConflictException("WITHDRAWN", "The message was withdrawn: %s.".formatted(reason));
                }
            }
            case PENDING, FAILED -> {}
        }
        if (standing.isTextGone()) {
            throw new ConflictException(
                    "TEXT_DELETED",
                    "The text of a mail about an account has a secret link and is deleted when the mail ends. Let the person ask for another mail.");
        }
        if (standing.isLinkOver()) {
            throw new ConflictException(
                    "LINK_ENDED", "The link in the mail does not work any more. Let the person ask for another mail.");
        }
        obstacle(standing).ifPresent(missing -> {
            throw new ConflictException("CHANNEL_OFF", "%s cannot be used. %s.".formatted(standing.channel(), missing));
        });
    }

    private Optional<String> obstacle(Standing standing) {
        if (standing.channel() != Channel.SLACK) {
            return channels.obstacle(standing.channel());
        }
        return webhooks.find(standing.to()).isPresent()
                ? Optional.empty()
                : Optional.of("There is no webhook \"%s\"".formatted(standing.to()));
    }

    /** Sends up to 10 000 messages again: those that the filter selects and that can be sent again. Without states in the filter, the failed ones. */
    public Retried retryAll(DeliveryFilter filter, Actor by) {
        finder.requireAdministrator(by);
        var usable = Arrays.stream(Channel.values())
                .filter(channel ->
                        channel == Channel.SLACK || channels.obstacle(channel).isEmpty())
                .filter(channel ->
                        filter.channels().isEmpty() || filter.channels().contains(channel))
                .toList();
        var states = filter.states().isEmpty() ? List.of(Delivery.State.FAILED) : filter.states();
        var wanted = new DeliveryFilter(states, usable, filter.events(), filter.ticketId(), filter.from(), filter.to());
        var retried = 0;
        var more = !usable.isEmpty();
        var behind = BEFORE_ALL;
        while (more && retried < MOST_IN_A_REQUEST) {
            var batch = retryBatch(wanted, behind, by);
            retried += batch.size();
            more = batch.size() == BATCH;
            behind = more ? batch.get(BATCH - 1) : behind;
        }
        rounds.begin();
        return new Retried(retried, more);
    }

    /** Answers the deliveries of the batch, in the order of their ids. */
    private List<UUID> retryBatch(DeliveryFilter filter, UUID behind, Actor by) {
        return Objects.requireNonNull(transaction.execute(status -> {
            var now = clock.instant();
            var selection = new Selection(filter);
            selection.and(CAN_BE_RETRIED);
            selection.and("deliveries.id > :behind");
            selection.and("(deliveries.channel <> 'SLACK' or deliveries.recipient in (:webhooks))");
            var batch = jdbc.sql(BATCH_AGAIN.formatted(Selection.FROM + selection.where(), AGAIN))
                    .params(selection.parameters())
                    .param("missing", ChannelSettings.MISSING)
                    .param("now", Timestamp.from(now))
                    .param("dead", Timestamp.from(now.minus(Postman.LEASE)))
                    .param("behind", behind)
                    .param("webhooks", webhooks())
                    .param("most", BATCH)
                    .query(UUID.class)
                    .list();
            if (!batch.isEmpty()) {
                audit.record(AuditType.DELIVERIES_RETRIED, by, null, detail(filter, batch.size()));
            }
            return batch;
        }));
    }

    /** The names of the webhooks that are set up now, and a name that none has, because SQL has no empty list. */
    private List<String> webhooks() {
        var names = jdbc.sql("select distinct recipient from deliveries where channel = 'SLACK' and state <> 'SENT'")
                .query(String.class)
                .list();
        return Stream.concat(Stream.of(""), names.stream().filter(name -> webhooks.find(name)
                        .isPresent()))
                .toList();
    }

    private static Map<String, Object> detail(DeliveryFilter filter, int retried) {
        var detail = new HashMap<String, Object>();
        detail.put("retried", retried);
        detail.put("state", filter.states());
        detail.put("channel", filter.channels());
        detail.put("event", filter.events());
        detail.put("ticket", filter.ticketId());
        detail.put("from", text(filter.from()));
        detail.put("to", text(filter.to()));
        detail.values().removeIf(value -> value == null || value.equals(List.of()));
        return detail;
    }

    private static @Nullable String text(@Nullable Instant instant) {
        return instant == null ? null : instant.toString();
    }
}
