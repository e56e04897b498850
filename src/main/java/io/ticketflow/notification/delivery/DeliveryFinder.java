package io.ticketflow.notification.delivery;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Role;
import io.ticketflow.notification.Channel;
import io.ticketflow.notification.Event;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Cursor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.Slice;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Shows administrators what leaves the application, and what became of it. The words of the messages are not shown. */
@Component
@Transactional(readOnly = true)
public class DeliveryFinder {

    /**
     * A delivery as an administrator sees it.
     *
     * @param event null for a mail about an account
     * @param recipient masked
     */
    public record Found(
            UUID id,
            @Nullable UUID notificationId,
            @Nullable Event event,
            @Nullable UUID ticketId,
            @Nullable String ticketNumber,
            Channel channel,
            String recipient,
            Delivery.State state,
            int attempts,
            @Nullable Instant nextAttemptAt,
            @Nullable String lastError,
            @Nullable String providerId,
            Instant createdAt,
            @Nullable Instant sentAt) {}

    /** How an attempt ended. */
    public enum Outcome {
        /** The attempt has begun, and has not ended. */
        RUNNING,
        /** The provider has accepted the message. */
        SENT,
        /** The message is tried again later. */
        PUT_OFF,
        FAILED,
        /** The node ended during the attempt, so the provider may have accepted the message. It is sent again with the same id. */
        NODE_ENDED
    }

    /** An attempt to send a delivery. */
    public record Tried(
            Instant at, Outcome outcome, @Nullable String error) {}

    private static final String NEWEST_FIRST = "-createdAt";

    private static final String READ = """
            select deliveries.id, notification_id, told.event, told.ticket_id, told.ticket_number, channel, recipient, state, attempts,
                next_attempt_at, last_error, provider_id, deliveries.created_at, sent_at""";

    private static final String NODE_ENDED =
            "The node ended before it wrote down the outcome; the provider may have accepted the message";

    /** SQL: deliveries are rows that only SQL changes, and the statement reads them with their notifications. */
    private final JdbcClient jdbc;

    private final Directory directory;
    private final Clock clock;

    DeliveryFinder(JdbcClient jdbc, Directory directory, Clock clock) {
        this.jdbc = jdbc;
        this.directory = directory;
        this.clock = clock;
    }

    /** Refuses all but administrators with 403. */
    public void requireAdministrator(Actor by) {
        if (directory.person(Objects.requireNonNull(by.userId())).role() != Role.ADMIN) {
            throw new ForbiddenException(
                    "ADMINS_ONLY", "Only administrators may see deliveries and have them sent again.");
        }
    }

    /** Newest first. */
    public CursorList<Found> list(DeliveryFilter filter, Slice slice, Actor by) {
        requireAdministrator(by);
        var selection = new Selection(filter);
        var total = slice.count() ? count(selection) : null;
        if (slice.cursor() != null) {
            var place = Cursor.decode(slice.cursor(), NEWEST_FIRST, 2);
            selection.and("(deliveries.created_at, deliveries.id) < (:behind, :behindId)");
            selection.set("behind", Timestamp.from(place.instant(0)));
            selection.set("behindId", place.id(1));
        }
        var found = jdbc.sql(READ + Selection.FROM + selection.where()
                        + " order by deliveries.created_at desc, deliveries.id desc limit :most")
                .params(selection.parameters())
                .param("most", slice.limit() + 1)
                .query((row, number) -> found(row))
                .list();
        return CursorList.of(
                found,
                slice.limit(),
                last -> new Cursor(
                        NEWEST_FIRST,
                        List.of(last.createdAt().toString(), last.id().toString())),
                total);
    }

    private Long count(Selection selection) {
        return jdbc.sql("select count(*)" + Selection.FROM + selection.where())
                .params(selection.parameters())
                .query(Long.class)
                .single();
    }

    /** Fails with 404 {@code DELIVERY_NOT_FOUND} if there is no such delivery, or it was deleted because of its age. */
    public Found read(UUID id, Actor by) {
        requireAdministrator(by);
        return jdbc.sql(READ + Selection.FROM + " where deliveries.id = :id")
                .param("id", id)
                .query((row, number) -> found(row))
                .optional()
                .orElseThrow(DeliveryFinder::notFound);
    }

    static NotFoundException notFound() {
        return new NotFoundException("DELIVERY_NOT_FOUND", "There is no such delivery.");
    }

    /** The attempts to send a delivery, or the message in which it leaves with others, oldest first. */
    public List<Tried> attempts(UUID id, Actor by) {
        requireAdministrator(by);
        return jdbc.sql("""
                        select attempt.at, outcome, error,
                            attempt.at <= :ended or lead(attempt.id) over (partition by attempt.delivery_id order by attempt.at, attempt.id) is not null as over
                        from deliveries join delivery_attempts attempt
                            on attempt.delivery_id = deliveries.id or attempt.delivery_id = digest_id and attempt.at >= deliveries.created_at
                        where deliveries.id = :id order by attempt.at, attempt.id""")
                .param("ended", Timestamp.from(clock.instant().minus(Postman.LEASE)))
                .param("id", id)
                .query((row, number) -> tried(row))
                .list();
    }

    private static Tried tried(ResultSet row) throws SQLException {
        var outcome = row.getString("outcome");
        var at = row.getTimestamp("at").toInstant();
        if (outcome != null) {
            return new Tried(at, Outcome.valueOf(outcome), row.getString("error"));
        }
        return row.getBoolean("over")
                ? new Tried(at, Outcome.NODE_ENDED, NODE_ENDED)
                : new Tried(at, Outcome.RUNNING, null);
    }

    private static Found found(ResultSet row) throws SQLException {
        var event = row.getString("event");
        var channel = Channel.valueOf(row.getString("channel"));
        return new Found(
                row.getObject("id", UUID.class),
                row.getObject("notification_id", UUID.class),
                event == null ? null : Event.valueOf(event),
                row.getObject("ticket_id", UUID.class),
                row.getString("ticket_number"),
                channel,
                Masked.recipient(channel, row.getString("recipient")),
                Delivery.State.valueOf(row.getString("state")),
                row.getInt("attempts"),
                instant(row, "next_attempt_at"),
                row.getString("last_error"),
                row.getString("provider_id"),
                row.getTimestamp("created_at").toInstant(),
                instant(row, "sent_at"));
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getTimestamp(column);
        return at == null ? null : at.toInstant();
    }
}
