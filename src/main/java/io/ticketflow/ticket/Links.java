package io.ticketflow.ticket;

import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.HistoryEntry.Fact;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Stores links. A caller that adds or removes one holds the rows of both tickets. */
@Component
class Links {

    private final EntityManager entities;
    private final History history;
    private final Clock clock;

    Links(EntityManager entities, History history, Clock clock) {
        this.entities = entities;
        this.history = history;
        this.clock = clock;
    }

    /** The links of a ticket on either side, oldest first; ids rise with time. */
    List<Link> of(UUID ticketId) {
        return entities.createQuery("from Link where ticketId = :ticket or otherId = :ticket order by id", Link.class)
                .setParameter("ticket", ticketId)
                .getResultList();
    }

    Optional<Link> find(UUID id) {
        return Optional.ofNullable(entities.find(Link.class, id));
    }

    /** Locks out other transactions that create links, because two links that are created at the same time may form a circle together. */
    void oneAtATime() {
        entities.createNativeQuery("lock table ticket_links in share row exclusive mode")
                .executeUpdate();
    }

    /** Whether the two tickets have a link of this type, in either direction. */
    boolean joins(UUID one, LinkType type, UUID other) {
        return entities.createQuery("""
                                select count(*) from Link where type = :type
                                and (ticketId = :one and otherId = :other or ticketId = :other and otherId = :one)""", Long.class)
                        .setParameter("one", one)
                        .setParameter("type", type)
                        .setParameter("other", other)
                        .getSingleResult()
                > 0;
    }

    /** Whether the link is new and closes no circle. */
    boolean mayJoin(UUID ticket, LinkType type, UUID other) {
        return !joins(ticket, type, other) && !isCircular(ticket, type, other);
    }

    /** Whether the other ticket already leads back to this one, over any number of links. */
    boolean isCircular(UUID ticket, LinkType type, UUID other) {
        return type.hasDirection() && leads(other, type, ticket);
    }

    private boolean leads(UUID from, LinkType type, UUID to) {
        return (Boolean) entities.createNativeQuery("""
                        with recursive reached(id) as (
                            select cast(:from as uuid)
                            union
                            select l.other_id from ticket_links l join reached r on l.ticket_id = r.id where l.type = :type)
                        select exists (select from reached where id = :to)""", Boolean.class)
                .setParameter("from", from)
                .setParameter("type", type.name())
                .setParameter("to", to)
                .getSingleResult();
    }

    /** Adds a link and records it in the history of both tickets, for staff only: a requester of one ticket may not see the other. */
    Link add(Ticket ticket, LinkType type, Ticket other, Actor by) {
        var link = new Link(
                ticket.id(),
                type,
                other.id(),
                Objects.requireNonNull(by.userId(), "links are made by people"),
                clock.instant());
        entities.persist(link);
        history.record(ticket, linked(type.here(), other), by);
        history.record(other, linked(type.there(), ticket), by);
        return link;
    }

    private static Fact linked(Relation relation, Ticket other) {
        return Fact.changed(Action.LINKED, relation.name(), null, other.number())
                .internally();
    }

    void remove(Link link, Ticket one, Ticket other, Actor by) {
        entities.remove(link);
        history.record(one, unlinked(link.seenFrom(one.id()), other), by);
        history.record(other, unlinked(link.seenFrom(other.id()), one), by);
    }

    private static Fact unlinked(Relation relation, Ticket other) {
        return Fact.changed(Action.UNLINKED, relation.name(), other.number(), null)
                .internally();
    }
}
