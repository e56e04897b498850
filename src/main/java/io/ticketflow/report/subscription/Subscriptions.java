package io.ticketflow.report.subscription;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.IdentityEvent;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.Ids;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.TimeZones;
import io.ticketflow.report.Reports;
import io.ticketflow.report.export.ReportExport;
import java.time.Clock;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Managers subscribe reports, for themselves and for others who may read them. Each recipient can leave a subscription. */
@Component
@Transactional
public class Subscriptions {

    /** How many recipients a subscription has at most. Each gets a file of their own. */
    public static final int MOST_RECIPIENTS = 50;

    private static final int MOST_OF_AN_OWNER = 50;

    private final StoredSubscriptions stored;
    private final Directory directory;
    private final Reports reports;
    private final Set<String> names;
    private final Clock clock;

    Subscriptions(
            StoredSubscriptions stored, Directory directory, Reports reports, List<ReportExport> exports, Clock clock) {
        this.stored = stored;
        this.directory = directory;
        this.reports = reports;
        this.names = exports.stream().map(ReportExport::report).collect(Collectors.toCollection(TreeSet::new));
        this.clock = clock;
    }

    public Subscription create(SubscriptionDraft draft, Actor by) {
        var owner = caller(by);
        if (!maySubscribe(owner)) {
            throw new ForbiddenException("MANAGERS_ONLY", "Only managers and administrators may subscribe reports.");
        }
        check(draft);
        if (stored.countOf(owner.id()) >= MOST_OF_AN_OWNER) {
            throw new ConflictException(
                    "TOO_MANY_SUBSCRIPTIONS",
                    "A person subscribes at most %d reports. End one of yours first.".formatted(MOST_OF_AN_OWNER));
        }
        var zone = zone(draft, owner);
        var now = clock.instant().truncatedTo(ChronoUnit.MICROS);
        var next = draft.rhythm().after(draft.rhythm().lastDue(now, zone));
        var subscription = new Subscription(
                Ids.next(),
                owner.id(),
                draft.report(),
                draft.rhythm(),
                zone,
                draft.teams(),
                draft.priorities(),
                draft.categories(),
                draft.recipients().stream().sorted().toList(),
                next.mailAt(),
                now);
        stored.add(subscription);
        return subscription;
    }

    private void check(SubscriptionDraft draft) {
        if (!names.contains(draft.report())) {
            throw InvalidException.field("report", "must be one of " + String.join(", ", names));
        }
        for (var team : draft.teams()) {
            if (directory.findTeam(team).isEmpty()) {
                throw InvalidException.field("team", "there is no team " + team);
            }
        }
        for (var recipient : draft.recipients()) {
            var person = directory.find(recipient);
            if (person.isEmpty()) {
                throw InvalidException.field("recipients", "there is no person " + recipient);
            }
            if (!reports.mayRead(person.get(), draft.teams())) {
                throw InvalidException.field(
                        "recipients", person.get().fullName() + " may not read this report about these teams");
            }
        }
    }

    private static ZoneId zone(SubscriptionDraft draft, Person owner) {
        var zone = draft.zone();
        if (zone == null) {
            return owner.timezone();
        }
        return TimeZones.find(zone)
                .orElseThrow(() -> InvalidException.field("tz", "is no time zone, such as Europe/Berlin"));
    }

    static boolean maySubscribe(Person person) {
        return person.active() && person.role().isAtLeast(Role.MANAGER);
    }

    /** The subscriptions that the caller made or receives; of administrators all. */
    @Transactional(readOnly = true)
    public List<Subscription> seenBy(Actor by) {
        var caller = caller(by);
        if (!caller.role().isAtLeast(Role.TEAM_LEAD)) {
            throw new ForbiddenException("LEADS_ONLY", "Only leads and higher roles may read reports.");
        }
        return stored.all().stream().filter(each -> sees(caller, each)).toList();
    }

    private static boolean sees(Person caller, Subscription subscription) {
        return caller.role() == Role.ADMIN
                || subscription.ownerId().equals(caller.id())
                || subscription.recipients().contains(caller.id());
    }

    /** Whether this recipient gets the next mail, if nothing changes. */
    public boolean isServed(Subscription subscription, Person recipient) {
        return reports.mayRead(recipient, subscription.teams());
    }

    /** Ends a subscription for all its recipients. */
    public void end(UUID id, Actor by) {
        var caller = caller(by);
        var subscription = find(id, caller);
        if (!subscription.ownerId().equals(caller.id()) && caller.role() != Role.ADMIN) {
            throw new ForbiddenException(
                    "NOT_YOUR_SUBSCRIPTION",
                    "Only the person who subscribed the report and administrators may end it. You can leave it.");
        }
        stored.delete(id);
    }

    /** The caller gets these mails no longer. */
    public void leave(UUID id, Actor by) {
        var caller = caller(by);
        if (!find(id, caller).recipients().contains(caller.id())) {
            throw new NotFoundException("NOT_A_RECIPIENT", "You do not get this report.");
        }
        stored.removeRecipient(id, caller.id());
    }

    private Subscription find(UUID id, Person caller) {
        return stored.find(id)
                .filter(found -> sees(caller, found))
                .orElseThrow(() ->
                        new NotFoundException("SUBSCRIPTION_NOT_FOUND", "There is no subscription %s.".formatted(id)));
    }

    private Person caller(Actor by) {
        return directory.person(Objects.requireNonNull(by.userId()));
    }

    @EventListener
    void on(IdentityEvent.AccountEnds ended) {
        stored.deleteOf(ended.userId());
    }
}
