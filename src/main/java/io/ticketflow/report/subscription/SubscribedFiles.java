package io.ticketflow.report.subscription;

import io.ticketflow.identity.Directory;
import io.ticketflow.notification.Enclosures;
import io.ticketflow.platform.Actor;
import io.ticketflow.report.Reports;
import io.ticketflow.report.Trends.Interval;
import io.ticketflow.report.Window;
import io.ticketflow.report.export.Exports;
import io.ticketflow.report.export.Format;
import io.ticketflow.report.export.ReportExport;
import io.ticketflow.report.export.Wanted;
import io.ticketflow.ticket.search.TicketFilter;
import java.io.IOException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Makes the workbooks of subscriptions, each with the rights that its recipient has at that moment. */
@Component
class SubscribedFiles implements Enclosures {

    private static final String AS_OF = "asOf";

    private final StoredSubscriptions stored;
    private final Map<String, ReportExport> exports;
    private final Exports writer;
    private final Reports reports;
    private final Directory directory;
    private final LeaveLinks links;

    SubscribedFiles(
            StoredSubscriptions stored,
            List<ReportExport> exports,
            Exports writer,
            Reports reports,
            Directory directory,
            LeaveLinks links) {
        this.stored = stored;
        this.exports = exports.stream().collect(Collectors.toMap(ReportExport::report, Function.identity()));
        this.writer = writer;
        this.reports = reports;
        this.directory = directory;
        this.links = links;
    }

    /** Whether the report answers as of an instant. The others answer as of now. */
    boolean isAsOf(String report) {
        var export = exports.get(report);
        return export != null
                && !report.equals("tickets")
                && export.parameters().contains(AS_OF);
    }

    /** What a file is made of: a subscription and the day after the last one of its period. */
    private record Key(UUID subscription, LocalDate end) {

        static Key of(String text) {
            var parts = text.split(" ", 2);
            return new Key(UUID.fromString(parts[0]), LocalDate.parse(parts[1]));
        }
    }

    static String key(Subscription subscription, Span span) {
        return subscription.id() + " " + span.end();
    }

    @Override
    public Optional<String> objection(String key, UUID recipient) {
        var subscription = stored.find(Key.of(key).subscription());
        if (subscription.isEmpty() || !exports.containsKey(subscription.get().report())) {
            return Optional.of("The subscription has ended");
        }
        if (!subscription.get().recipients().contains(recipient)) {
            return Optional.of("The recipient has left the subscription");
        }
        var mayRead = directory
                .find(recipient)
                .filter(person -> reports.mayRead(person, subscription.get().teams()))
                .isPresent();
        return mayRead ? Optional.empty() : Optional.of("The recipient may not read the report any more");
    }

    @Override
    public String turnOff(String key, UUID recipient) {
        return links.linkFor(Key.of(key).subscription(), recipient);
    }

    @Override
    public Optional<Enclosure> make(String key, UUID recipient) {
        var wanted = Key.of(key);
        var subscription = stored.find(wanted.subscription()).orElseThrow();
        var span = subscription.rhythm().endingOn(wanted.end(), subscription.zone());
        var export = exports.get(subscription.report());
        if (export == null) {
            throw new IllegalStateException("There is no report " + subscription.report());
        }
        var file = new FileForMail();
        try {
            writer.write(
                    export.sheet(wanted(subscription, span, Actor.of(recipient, Actor.Source.TIMER))),
                    new Exports.File(Format.XLSX, subscription.zone(), false),
                    file);
        } catch (IOException full) {
            return Optional.empty();
        }
        return Optional.of(new Enclosure(
                "%s-%s.%s".formatted(subscription.report(), span.begin(), Format.XLSX.ending()),
                Format.XLSX.mediaType(),
                file.content()));
    }

    private Wanted wanted(Subscription subscription, Span span, Actor recipient) {
        var window = new Window(
                span.from(),
                span.to(),
                subscription.zone(),
                subscription.teams(),
                subscription.priorities(),
                subscription.categories(),
                span.to());
        return new Wanted(
                recipient,
                reports.teamsFor(subscription.teams(), recipient),
                window,
                Interval.DAY,
                TicketFilter.of(subscription.teams(), subscription.priorities(), subscription.categories()),
                null);
    }
}
