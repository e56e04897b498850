package io.ticketflow.notification.notes;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.notification.Channel;
import io.ticketflow.notification.InboxEvent;
import io.ticketflow.notification.Notification;
import io.ticketflow.notification.NotificationPreferences;
import io.ticketflow.notification.Preferences;
import io.ticketflow.notification.Ways;
import io.ticketflow.notification.channel.ChannelSettings;
import io.ticketflow.notification.delivery.Deliveries;
import io.ticketflow.notification.delivery.Delivery;
import io.ticketflow.notification.delivery.Rounds;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Language;
import io.ticketflow.notification.template.Message;
import io.ticketflow.notification.template.Templates;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Collects the notes of a transaction and writes them right before the commit. A person gets one message for one act, however many events it causes, and all
 * messages together cost two batches of statements.
 */
@Component
public class Outbox {

    private final EntityManager entities;
    private final Directory directory;
    private final Preferences preferences;
    private final Templates templates;
    private final ChannelSettings channels;
    private final SlackMessages slack;
    private final Rounds rounds;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    Outbox(
            EntityManager entities,
            Directory directory,
            Preferences preferences,
            Templates templates,
            ChannelSettings channels,
            SlackMessages slack,
            Rounds rounds,
            ApplicationEventPublisher events,
            Clock clock) {
        this.entities = entities;
        this.directory = directory;
        this.preferences = preferences;
        this.templates = templates;
        this.channels = channels;
        this.slack = slack;
        this.rounds = rounds;
        this.events = events;
        this.clock = clock;
    }

    /** Needs a transaction. If it is rolled back, the note is not sent. */
    void add(Note note) {
        if (!note.recipients().isEmpty()) {
            gathering().add(note);
        }
    }

    /**
     * Writes a mail about an account, which has no notification, to an address that may belong to no user yet. Needs a transaction, too.
     *
     * @param linkLasts for how long the link in the mail works; null when it has none that ends
     */
    public void add(String recipient, Message message, Facts facts, @Nullable Duration linkLasts) {
        gathering();
        var now = clock.instant();
        var endsAt = linkLasts == null ? null : now.plus(linkLasts);
        var obstacle = channels.obstacle(Channel.EMAIL).orElse(null);
        var subject = templates
                .words(message, facts, Language.ENGLISH, ZoneOffset.UTC)
                .subject();
        entities.persist(new Delivery(recipient, subject, message, facts, endsAt, obstacle, now));
    }

    /**
     * Writes a mail with a file to a person. It has no notification. Needs a transaction, too.
     *
     * @param enclosure the key of the file
     */
    void add(Person reader, Message message, Facts facts, String enclosure) {
        gathering();
        var subject = templates
                .words(message, facts, Language.ENGLISH, ZoneOffset.UTC)
                .subject();
        var obstacle = channels.obstacle(Channel.EMAIL).orElse(null);
        entities.persist(new Delivery(reader, subject, message, facts, enclosure, obstacle, clock.instant()));
    }

    /** Hides the notifications about this ticket and suppresses the messages about it that were not sent yet. */
    void withdraw(UUID ticketId) {
        gathering().forget(ticketId);
        entities.createNativeQuery("""
                        update deliveries set state = 'SUPPRESSED', next_attempt_at = null, last_error = 'The ticket was deleted'
                        where state = 'PENDING' and notification_id in (select id from notifications where ticket_id = :ticket)""").setParameter("ticket", ticketId).executeUpdate();
        entities.createNativeQuery("update notifications set in_app = false where ticket_id = :ticket")
                .setParameter("ticket", ticketId)
                .executeUpdate();
    }

    /**
     * Hides what a person who is not staff any more may not read as a requester: notifications that are internal or about other people's tickets. They stay
     * hidden if the person becomes staff again.
     */
    void withdrawFrom(UUID person) {
        entities.createNativeQuery("""
                        with withdrawn as (
                            update notifications set in_app = false
                            where recipient_id = :person and (internal or not exists (
                                select 1 from tickets t where t.id = notifications.ticket_id and t.requester_id = :person))
                            returning id)
                        update deliveries set state = 'SUPPRESSED', next_attempt_at = null, last_error = :reason
                        from withdrawn where deliveries.notification_id = withdrawn.id and state = 'PENDING' and channel <> 'SLACK'""")
                .setParameter("person", person)
                .setParameter("reason", Deliveries.NOT_FOR_THEM)
                .executeUpdate();
    }

    private Gathering gathering() {
        for (var each : TransactionSynchronizationManager.getSynchronizations()) {
            if (each instanceof Gathering begun) {
                return begun;
            }
        }
        var gathering = new Gathering();
        TransactionSynchronizationManager.registerSynchronization(gathering);
        return gathering;
    }

    private List<Notification> write(Map<Told, Note> notes) {
        var told = notes.keySet().stream().map(Told::person).toList();
        var people = directory.people(told);
        var wishes = preferences.of(told);
        var written = new ArrayList<Notification>();
        var deliveries = new ArrayList<Delivery>();
        var writer = new NotificationWriter(templates);
        var forSlack = new ArrayList<SlackMessages.Wanted>();
        notes.forEach((to, note) -> {
            var person = people.get(to.person());
            var wished = wishes.getOrDefault(to.person(), NotificationPreferences.USUAL);
            if (person != null && person.active() && (person.isStaff() || !note.internal())) {
                var notification =
                        writer.notification(note, person, ways(note, wished).inApp(), clock.instant());
                var outside = deliveries(notification, note, person, wished);
                var inSlack = note.ticketId() != null && ways(note, wished).allow(Channel.SLACK);
                if (inSlack) {
                    forSlack.add(new SlackMessages.Wanted(note, notification));
                }
                if (notification.isInApp() || !outside.isEmpty() || inSlack) {
                    entities.persist(notification);
                    deliveries.addAll(outside);
                }
                if (notification.isInApp()) {
                    written.add(notification);
                }
            }
        });
        deliveries.addAll(slack.of(forSlack, clock.instant()));
        deliveries.forEach(entities::persist);
        return written;
    }

    private List<Delivery> deliveries(
            Notification notification, Note note, Person person, NotificationPreferences wished) {
        var ways = ways(note, wished);
        var quiet = wished.quietHours();
        var from = quiet == null || note.atAnyHour()
                ? notification.createdAt()
                : quiet.endAfter(notification.createdAt(), person.timezone());
        var deliveries = new ArrayList<Delivery>();
        if (ways.allow(Channel.EMAIL)) {
            deliveries.add(delivery(notification, Channel.EMAIL, person.email(), from));
        }
        if (person.phone() != null && ways.allow(Channel.SMS)) {
            deliveries.add(delivery(notification, Channel.SMS, person.phone(), from));
        }
        return deliveries;
    }

    private static Ways ways(Note note, NotificationPreferences wished) {
        return wished.of(note.event()).and(note.ways());
    }

    private Delivery delivery(Notification notification, Channel channel, String recipient, Instant from) {
        return new Delivery(
                notification, channel, recipient, channels.obstacle(channel).orElse(null), from);
    }

    /**
     * What a person is told of at most once in a transaction.
     *
     * @param ownWords see {@link Note#ownWords()}
     */
    private record Told(UUID person, @Nullable UUID ticket, String ownWords) {}

    /** The notes of one transaction. */
    private final class Gathering implements TransactionSynchronization {

        private final Map<Told, Note> notes = new LinkedHashMap<>();
        private List<Notification> written = List.of();

        void add(Note note) {
            for (var person : note.recipients()) {
                notes.merge(
                        new Told(person, note.ticketId(), note.ownWords()),
                        note,
                        (former, later) -> later.isAtLeastAsPressingAs(former) ? later : former);
            }
        }

        void forget(UUID ticketId) {
            notes.keySet().removeIf(told -> ticketId.equals(told.ticket()));
        }

        @Override
        public void beforeCommit(boolean readOnly) {
            written = write(notes);
        }

        @Override
        public void afterCommit() {
            rounds.begin();
            if (!written.isEmpty()) {
                events.publishEvent(new InboxEvent.Told(written));
            }
        }
    }
}
