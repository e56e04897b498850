package io.ticketflow.sla;

import io.ticketflow.platform.Cursor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.ReadOnce;
import io.ticketflow.platform.Slice;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import jakarta.persistence.EntityManager;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.hibernate.Session;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Stores clocks, their ledger, and the terms that they follow. */
@Component
class Clocks {

    private final EntityManager entities;
    /** Cached without end, because a version never changes once a committed clock names it; an edit writes another version. */
    private final ReadOnce<SlaPolicy.Key, SlaPolicy> policies;

    private final ReadOnce<BusinessCalendar.Key, BusinessCalendar> calendars;

    Clocks(EntityManager entities) {
        this.entities = entities;
        this.policies = new ReadOnce<>(key -> entities.find(SlaPolicy.class, key));
        this.calendars = new ReadOnce<>(key -> entities.find(BusinessCalendar.class, key));
    }

    SlaClock add(SlaClock clock) {
        entities.persist(clock);
        return clock;
    }

    void log(SlaClock clock, ClockEvent.Type type, Instant at, @Nullable String detail) {
        entities.persist(new ClockEvent(clock, type, at, detail));
    }

    /** Both clocks of a ticket. Costs one statement, or none when this transaction has loaded them already. */
    Map<ClockKind, SlaClock> of(UUID ticketId) {
        var keys = Arrays.stream(ClockKind.values())
                .map(kind -> new SlaClock.Key(ticketId, kind))
                .toList();
        return entities
                .unwrap(Session.class)
                .byMultipleIds(SlaClock.class)
                .enableSessionCheck(true)
                .multiLoad(keys)
                .stream()
                .filter(Objects::nonNull)
                .collect(Collectors.toMap(SlaClock::kind, Function.identity()));
    }

    /** Written in SQL, because each list request asks it, and Hibernate would translate JPQL with a list parameter anew each time. */
    @SuppressWarnings("unchecked")
    List<SlaClock> of(Collection<UUID> ticketIds) {
        return entities.createNativeQuery("select * from sla_clocks where ticket_id = any(:tickets)", SlaClock.class)
                .setParameter("tickets", ticketIds.toArray(UUID[]::new))
                .getResultList();
    }

    /** The ledger entries of a ticket's clocks, oldest first. */
    List<ClockEvent> ledger(UUID ticketId) {
        return entities.createQuery("from ClockEvent where ticketId = :ticket order by at, id", ClockEvent.class)
                .setParameter("ticket", ticketId)
                .getResultList();
    }

    /** The working time that a clock would have used up before its present run if these hours had been valid from the beginning. */
    Duration consumed(SlaClock clock, WorkingHours hours) {
        var sum = Duration.ZERO;
        Instant since = null;
        for (var line : ledger(clock.ticketId())) {
            if (line.kind() != clock.kind()) {
                continue;
            }
            switch (line.type()) {
                case STARTED, RESUMED -> since = line.at();
                case PAUSED, MET, STOPPED -> {
                    if (since != null) {
                        sum = sum.plus(hours.between(since, line.at()));
                    }
                    since = null;
                }
                case RETARGETED, WARNED, BREACHED -> {}
            }
        }
        return sum;
    }

    Terms terms(SlaClock clock) {
        var calendar = clock.calendar();
        return new Terms(policies.get(clock.policy()), calendar == null ? null : calendars.get(calendar));
    }

    WorkingHours hours(BusinessCalendar.Key calendar) {
        return calendars.get(calendar).hours();
    }

    /** The terms for a new promise: the policy of the category if there is one, else the policy of the priority. */
    Terms termsFor(Priority priority, Category category) {
        var policy = entities.createQuery("""
                        from SlaPolicy
                        where active and priority = :priority and (category is null or category = :category)
                        order by category nulls last""", SlaPolicy.class)
                .setParameter("priority", priority)
                .setParameter("category", category)
                .setMaxResults(1)
                .getSingleResult();
        return currentTerms(policy);
    }

    /** The terms of all new promises, by priority; for each priority those without a category come first. */
    List<Terms> currentTerms() {
        return entities
                .createQuery("from SlaPolicy where active order by priority, category nulls first", SlaPolicy.class)
                .getResultList()
                .stream()
                .map(this::currentTerms)
                .toList();
    }

    private Terms currentTerms(SlaPolicy policy) {
        return new Terms(policy, policy.calendarId() == null ? null : currentCalendar(policy.calendarId()));
    }

    private BusinessCalendar currentCalendar(UUID id) {
        return entities.createQuery("from BusinessCalendar where id = :id and active", BusinessCalendar.class)
                .setParameter("id", id)
                .getSingleResult();
    }

    /** Running clocks that are not late yet, the nearest deadline first. */
    @SuppressWarnings("unchecked")
    CursorList<SlaClock> atRisk(Slice slice) {
        var atRisk = " from sla_clocks where running_since_at is not null and breached_at is null";
        var total = slice.count()
                ? (Long) entities.createNativeQuery("select count(*)" + atRisk, Long.class)
                        .getSingleResult()
                : null;
        var behind = slice.cursor() == null ? "" : " and (due_at, ticket_id, kind) > (:due, :ticket, :kind)";
        var query = entities.createNativeQuery(
                        "select *" + atRisk + behind + " order by due_at, ticket_id, kind limit :limit", SlaClock.class)
                .setParameter("limit", slice.limit() + 1);
        if (slice.cursor() != null) {
            var last = Cursor.decode(slice.cursor(), "dueAt", 3);
            query.setParameter("due", last.instant(0))
                    .setParameter("ticket", last.id(1))
                    .setParameter("kind", last.text(2));
        }
        List<SlaClock> found = query.getResultList();
        return CursorList.of(
                found,
                slice.limit(),
                last -> new Cursor(
                        "dueAt",
                        List.of(
                                last.dueAt().toString(),
                                last.ticketId().toString(),
                                last.kind().name())),
                total);
    }
}
