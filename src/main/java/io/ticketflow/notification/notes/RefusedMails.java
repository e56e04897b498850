package io.ticketflow.notification.notes;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.delivery.Deliveries;
import io.ticketflow.notification.template.Fact;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Message;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.UUID;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/**
 * Tells the administrators that mails were given up: once a day for each address that does not take them, and once a day in all when the fault lies with the mail
 * server. They are not told of people who registered with an address and never confirmed it, because otherwise strangers could fill their inboxes, nor of a mail
 * that told an administrator of such a fault.
 */
@Component
class RefusedMails {

    private static final Duration ONCE_IN = Duration.ofDays(1);

    /** SQL: reads a delivery with its person. A person who never confirmed the address and never signed in has a password of their own only by registering. */
    private static final String REFUSED = """
            select person.full_name, deliveries.recipient
            from deliveries
                left join notifications told on told.id = notification_id
                join users person on person.id = told.recipient_id or person.email = deliveries.recipient and notification_id is null
            where deliveries.id = :id and deliveries.channel = 'EMAIL' and deliveries.state = 'FAILED' and told.event is distinct from 'MAIL_REFUSED'
                and (notification_id is not null or person.email_verified or person.last_login_at is not null
                    or person.password_hash is null)""";

    /** JDBC, because deliveries are rows without entities, and one statement reads a delivery with its person. */
    private final JdbcClient jdbc;

    private final Directory directory;
    private final Outbox outbox;
    private final Clock clock;

    RefusedMails(JdbcClient jdbc, Directory directory, Outbox outbox, Clock clock) {
        this.jdbc = jdbc;
        this.directory = directory;
        this.outbox = outbox;
        this.clock = clock;
    }

    private record Refused(String fullName, String recipient) {}

    @EventListener
    void on(Deliveries.GivenUp givenUp) {
        jdbc.sql(REFUSED)
                .param("id", givenUp.id())
                .query(Refused.class)
                .optional()
                .ifPresent(mail -> tell(
                        givenUp.atTheServer() ? ofTheServer(mail, givenUp.reason()) : of(mail, givenUp.reason()),
                        mail.recipient()));
    }

    private static Note of(Refused mail, String reason) {
        return about(Message.MAIL_REFUSED, mail, reason);
    }

    private static Note ofTheServer(Refused mail, String reason) {
        return about(Message.MAIL_REFUSED_SERVER, mail, reason);
    }

    private static Note about(Message message, Refused mail, String reason) {
        return Note.ofItself(
                Event.MAIL_REFUSED,
                message,
                Facts.none()
                        .text(Fact.ADDRESS, mail.recipient())
                        .text(Fact.PERSON, mail.fullName())
                        .text(Fact.REFUSAL, reason));
    }

    private void tell(Note note, String address) {
        outbox.add(note.to(directory.withRole(Role.ADMIN).stream()
                .map(Person::id)
                .filter(admin -> !wasTold(admin, note.message(), address))
                .toList()));
    }

    /** Whether the admin was told of this address lately, or of the server, which takes no mail to any address. */
    private boolean wasTold(UUID admin, Message message, String address) {
        return jdbc.sql("""
                        select exists (select from notifications
                        where recipient_id = :admin and created_at > :since and message = :message
                            and (:atTheServer or facts ->> :key = :address))""")
                .param("admin", admin)
                .param("since", Timestamp.from(clock.instant().minus(ONCE_IN)))
                .param("message", message.fileName())
                .param("atTheServer", message == Message.MAIL_REFUSED_SERVER)
                .param("key", Fact.ADDRESS.key())
                .param("address", address)
                .query(Boolean.class)
                .single();
    }
}
