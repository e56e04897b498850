package io.ticketflow.notification.notes;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.delivery.Deliveries;
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
    private static final String OF_THE_SERVER = "The mail server takes no mails";

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
                .map(mail -> givenUp.atTheServer() ? ofTheServer(mail, givenUp.reason()) : of(mail, givenUp.reason()))
                .ifPresent(this::tell);
    }

    private static Note of(Refused mail, String reason) {
        return Note.ofItself(
                Event.MAIL_REFUSED,
                "Mails to %s do not reach %s".formatted(mail.recipient(), mail.fullName()),
                reason + ".",
                "Change the address of the account if it is wrong. Until then this person is told in the application only.");
    }

    private static Note ofTheServer(Refused mail, String reason) {
        return Note.ofItself(
                Event.MAIL_REFUSED,
                OF_THE_SERVER,
                reason + ".",
                "A mail to %s (%s) was given up after its last try, and others may follow. Until the server takes mails again, people are told in the application only."
                        .formatted(mail.fullName(), mail.recipient()));
    }

    private void tell(Note note) {
        outbox.add(note.to(directory.withRole(Role.ADMIN).stream()
                .map(Person::id)
                .filter(admin -> !wasTold(admin, note.title()))
                .toList()));
    }

    private boolean wasTold(UUID admin, String title) {
        return jdbc.sql("""
                        select exists (select from notifications
                        where recipient_id = :admin and created_at > :since and event = 'MAIL_REFUSED' and title = :title)""")
                .param("admin", admin)
                .param("since", Timestamp.from(clock.instant().minus(ONCE_IN)))
                .param("title", title)
                .query(Boolean.class)
                .single();
    }
}
