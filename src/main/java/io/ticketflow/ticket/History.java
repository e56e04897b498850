package io.ticketflow.ticket;

import io.ticketflow.platform.Actor;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** The history of tickets. Every change adds an entry, in its own transaction. */
@Component
class History {

    private static final String BLANK = """
            update ticket_history set
                from_value = case when field = any(:written) and from_value = any(:texts) then null else from_value end,
                to_value = case when field = any(:written) and to_value = any(:texts) then null else to_value end,
                reason = case when reason = any(:texts) then null else reason end,
                redacted_by_id = :redaction
            where ticket_id = :ticket and id <> :redaction
            and (reason = any(:texts) or field = any(:written) and (from_value = any(:texts) or to_value = any(:texts)))""";

    private final EntityManager entities;
    private final Clock clock;

    History(EntityManager entities, Clock clock) {
        this.entities = entities;
        this.clock = clock;
    }

    void record(Ticket ticket, HistoryEntry.Fact fact, Actor by) {
        add(entry(ticket, fact, by));
    }

    HistoryEntry entry(Ticket ticket, HistoryEntry.Fact fact, Actor by) {
        return new HistoryEntry(ticket.id(), ticket.nextHistoryInstant(clock.instant()), fact, by);
    }

    void add(HistoryEntry entry) {
        entities.persist(entry);
    }

    Optional<HistoryEntry> find(UUID id, UUID ticketId) {
        return Optional.ofNullable(entities.find(HistoryEntry.class, id))
                .filter(entry -> entry.ticketId().equals(ticketId));
    }

    /** The entries about a comment or file of a ticket, which may have been deleted. */
    List<HistoryEntry> about(UUID subject, Collection<Action> actions, UUID ticketId) {
        return entities.createQuery(
                        "from HistoryEntry where ticketId = :ticket and subjectId = :subject and action in :actions order by at",
                        HistoryEntry.class)
                .setParameter("ticket", ticketId)
                .setParameter("subject", subject)
                .setParameter("actions", actions)
                .getResultList();
    }

    /** Adds the entry about the redaction, and blanks these texts in all entries of the ticket. The database refuses one without the other. */
    void blank(Collection<String> texts, HistoryEntry redaction) {
        entities.persist(redaction);
        entities.flush();
        entities.createNativeQuery(BLANK)
                .setParameter("redaction", redaction.id())
                .setParameter("ticket", redaction.ticketId())
                .setParameter("texts", texts.toArray(String[]::new))
                .setParameter("written", HistoryEntry.WRITTEN_FIELDS.toArray(String[]::new))
                .executeUpdate();
    }

    /** Like {@link #blank}, for the name of one file. */
    void blankNames(UUID file, HistoryEntry redaction) {
        entities.persist(redaction);
        entities.flush();
        entities.createNativeQuery("""
                        update ticket_history set from_value = null, to_value = null, redacted_by_id = :redaction
                        where ticket_id = :ticket and subject_id = :file and id <> :redaction""")
                .setParameter("redaction", redaction.id())
                .setParameter("ticket", redaction.ticketId())
                .setParameter("file", file)
                .executeUpdate();
    }

    List<HistoryEntry> of(UUID ticketId, boolean internalToo) {
        var query = entities.createQuery(
                "from HistoryEntry where ticketId = :ticket and (visibility = :open or :all = true) order by at",
                HistoryEntry.class);
        return query.setParameter("ticket", ticketId)
                .setParameter("open", Visibility.PUBLIC)
                .setParameter("all", internalToo)
                .getResultList();
    }
}
