package io.ticketflow.ticket.search;

import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Slice;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.search.TicketSort.Order;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Finds tickets by keyset: the page after a cursor starts at the cursor's values in the sort's index, so every page costs the same. */
@Component
@Transactional(readOnly = true)
public class TicketFinder {

    private final EntityManager entities;
    private final ServiceDesk desk;
    private final TicketSearch search;
    private final FormerTickets former;

    TicketFinder(EntityManager entities, ServiceDesk desk, TicketSearch search, FormerTickets former) {
        this.entities = entities;
        this.desk = desk;
        this.search = search;
        this.former = former;
    }

    /** The tickets of the query that this caller may see. */
    public CursorList<Ticket> find(TicketQuery query, Actor by) {
        var caller = desk.caller(by);
        var order = query.sort() == null ? null : Order.parse(query.sort());
        var selection = selection(query.filter(), caller, by);
        var text = SearchText.parse(query.filter().text()).orElse(null);
        if (text == null) {
            return sorted(selection, order == null ? Order.NEWEST_FIRST : order, query.slice());
        }
        if (text.isNothing()) {
            return new CursorList<>(List.of(), null, query.slice().count() ? 0L : null);
        }
        var statement = new SearchStatement(text, selection, caller.isStaff());
        if (order == null) {
            return byRelevance(statement, query.slice());
        }
        selection.foundBy(statement);
        return sorted(selection, order, query.slice());
    }

    private Selection selection(TicketFilter filter, Person caller, Actor by) {
        var parents =
                filter.parents().stream().map(ref -> desk.read(ref, by).id()).toList();
        if (!filter.isOfThePast()) {
            return new Selection(filter, parents, caller);
        }
        var selection = new Selection(filter.ofThePresent(), parents, caller);
        var found = former.matching(filter, by);
        selection.among(found.statement(), found.values());
        return selection;
    }

    /**
     * The statement that reads all tickets of the filter that this caller may see, in order; without a sort, the newest first. It is for readers of very many
     * rows, who read some columns of them one after the other.
     */
    public TicketRows rows(TicketFilter filter, @Nullable String sort, Actor by) {
        var caller = desk.caller(by);
        var order = sort == null ? Order.NEWEST_FIRST : Order.parse(sort);
        var selection = selection(filter, caller, by);
        SearchText.parse(filter.text())
                .ifPresent(text -> selection.foundBy(new SearchStatement(text, selection, caller.isStaff())));
        return TicketRows.of(selection, order);
    }

    /** The tickets that a person submitted or is assigned to, as far as the caller may see them. A requester may ask only for their own. */
    public CursorList<Ticket> findOf(UUID personId, TicketQuery query, Actor by) {
        var person = desk.visiblePerson(personId, by);
        return find(new TicketQuery(query.filter().of(person.id()), query.sort(), query.slice()), by);
    }

    private CursorList<Ticket> byRelevance(SearchStatement statement, Slice slice) {
        var found = search.find(statement, slice);
        var byId = withIds(found.items()).stream().collect(Collectors.toMap(Ticket::id, Function.identity()));
        var items = found.items().stream()
                .flatMap(id -> Stream.ofNullable(byId.get(id)))
                .toList();
        if (!slice.count()) {
            return new CursorList<>(items, found.nextCursor(), null);
        }
        var matching = statement.among();
        matching.foundBy(statement);
        return new CursorList<>(items, found.nextCursor(), count(matching));
    }

    @SuppressWarnings("unchecked")
    private List<Ticket> withIds(List<UUID> ids) {
        return entities.createNativeQuery(
                        "select * from tickets where id = any(:ids) and deleted_at is null", Ticket.class)
                .setParameter("ids", ids.toArray(UUID[]::new))
                .getResultList();
    }

    private CursorList<Ticket> sorted(Selection selection, Order order, Slice slice) {
        var values = selection.values();
        // Written into the statement, because for a parameter the database would assume a tenth of all rows.
        var limit = " limit " + (slice.limit() + 1);
        var parts = selection.parts().stream()
                .map(part -> {
                    var table = order.sort() == TicketSort.CREATED_AT ? part.created() : "t";
                    var behind = slice.cursor() == null ? "" : " and " + order.behind(table, slice.cursor(), values);
                    return "select t.* from " + part.from() + selection.where(part) + behind + order.orderBy(table)
                            + limit;
                })
                .toList();
        var sql = parts.size() == 1
                ? parts.get(0)
                : "select t.* from ((%s)) t".formatted(String.join(") union all (", parts))
                        + order.orderBy("t")
                        + limit;
        @SuppressWarnings("unchecked")
        List<Ticket> found = bound(entities.createNativeQuery(selection.with() + sql, Ticket.class), values)
                .getResultList();
        return CursorList.of(found, slice.limit(), order::cursorBehind, slice.count() ? count(selection) : null);
    }

    private Long count(Selection selection) {
        var counts = selection.parts().stream()
                .map(part -> "(select count(*) from " + part.from() + selection.where(part) + ")")
                .collect(Collectors.joining(" + "));
        return (Long)
                bound(entities.createNativeQuery(selection.with() + "select " + counts, Long.class), selection.values())
                        .getSingleResult();
    }

    private static Query bound(Query query, Map<String, Object> values) {
        values.forEach(query::setParameter);
        return query;
    }
}
