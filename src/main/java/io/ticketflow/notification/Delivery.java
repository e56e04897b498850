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

/** A notification on its way to one address. */
@Entity
@SuppressWarnings("UnusedVariable") // written for whoever sends it
@Table(name = "deliveries")
class Delivery {

    enum State {
        PENDING,
        /** There is no such way out; {@code lastError} says why. */
        SUPPRESSED
    }

    @Id
    private UUID id;

    private UUID notificationId;

    @Enumerated(EnumType.STRING)
    private Channel channel;

    private String recipient;

    @Enumerated(EnumType.STRING)
    private State state;

    private int attempts;
    private @Nullable Instant nextAttemptAt;
    private @Nullable String lastError;
    private Instant createdAt;

    protected Delivery() {}

    /**
     * A way for this notification to go.
     *
     * @param obstacle why it cannot; null when it can
     */
    Delivery(Notification notification, Channel channel, String recipient, @Nullable String obstacle) {
        this.id = Ids.next();
        this.notificationId = notification.id();
        this.channel = channel;
        this.recipient = recipient;
        this.state = obstacle == null ? State.PENDING : State.SUPPRESSED;
        this.nextAttemptAt = obstacle == null ? notification.createdAt() : null;
        this.lastError = obstacle;
        this.createdAt = notification.createdAt();
    }
}
