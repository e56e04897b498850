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
 * Tells the administrators that mails do not reach a person, once a day for each address. They are not told of people who registered with an address and never
 * confirmed it: otherwise strangers could fill their inboxes.
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
            where deliveries.id = :id and deliveries.state = 'FAILED' and told.event is distinct from 'MAIL_REFUSED'
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
    void on(Deliveries.Refused refused) {
        jdbc.sql(REFUSED)
                .param("id", refused.id())
                .query(Refused.class)
                .optional()
                .ifPresent(mail -> tell(mail, refused.reason()));
    }

    private void tell(Refused mail, String reason) {
        var title = "Mails to %s do not reach %s".formatted(mail.recipient(), mail.fullName());
        var untold = directory.withRole(Role.ADMIN).stream()
                .map(Person::id)
                .filter(admin -> !wasTold(admin, title))
                .toList();
        outbox.add(Note.ofItself(
                        Event.MAIL_REFUSED,
                        title,
                        reason + ".",
                        "Change the address of the account if it is wrong. Until then this person is told in the application only.")
                .to(untold));
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
