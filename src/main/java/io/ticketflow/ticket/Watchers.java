package io.ticketflow.ticket;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.ticket.HistoryEntry.Fact;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Stores who watches which ticket. A caller that changes it holds the ticket's row, so the ticket's count stays right. */
@Component
class Watchers {

    /** The number is limited because each watcher is told of every comment; a merge may exceed it. */
    static final int MOST = 100;

    private final EntityManager entities;
    private final History history;
    private final Directory directory;
    private final Clock clock;

    Watchers(EntityManager entities, History history, Directory directory, Clock clock) {
        this.entities = entities;
        this.history = history;
        this.directory = directory;
        this.clock = clock;
    }

    /** Refuses people who do not exist or have left, and, for a requester, people who are no staff: a requester must not learn which other requesters exist. */
    void checkMayWatch(String field, Collection<UUID> people, Person caller) {
        if (people.size() > MOST) {
            throw InvalidException.field(field, "must be at most %d people".formatted(MOST));
        }
        var known = directory.people(people);
        for (var id : people) {
            var person = known.get(id);
            if (person == null || !person.active() || !isKnownTo(caller, person)) {
                throw InvalidException.field(field, "%s is not a person who can watch it".formatted(id));
            }
        }
    }

    private static boolean isKnownTo(Person caller, Person person) {
        return caller.isStaff() || person.isStaff() || person.id().equals(caller.id());
    }

    boolean isWatching(UUID person, UUID ticketId) {
        return !watchedAmong(List.of(ticketId), person).isEmpty();
    }

    /** Those of the tickets that this person watches. */
    Set<UUID> watchedAmong(Collection<UUID> ticketIds, UUID person) {
        return Set.copyOf(ids(entities.createNativeQuery(
                        "select ticket_id from ticket_watchers where user_id = :person and ticket_id = any(:tickets)",
                        UUID.class)
                .setParameter("person", person)
                .setParameter("tickets", ticketIds.toArray(UUID[]::new))));
    }

    /** All tickets that this person watches. */
    List<UUID> watchedBy(UUID person) {
        return ids(
                entities.createNativeQuery("select ticket_id from ticket_watchers where user_id = :person", UUID.class)
                        .setParameter("person", person));
    }

    /** The watchers of a ticket; who has watched longest comes first. Most tickets have none and cost no query. */
    List<UUID> of(Ticket ticket) {
        return ticket.watcherCount() == 0
                ? List.of()
                : ids(entities.createNativeQuery(
                                "select user_id from ticket_watchers where ticket_id = :ticket order by created_at, user_id",
                                UUID.class)
                        .setParameter("ticket", ticket.id()));
    }

    @SuppressWarnings("unchecked")
    private static List<UUID> ids(Query query) {
        return query.getResultList();
    }

    /** Adds watchers, except those who watch the ticket already. */
    void add(Ticket ticket, Collection<UUID> people, Actor by) {
        for (var person : people) {
            var added = entities.createNativeQuery("""
                            insert into ticket_watchers (ticket_id, user_id, created_at) values (:ticket, :person, :now)
                            on conflict do nothing""")
                    .setParameter("ticket", ticket.id())
                    .setParameter("person", person)
                    .setParameter("now", clock.instant())
                    .executeUpdate();
            if (added > 0) {
                ticket.gainedWatcher();
                history.record(ticket, Fact.changed(Action.WATCHED, "watcher", null, handle(person)), by);
            }
        }
    }

    void remove(Ticket ticket, UUID person, Actor by) {
        var removed = entities.createNativeQuery(
                        "delete from ticket_watchers where ticket_id = :ticket and user_id = :person")
                .setParameter("ticket", ticket.id())
                .setParameter("person", person)
                .executeUpdate();
        if (removed > 0) {
            ticket.lostWatcher();
            history.record(ticket, Fact.changed(Action.UNWATCHED, "watcher", handle(person), null), by);
        }
    }

    private String handle(UUID person) {
        return directory.person(person).handle();
    }
}
