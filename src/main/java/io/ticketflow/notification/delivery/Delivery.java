package io.ticketflow.notification.delivery;

import io.ticketflow.identity.Person;
import io.ticketflow.notification.Channel;
import io.ticketflow.notification.Notification;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Message;
import io.ticketflow.platform.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/** A notification, or a mail without a notification, on its way to one address. JPA inserts it; after that only {@link Deliveries} changes it. */
@Entity
@SuppressWarnings("UnusedVariable") // written for Deliveries
@Table(name = "deliveries")
public class Delivery {

    /** What became of the message. */
    public enum State {
        /** The delivery waits for {@code nextAttemptAt}, or a node is sending it until then. */
        PENDING,
        /** The provider has accepted the message. */
        SENT,
        /** The provider reports that the message has arrived. */
        DELIVERED,
        /** The application has given up; {@code lastError} holds the reason. */
        FAILED,
        /** The channel is not set up, or the recipient may not read the message any more; {@code lastError} holds the reason. */
        SUPPRESSED
    }

    @Id
    private UUID id;

    private @Nullable UUID notificationId;

    @Enumerated(EnumType.STRING)
    private Channel channel;

    private String recipient;

    @Enumerated(EnumType.STRING)
    private State state;

    private int attempts;
    private @Nullable Instant nextAttemptAt;
    private @Nullable String lastError;
    private @Nullable String subject;
    private @Nullable String body;
    private @Nullable String message;

    @JdbcTypeCode(SqlTypes.JSON)
    private @Nullable String facts;

    private @Nullable String reader;
    private @Nullable Instant endsAt;
    private UUID @Nullable [] sharedWith;
    private @Nullable String enclosure;
    private Instant createdAt;

    protected Delivery() {}

    /**
     * A delivery of this notification by one channel.
     *
     * @param obstacle why the channel cannot be used; null when it can
     * @param from when it may be sent at the earliest
     */
    public Delivery(
            Notification notification, Channel channel, String recipient, @Nullable String obstacle, Instant from) {
        this(channel, recipient, obstacle, notification.createdAt());
        this.nextAttemptAt = obstacle == null ? from : null;
        this.notificationId = notification.id();
        this.reader = notification.recipientId().toString();
    }

    /** A message to Slack for the recipients of these notifications, of which there is at least one. */
    public Delivery(List<Notification> readers, String webhook, @Nullable String obstacle, Instant now) {
        this(Channel.SLACK, webhook, obstacle, now);
        this.notificationId = readers.get(0).id();
        this.reader = webhook;
        this.sharedWith = readers.stream().map(Notification::id).toArray(UUID[]::new);
    }

    /**
     * A mail without a notification, whose words are made when it is sent. If mail is not set up, the facts are not stored, because one of them is secret.
     *
     * @param endsAt when the link in the mail ends; null when it has none that ends
     */
    public Delivery(
            String recipient,
            String subject,
            Message message,
            Facts facts,
            @Nullable Instant endsAt,
            @Nullable String obstacle,
            Instant now) {
        this(Channel.EMAIL, recipient, obstacle, now);
        this.subject = subject;
        this.endsAt = endsAt;
        this.message = message.fileName();
        this.facts = obstacle == null ? facts.toJson() : null;
    }

    /** A mail with a file, which is made when it is sent, as the words are. */
    public Delivery(
            Person reader,
            String subject,
            Message message,
            Facts facts,
            String enclosure,
            @Nullable String obstacle,
            Instant now) {
        this(reader.email(), subject, message, facts, null, obstacle, now);
        this.reader = reader.id().toString();
        this.enclosure = enclosure;
    }

    private Delivery(Channel channel, String recipient, @Nullable String obstacle, Instant now) {
        this.id = Ids.next();
        this.channel = channel;
        this.recipient = recipient;
        this.state = obstacle == null ? State.PENDING : State.SUPPRESSED;
        this.nextAttemptAt = obstacle == null ? now : null;
        this.lastError = obstacle;
        this.createdAt = now;
    }
}
