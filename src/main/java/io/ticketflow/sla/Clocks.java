package io.ticketflow.sla;

import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import jakarta.persistence.EntityManager;
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
import org.springframework.stereotype.Component;

/** Clocks, their ledger, and the policies they follow, as they are stored. */
@Component
class Clocks {

    private final EntityManager entities;

    Clocks(EntityManager entities) {
        this.entities = entities;
    }

    SlaClock add(SlaClock clock) {
        entities.persist(clock);
        return clock;
    }

    void log(SlaClock clock, ClockEvent.Type type, Instant at) {
        entities.persist(new ClockEvent(clock, type, at));
    }

    /** Both clocks of a ticket: one statement, and none when this transaction knows them already. */
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

    /** In SQL: what a page shows is asked with each request, and JPQL with a list would be translated anew each time. */
    @SuppressWarnings("unchecked")
    List<SlaClock> of(Collection<UUID> ticketIds) {
        return entities.createNativeQuery("select * from sla_clocks where ticket_id = any(:tickets)", SlaClock.class)
                .setParameter("tickets", ticketIds.toArray(UUID[]::new))
                .getResultList();
    }

    SlaPolicy policy(SlaClock clock) {
        return entities.find(SlaPolicy.class, clock.policy());
    }

    /** The category's own policy, or the priority's. */
    SlaPolicy policyFor(Priority priority, Category category) {
        return entities.createQuery("""
                        from SlaPolicy
                        where active and priority = :priority and (category is null or category = :category)
                        order by category nulls last""", SlaPolicy.class)
                .setParameter("priority", priority)
                .setParameter("category", category)
                .setMaxResults(1)
                .getSingleResult();
    }
}
