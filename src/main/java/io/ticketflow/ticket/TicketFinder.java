package io.ticketflow.ticket;

import io.ticketflow.identity.Person;
import io.ticketflow.platform.BadParameterException;
import io.ticketflow.platform.Cursor;
import io.ticketflow.platform.CursorList;
import jakarta.persistence.EntityManager;
import jakarta.persistence.Query;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Finds tickets by keyset: the page behind a cursor starts at the cursor's values in the sort's index, so every page costs the same. */
@Component
class TicketFinder {

    /** What can be sorted by, and how its values are written into a cursor and read from it. */
    private enum Sort {
        CREATED_AT("createdAt", "created_at") {
            @Override
            Object valueOf(Ticket ticket) {
                return ticket.createdAt();
            }

            @Override
            Object parse(String value) {
                return Instant.parse(value);
            }
        },
        UPDATED_AT("updatedAt", "updated_at") {
            @Override
            Object valueOf(Ticket ticket) {
                return ticket.updatedAt();
            }

            @Override
            Object parse(String value) {
                return Instant.parse(value);
            }
        },
        NUMBER("number", "number") {
            @Override
            Object valueOf(Ticket ticket) {
                return ticket.sequence();
            }

            @Override
            Object parse(String value) {
                return Long.valueOf(value);
            }
        },
        PRIORITY("priority", "priority") {
            @Override
            Object valueOf(Ticket ticket) {
                return ticket.priority().name();
            }

            @Override
            Object parse(String value) {
                return value;
            }
        };

        private final String field;
        private final String column;

        Sort(String field, String column) {
            this.field = field;
            this.column = column;
        }

        abstract Object valueOf(Ticket ticket);

        abstract Object parse(String value);

        static Sort named(String field) {
            for (var sort : values()) {
                if (sort.field.equals(field)) {
                    return sort;
                }
            }
            throw new BadParameterException(
                    "sort",
                    "must be one of %s, - in front for descending"
                            .formatted(Arrays.stream(values())
                                    .map(sort -> sort.field)
                                    .toList()));
        }
    }

    private final EntityManager entities;

    TicketFinder(EntityManager entities) {
        this.entities = entities;
    }

    CursorList<Ticket> find(TicketQuery query, Person caller) {
        var where = new ArrayList<String>();
        var values = new HashMap<String, Object>();
        filter(query, caller, where, values);
        var total = query.count() ? count(where, values) : null;

        var descending = query.sort().startsWith("-");
        var sort = Sort.named(descending ? query.sort().substring(1) : query.sort());
        if (query.cursor() != null) {
            behind(query.cursor(), query.sort(), sort, descending, where, values);
        }
        var direction = descending ? " desc" : " asc";
        var sql = "select t.* from tickets t" + conditions(where) + " order by t." + sort.column + direction
                + ", t.number" + direction + " limit :limit";
        values.put("limit", query.limit() + 1);
        @SuppressWarnings("unchecked")
        List<Ticket> found =
                bound(entities.createNativeQuery(sql, Ticket.class), values).getResultList();
        return CursorList.of(found, query.limit(), last -> cursorBehind(last, query.sort(), sort), total);
    }

    private static void filter(TicketQuery query, Person caller, List<String> where, Map<String, Object> values) {
        where.add("t.deleted_at is null");
        if (!caller.isStaff()) {
            // As an array, so that own and watched ones are two steps into two indexes.
            where.add(
                    "(t.requester_id = :caller or t.id = any(array(select w.ticket_id from ticket_watchers w where w.user_id = :caller)))");
            values.put("caller", caller.id());
        }
        in("status", names(query.status()), where, values);
        in("priority", names(query.priority()), where, values);
        in("category", names(query.category()), where, values);
        in("team_id", query.teams(), where, values);
        in("requester_id", query.requesters(), where, values);
        if (query.unassigned() && query.assignees().isEmpty()) {
            where.add("t.assignee_id is null");
        } else if (query.unassigned()) {
            where.add("(t.assignee_id is null or t.assignee_id in (:assignee_id))");
            values.put("assignee_id", query.assignees());
        } else {
            in("assignee_id", query.assignees(), where, values);
        }
    }

    private static List<String> names(List<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).toList();
    }

    private static void in(String column, Collection<?> wanted, List<String> where, Map<String, Object> values) {
        if (!wanted.isEmpty()) {
            where.add("t.%1$s in (:%1$s)".formatted(column));
            values.put(column, wanted);
        }
    }

    private static void behind(
            String cursor,
            String sortName,
            Sort sort,
            boolean descending,
            List<String> where,
            Map<String, Object> values) {
        var place = Cursor.decode(cursor, sortName, 2);
        try {
            values.put("last", sort.parse(place.values().get(0)));
            values.put("lastNumber", Long.valueOf(place.values().get(1)));
        } catch (DateTimeException | NumberFormatException tampered) {
            throw new BadParameterException("cursor", "is not a cursor of this list and sort");
        }
        where.add("(t.%s, t.number) %s (:last, :lastNumber)".formatted(sort.column, descending ? "<" : ">"));
    }

    private static Cursor cursorBehind(Ticket last, String sortName, Sort sort) {
        return new Cursor(sortName, List.of(sort.valueOf(last).toString(), Long.toString(last.sequence())));
    }

    private Long count(List<String> where, Map<String, Object> values) {
        var query = entities.createNativeQuery("select count(*) from tickets t" + conditions(where), Long.class);
        return (Long) bound(query, values).getSingleResult();
    }

    private static String conditions(List<String> where) {
        return where.isEmpty() ? "" : " where " + String.join(" and ", where);
    }

    private static Query bound(Query query, Map<String, Object> values) {
        values.forEach(query::setParameter);
        return query;
    }
}
