package io.ticketflow.sla;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.AuditTrail;
import io.ticketflow.platform.AuditTrail.AuditType;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.Ids;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.RepeatedWhenOvertaken;
import io.ticketflow.platform.web.ETags;
import io.ticketflow.sla.BusinessCalendar.Holiday;
import io.ticketflow.ticket.ServiceDesk;
import jakarta.persistence.EntityManager;
import jakarta.persistence.LockModeType;
import java.time.Clock;
import java.time.Year;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Policies and calendars, which managers edit. Each edit writes a new version, which counts for tickets that are submitted or reclassified afterwards. */
@Component
@Transactional
@RepeatedWhenOvertaken
public class Policies {

    private final EntityManager entities;
    private final Versions<SlaPolicy> policies;
    private static final int MOST_HOLIDAYS = 2_000;

    private final Versions<BusinessCalendar> calendars;
    private final ServiceDesk desk;
    private final Directory directory;
    private final AuditTrail audit;
    private final Clock clock;

    Policies(EntityManager entities, ServiceDesk desk, Directory directory, AuditTrail audit, Clock clock) {
        this.entities = entities;
        this.policies = new Versions<>(entities, SlaPolicy.class, "policy");
        this.calendars = new Versions<>(entities, BusinessCalendar.class, "calendar");
        this.desk = desk;
        this.directory = directory;
        this.audit = audit;
        this.clock = clock;
    }

    /** The policies that new tickets follow, by priority; for each priority the general policy comes first. */
    @Transactional(readOnly = true)
    public List<SlaPolicy> policies(Actor by) {
        desk.checkStaff(by);
        return entities.createQuery(
                        "from SlaPolicy where active order by priority, category nulls first", SlaPolicy.class)
                .getResultList();
    }

    /** The current version of a calendar, or 404. */
    @Transactional(readOnly = true)
    public SlaPolicy policy(UUID id, Actor by) {
        desk.checkStaff(by);
        return policies.current(id);
    }

    public SlaPolicy create(PolicyDraft draft, Actor by) {
        checkManager(by);
        checkPolicy(draft, null);
        return noted(policies.save(new SlaPolicy(Ids.next(), 1, draft, by.userId(), clock.instant())), "created", by);
    }

    /** Writes the next version. Priority and category of a policy cannot change: a promise for others is another policy. */
    public SlaPolicy edit(UUID id, PolicyDraft draft, @Nullable String ifMatch, Actor by) {
        checkManager(by);
        var former = policies.locked(id);
        ETags.requireMatch(ifMatch, former.version());
        if (former.priority() != draft.priority() || !Objects.equals(former.category(), draft.category())) {
            checkMayEnd(former);
        }
        checkPolicy(draft, id);
        former.retire();
        entities.flush();
        return noted(
                policies.save(new SlaPolicy(id, policies.next(id), draft, by.userId(), clock.instant())), "edited", by);
    }

    /** Retires the policy: new tickets do not follow it. The general policy of a priority cannot be deleted, because new tickets need one. */
    public void delete(UUID id, @Nullable String ifMatch, Actor by) {
        checkManager(by);
        var ended = policies.locked(id);
        ETags.requireMatch(ifMatch, ended.version());
        checkMayEnd(ended);
        ended.retire();
        noted(ended, "ended", by);
    }

    private static void checkMayEnd(SlaPolicy policy) {
        if (policy.category() == null) {
            throw new ConflictException(
                    "POLICY_NEEDED",
                    "Every %s ticket without a policy of its category follows this one.".formatted(policy.priority()));
        }
    }

    private void checkPolicy(PolicyDraft draft, @Nullable UUID own) {
        if (draft.calendarId() != null
                && calendars
                        .find(draft.calendarId(), LockModeType.PESSIMISTIC_READ)
                        .isEmpty()) {
            throw InvalidException.field("calendarId", "is no calendar");
        }
        var others = entities.createQuery("""
                        from SlaPolicy where active and priority = :priority and id <> :own
                        and category is not distinct from :category""", SlaPolicy.class)
                .setParameter("priority", draft.priority())
                .setParameter("category", draft.category())
                .setParameter("own", own == null ? new UUID(0, 0) : own)
                .getResultList();
        if (!others.isEmpty()) {
            throw new ConflictException(
                    "POLICY_EXISTS",
                    "%s is already promised by \"%s\"."
                            .formatted(what(draft), others.get(0).name()),
                    Map.of("policyId", others.get(0).id()));
        }
    }

    private static String what(PolicyDraft draft) {
        return draft.category() == null ? draft.priority().name() : draft.priority() + " of " + draft.category();
    }

    /** Sorted by name. */
    @Transactional(readOnly = true)
    public List<BusinessCalendar> calendars(Actor by) {
        desk.checkStaff(by);
        return entities.createQuery("from BusinessCalendar where active order by lower(name)", BusinessCalendar.class)
                .getResultList();
    }

    /** The version that counts now, or 404. */
    @Transactional(readOnly = true)
    public BusinessCalendar calendar(UUID id, Actor by) {
        desk.checkStaff(by);
        return calendars.current(id);
    }

    public BusinessCalendar create(CalendarDraft draft, Actor by) {
        checkManager(by);
        checkCalendar(draft, null);
        return noted(
                calendars.save(new BusinessCalendar(Ids.next(), 1, draft, by.userId(), clock.instant())),
                "created",
                by);
    }

    public BusinessCalendar edit(UUID id, CalendarDraft draft, @Nullable String ifMatch, Actor by) {
        checkManager(by);
        var former = calendars.locked(id);
        ETags.requireMatch(ifMatch, former.version());
        checkCalendar(draft, id);
        former.retire();
        entities.flush();
        return noted(
                calendars.save(new BusinessCalendar(id, calendars.next(id), draft, by.userId(), clock.instant())),
                "edited",
                by);
    }

    /** Adds the holidays of an iCalendar file to those of a calendar. A holiday on the same day gets the file's name. */
    public BusinessCalendar addHolidays(UUID id, String icalendar, @Nullable String ifMatch, Actor by) {
        checkManager(by);
        var former = calendars.current(id);
        var year = Year.from(clock.instant().atZone(former.timezone()));
        var days = new LinkedHashMap<Object, Holiday>();
        Stream.concat(former.holidays().stream(), HolidayFile.read(icalendar, year.getValue()).stream())
                .forEach(holiday -> days.put(holiday.day(), holiday));
        var draft = new CalendarDraft(
                former.name(), former.timezone().getId(), former.weekly(), List.copyOf(days.values()));
        return edit(id, draft, ifMatch, by);
    }

    /** Deletes a calendar. 409 if a current policy names it. */
    public void deleteCalendar(UUID id, @Nullable String ifMatch, Actor by) {
        checkManager(by);
        var ended = calendars.locked(id);
        ETags.requireMatch(ifMatch, ended.version());
        var users = entities.createQuery(
                        "select name from SlaPolicy where active and calendarId = :id order by name", String.class)
                .setParameter("id", id)
                .getResultList();
        if (!users.isEmpty()) {
            throw new ConflictException(
                    "CALENDAR_IN_USE", "Policies are counted in it: " + String.join(", ", users) + ".");
        }
        ended.retire();
        noted(ended, "ended", by);
    }

    private void checkCalendar(CalendarDraft draft, @Nullable UUID own) {
        draft.hours();
        if (draft.holidays().size() > MOST_HOLIDAYS) {
            throw InvalidException.field("holidays", "are at most " + MOST_HOLIDAYS);
        }
        var taken = entities.createQuery(
                        "select count(*) from BusinessCalendar where active and lower(name) = lower(:name) and id <> :own",
                        Long.class)
                .setParameter("name", draft.name())
                .setParameter("own", own == null ? new UUID(0, 0) : own)
                .getSingleResult();
        if (taken > 0) {
            throw new ConflictException("CALENDAR_EXISTS", "There is already a calendar \"" + draft.name() + "\".");
        }
    }

    private SlaPolicy noted(SlaPolicy policy, String what, Actor by) {
        note(AuditType.POLICY_CHANGED, what, policy.id(), policy.version(), policy.name(), by);
        return policy;
    }

    private BusinessCalendar noted(BusinessCalendar calendar, String what, Actor by) {
        note(AuditType.CALENDAR_CHANGED, what, calendar.id(), calendar.version(), calendar.name(), by);
        return calendar;
    }

    private void note(AuditType type, String what, UUID id, int version, String name, Actor by) {
        audit.record(type, by, null, Map.<String, Object>of(what, id, "version", version, "name", name));
    }

    private void checkManager(Actor by) {
        if (!directory.person(Objects.requireNonNull(by.userId())).role().isAtLeast(Role.MANAGER)) {
            throw new ForbiddenException("MANAGERS_ONLY", "Only managers may edit policies and calendars.");
        }
    }
}
