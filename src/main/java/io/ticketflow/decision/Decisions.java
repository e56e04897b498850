package io.ticketflow.decision;

import io.ticketflow.decision.Decision.Candidate;
import io.ticketflow.decision.Decision.Kind;
import io.ticketflow.decision.Decision.Outcome;
import io.ticketflow.decision.Decision.Verdict;
import io.ticketflow.ticket.TicketEvent;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the record of what tables decided. */
@Component
@Transactional
public class Decisions {

    private final EntityManager entities;
    private final Clock clock;

    Decisions(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    /** Records the answer of a table. {@link #conclude} adds the outcome, in the same transaction or the next. */
    public UUID decided(UUID ticketId, Kind kind, Verdict verdict) {
        var decision = new Decision(ticketId, kind, verdict, clock.instant());
        entities.persist(decision);
        return decision.id();
    }

    public Verdict verdict(UUID decisionId) {
        return decision(decisionId).verdict();
    }

    /** Why the decision had this outcome, beyond the rule. */
    public @Nullable String reason(UUID decisionId) {
        return decision(decisionId).reason();
    }

    public void conclude(
            UUID decisionId,
            Outcome outcome,
            List<Candidate> considered,
            @Nullable UUID chosen,
            @Nullable String reason) {
        decision(decisionId).concluded(outcome, considered, chosen, reason, clock.instant());
    }

    /** Blanks a redacted title: the record keeps the inputs of the table, and the title was one of them. */
    @EventListener
    void on(TicketEvent.Redacted redacted) {
        entities.createNativeQuery("""
                        update assignment_decisions set inputs = jsonb_set(inputs, array['title'], '""')
                        where ticket_id = :ticket and inputs ->> 'title' = any(:texts)""")
                .setParameter("ticket", redacted.ticketId())
                .setParameter("texts", redacted.texts().toArray(String[]::new))
                .executeUpdate();
    }

    private Decision decision(UUID id) {
        return entities.find(Decision.class, id);
    }

    /** Oldest first. */
    @Transactional(readOnly = true)
    public List<Decision> of(UUID ticketId) {
        return entities.createQuery("from Decision where ticketId = :ticket order by at, id", Decision.class)
                .setParameter("ticket", ticketId)
                .getResultList();
    }

    /** When each of these people was last given a ticket by a table. A person who never was is not in the map. Costs one index lookup for each person. */
    public Map<UUID, Instant> lastGiven(Collection<UUID> people) {
        @SuppressWarnings("unchecked")
        Stream<Object[]> given = entities.createNativeQuery("""
                        select person, at from unnest(:people) person, lateral (
                            select at from assignment_decisions
                            where kind = 'ASSIGNMENT' and chosen_id = person order by at desc limit 1) last_given""")
                .setParameter("people", people.toArray(UUID[]::new))
                .getResultStream();
        return given.collect(Collectors.toMap(row -> (UUID) row[0], row -> (Instant) row[1]));
    }
}
