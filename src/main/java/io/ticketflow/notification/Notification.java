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
import org.hibernate.annotations.JdbcTypeCode;
import org.hibernate.annotations.SQLRestriction;
import org.hibernate.type.SqlTypes;
import org.jspecify.annotations.Nullable;

/**
 * A message to one person in the application, which they see for as long as they may read it. Marking it as read updates only {@code readAt}; an update of the
 * whole row would write back a text that is being redacted at that moment.
 */
@Entity
@DynamicUpdate
@SQLRestriction("in_app and " + Notification.MAY_BE_READ)
@Table(name = "notifications")
public class Notification {

    /**
     * The SQL condition under which the recipient may still read a row of {@code notifications}, by the data of now. Staff may read notifications about every
     * ticket. Requesters may read what is not internal about their own tickets and those that they watch. People whose account is deactivated may read nothing
     * about tickets.
     */
    public static final String MAY_BE_READ = """
            (ticket_id is null or exists (
                select 1 from tickets t, users u
                where t.id = ticket_id and t.deleted_at is null and u.id = recipient_id and u.active
                and (u.role <> 'END_USER' or (not internal and (t.requester_id = u.id or exists (
                    select 1 from ticket_watchers w where w.ticket_id = t.id and w.user_id = u.id))))))""";

    @Id
    private UUID id;

    private UUID recipientId;

    @Enumerated(EnumType.STRING)
    private Event event;

    private String title;
    private String body;

    @SuppressWarnings("UnusedVariable") // the words of mails are made of it and the facts
    private @Nullable String message;

    @JdbcTypeCode(SqlTypes.JSON)
    @SuppressWarnings("UnusedVariable")
    private @Nullable String facts;

    private @Nullable UUID ticketId;
    private @Nullable String ticketNumber;
    private Instant createdAt;
    private @Nullable Instant readAt;
    private boolean inApp;

    @SuppressWarnings("UnusedVariable") // MAY_BE_READ reads it
    private boolean internal;

    @Enumerated(EnumType.STRING)
    @SuppressWarnings("UnusedVariable") // Ask.STILL_ASKED reads it
    private @Nullable Ask asks;

    protected Notification() {}

    /**
     * A new notification, which is not read yet.
     *
     * @param title the title in the recipient's language of now
     * @param message which message it is; the words of mails are made of it and its facts when they are sent
     * @param facts as JSON
     * @param internal only staff may read it
     * @param asks what the recipient is asked for; null when they are only told
     * @param inApp whether the inbox shows it
     */
    public Notification(
            UUID recipientId,
            Event event,
            String title,
            String body,
            String message,
            String facts,
            @Nullable UUID ticketId,
            @Nullable String ticketNumber,
            boolean internal,
            @Nullable Ask asks,
            boolean inApp,
            Instant now) {
        this.id = Ids.next();
        this.recipientId = recipientId;
        this.event = event;
        this.title = title;
        this.body = body;
        this.message = message;
        this.facts = facts;
        this.ticketId = ticketId;
        this.ticketNumber = ticketNumber;
        this.createdAt = now;
        this.inApp = inApp;
        this.internal = internal;
        this.asks = asks;
    }

    /** Whether the inbox shows it; otherwise it only leaves by mail or SMS. */
    public boolean isInApp() {
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
