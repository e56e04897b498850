package io.ticketflow.notification.notes;

import io.ticketflow.identity.Directory;
import io.ticketflow.notification.Preferences;
import io.ticketflow.notification.channel.ChannelSettings;
import io.ticketflow.notification.channel.Webhooks;
import io.ticketflow.notification.delivery.Rounds;
import io.ticketflow.notification.template.Templates;
import io.ticketflow.platform.Ids;
import io.ticketflow.platform.Settings;
import io.ticketflow.ticket.ServiceDesk;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/** Makes outboxes with other settings than those of the tests' application, and mails with words of a test. */
@Component
public class TestOutbox {

    private final EntityManager entities;
    private final Directory directory;
    private final Preferences preferences;
    private final Templates templates;
    private final ServiceDesk desk;
    private final Settings settings;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    TestOutbox(
            EntityManager entities,
            Directory directory,
            Preferences preferences,
            Templates templates,
            ServiceDesk desk,
            Settings settings,
            ApplicationEventPublisher events,
            Clock clock) {
        this.entities = entities;
        this.directory = directory;
        this.preferences = preferences;
        this.templates = templates;
        this.desk = desk;
        this.settings = settings;
        this.events = events;
        this.clock = clock;
    }

    public Outbox with(ChannelSettings channels, Rounds rounds) {
        var slack = new SlackMessages(new Webhooks(channels, settings, directory), desk);
        return new Outbox(entities, directory, preferences, templates, channels, slack, rounds, events, clock);
    }

    /** Writes a mail whose words are stored with it, as builds without templates wrote it. Needs a transaction. */
    public void write(String recipient, String subject, String body) {
        entities.createNativeQuery("""
                        insert into deliveries (id, channel, recipient, subject, body, state, next_attempt_at, created_at)
                        values (:id, 'EMAIL', :recipient, :subject, :body, 'PENDING', :now, :now)""")
                .setParameter("id", Ids.next())
                .setParameter("recipient", recipient)
                .setParameter("subject", subject)
                .setParameter("body", body)
                .setParameter("now", clock.instant())
                .executeUpdate();
    }
}
