package io.ticketflow.notification;

import io.ticketflow.platform.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A notification, or a mail that is none, on its way to one address. Written here, and from then on kept by {@link Deliveries}. */
@Entity
@SuppressWarnings("UnusedVariable") // written for whoever sends it
@Table(name = "deliveries")
class Delivery {

    enum State {
        /** Waits for {@code nextAttemptAt}, or is being sent until then. */
        PENDING,
        /** The provider has taken it. */
        SENT,
        /** Given up; {@code lastError} says why. */
        FAILED,
        /** There is no such way out, or it is not for the recipient any more; {@code lastError} says why. */
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
    private Instant createdAt;

    protected Delivery() {}

    /**
     * A way for this notification to go.
     *
     * @param obstacle why it cannot; null when it can
     * @param from when it may go
     */
    Delivery(Notification notification, Channel channel, String recipient, @Nullable String obstacle, Instant from) {
        this(channel, recipient, obstacle, notification.createdAt());
        this.nextAttemptAt = obstacle == null ? from : null;
        this.notificationId = notification.id();
    }

    /** A mail of its own. If it cannot go, its text is forgotten at once. */
    Delivery(String recipient, String subject, String body, @Nullable String obstacle, Instant now) {
        this(Channel.EMAIL, recipient, obstacle, now);
        this.subject = subject;
        this.body = obstacle == null ? body : null;
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
