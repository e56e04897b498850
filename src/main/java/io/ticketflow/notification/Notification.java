package io.ticketflow.notification;

import io.ticketflow.platform.Ids;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.annotations.DynamicUpdate;
import org.hibernate.annotations.SQLRestriction;
import org.jspecify.annotations.Nullable;

/** Something one person was told. Being read writes nothing else, or it would write back what is redacted at that moment. */
@Entity
@DynamicUpdate
@SQLRestriction("in_app")
@Table(name = "notifications")
public class Notification {

    @Id
    private UUID id;

    private UUID recipientId;

    @Enumerated(EnumType.STRING)
    private Event event;

    private String title;
    private String body;
    private @Nullable UUID ticketId;
    private @Nullable String ticketNumber;
    private Instant createdAt;
    private @Nullable Instant readAt;
    private boolean inApp;

    protected Notification() {}

    Notification(UUID recipientId, Note note, boolean inApp, Instant now) {
        this.id = Ids.next();
        this.recipientId = recipientId;
        this.event = note.event();
        this.title = note.title();
        this.body = note.body();
        this.ticketId = note.ticketId();
        this.ticketNumber = note.ticketNumber();
        this.createdAt = now;
        this.inApp = inApp;
    }

    /** Shown in the application; otherwise it only goes to the outside. */
    boolean isInApp() {
        return inApp;
    }

    void markRead(Instant now) {
        if (readAt == null) {
            readAt = now;
        }
    }

    public UUID id() {
        return id;
    }

    public UUID recipientId() {
        return recipientId;
    }

    public Event event() {
        return event;
    }

    public String title() {
        return title;
    }

    public String body() {
        return body;
    }

    /** Null when it is not about a ticket. */
    public @Nullable UUID ticketId() {
        return ticketId;
    }

    /** Null when it is not about a ticket. */
    public @Nullable String ticketNumber() {
        return ticketNumber;
    }

    public Instant createdAt() {
        return createdAt;
    }

    /** Null until it is read. */
    public @Nullable Instant readAt() {
        return readAt;
    }
}
