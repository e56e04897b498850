package io.ticketflow.report.subscription;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.notification.ReportMail;
import io.ticketflow.platform.Settings;
import java.net.URI;
import java.time.Clock;
import java.util.concurrent.TimeUnit;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.util.UriComponentsBuilder;

/**
 * Writes the mails of subscriptions into the outbox. The mails of one subscription and its next date are one transaction, so a node that dies neither loses nor
 * repeats a mail, and each period is written by one node. After a downtime only the latest missed period is written.
 */
@Component
class SubscriptionMails {

    private final StoredSubscriptions stored;
    private final SubscribedFiles files;
    private final Subscriptions subscriptions;
    private final Directory directory;
    private final TransactionTemplate transaction;
    private final ApplicationEventPublisher events;
    private final URI home;
    private final Clock clock;

    SubscriptionMails(
            StoredSubscriptions stored,
            SubscribedFiles files,
            Subscriptions subscriptions,
            Directory directory,
            TransactionTemplate transaction,
            ApplicationEventPublisher events,
            Settings settings,
            Clock clock) {
        this.stored = stored;
        this.files = files;
        this.subscriptions = subscriptions;
        this.directory = directory;
        this.transaction = transaction;
        this.events = events;
        this.home = settings.appUrl();
        this.clock = clock;
    }

    @Scheduled(fixedDelay = 1, initialDelay = 1, timeUnit = TimeUnit.MINUTES)
    void writeAll() {
        var found = true;
        while (found) {
            found = Boolean.TRUE.equals(transaction.execute(status -> writeNext()));
        }
    }

    /** Answers whether a subscription was due. Needs a transaction. */
    boolean writeNext() {
        var due = stored.takeDue(clock.instant());
        due.ifPresent(subscription -> directory
                .find(subscription.ownerId())
                .filter(Subscriptions::maySubscribe)
                .ifPresentOrElse(owner -> write(subscription, owner), () -> stored.delete(subscription.id())));
        return due.isPresent();
    }

    private void write(Subscription subscription, Person owner) {
        var span = subscription.rhythm().lastDue(clock.instant(), subscription.zone());
        var link = exportOf(subscription, span);
        directory.people(subscription.recipients()).values().stream()
                .filter(person -> subscriptions.isServed(subscription, person))
                .forEach(person -> events.publishEvent(new ReportMail(
                        person.id(),
                        subscription.report(),
                        span.inWords(),
                        owner.fullName(),
                        link,
                        SubscribedFiles.key(subscription, span))));
        stored.move(subscription.id(), subscription.rhythm().after(span).mailAt());
    }

    private String exportOf(Subscription subscription, Span span) {
        var export = UriComponentsBuilder.fromUri(home)
                .path("/api/v1/reports/export")
                .queryParam("report", subscription.report())
                .queryParam("format", "xlsx")
                .queryParam("from", span.begin())
                .queryParam("to", span.end())
                .queryParam("tz", subscription.zone().getId());
        if (files.isAsOf(subscription.report())) {
            export.queryParam("asOf", span.to());
        }
        subscription.teams().forEach(team -> export.queryParam("team", team));
        subscription.priorities().forEach(priority -> export.queryParam("priority", priority));
        subscription.categories().forEach(category -> export.queryParam("category", category));
        return export.build().toString();
    }
}
