package io.ticketflow.ticket.search;

import io.ticketflow.platform.BadParameterException;
import io.ticketflow.platform.Cursor;
import io.ticketflow.platform.Instants;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The orders in which tickets can be sorted. Each order ends with the number, so that it is unique, and has an index. */
@SuppressWarnings("ImmutableEnumChecker") // functions without state, and an unmodifiable list
enum TicketSort {
    CREATED_AT("createdAt", Key.CREATED_AT, Key.NUMBER),
    UPDATED_AT("updatedAt", Key.UPDATED_AT, Key.NUMBER),
    PRIORITY("priority", Key.PRIORITY, Key.CREATED_AT, Key.NUMBER),
    STATUS("status", Key.STATUS, Key.CREATED_AT, Key.NUMBER),
    NUMBER("number", Key.NUMBER),
    TITLE("title", Key.TITLE, Key.NUMBER),
    DUE_AT("dueAt", Key.DUE, Key.NUMBER);

    /** A sort value in SQL on the table {@code %s}, and how it is written to a cursor and read from it. */
    private enum Key {
        CREATED_AT("%s.created_at", ":%s", ticket -> ticket.createdAt().toString(), Cursor::instant),
        UPDATED_AT("%s.updated_at", ":%s", ticket -> ticket.updatedAt().toString(), Cursor::instant),
        NUMBER("%s.number", ":%s", ticket -> Long.toString(ticket.sequence()), Cursor::number),
        PRIORITY("%s.priority", ":%s", ticket -> ticket.priority().name(), Key::priority),
        STATUS(
                "status_order(%s.status)",
                "status_order(:%s)", ticket -> ticket.status().name(), Key::status),
        TITLE("lower(%s.title)", "lower(:%s)", Ticket::title, Cursor::text),
        DUE("coalesce(%s.next_due_at, 'infinity')", "cast(:%s as timestamptz)", Key::due, Key::due);

        private static final String NEVER = "infinity";

        private final String sql;
        private final String compared;
        private final Function<Ticket, String> written;
        private final BiFunction<Cursor, Integer, Object> read;

        Key(String sql, String compared, Function<Ticket, String> written, BiFunction<Cursor, Integer, Object> read) {
            this.sql = sql;
            this.compared = compared;
            this.written = written;
            this.read = read;
        }

        private static Object priority(Cursor cursor, int place) {
            return cursor.read(place, Priority::valueOf).name();
        }

        private static Object status(Cursor cursor, int place) {
            return cursor.read(place, TicketStatus::valueOf).name();
        }

        private static String due(Ticket ticket) {
            return ticket.nextDueAt() == null ? NEVER : ticket.nextDueAt().toString();
        }

        private static Object due(Cursor cursor, int place) {
            var text = cursor.text(place);
            return text.equals(NEVER)
                    ? NEVER
                    : cursor.read(place, Instants::parse).toString();
        }
    }

    private final String field;
    private final List<Key> keys;

    TicketSort(String field, Key... keys) {
        this.field = field;
        this.keys = List.of(keys);
    }

    /** A sort with its direction. */
    record Order(TicketSort sort, boolean descending) {

        static final Order NEWEST_FIRST = new Order(CREATED_AT, true);

        /** Reads a field's name, with {@code -} in front for descending; 400 for any other text. */
        static Order parse(String text) {
            var descending = text.startsWith("-");
            var field = descending ? text.substring(1) : text;
            return Arrays.stream(values())
                    .filter(sort -> sort.field.equals(field))
                    .findFirst()
                    .map(sort -> new Order(sort, descending))
                    .orElseThrow(() -> new BadParameterException(
                            "sort", "must be one of %s, - in front for descending".formatted(fields())));
        }

        private static String fields() {
            return Arrays.stream(values()).map(sort -> sort.field).collect(Collectors.joining(", "));
        }

        String orderBy(String table) {
            var direction = descending ? " desc" : "";
            return sort.keys.stream()
                    .map(key -> key.sql.formatted(table) + direction)
                    .collect(Collectors.joining(", ", " order by ", ""));
        }

        /** The condition that a row of a table comes after the cursor; adds the cursor's values under the names in the condition. */
        String behind(String table, String cursor, Map<String, Object> values) {
            var place = Cursor.decode(cursor, name(), sort.keys.size());
            var columns = new ArrayList<String>();
            var compared = new ArrayList<String>();
            for (var i = 0; i < sort.keys.size(); i++) {
                var key = sort.keys.get(i);
                columns.add(key.sql.formatted(table));
                compared.add(key.compared.formatted("last" + i));
                values.put("last" + i, key.read.apply(place, i));
            }
            return "(%s) %s (%s)"
                    .formatted(String.join(", ", columns), descending ? "<" : ">", String.join(", ", compared));
        }

        Cursor cursorBehind(Ticket last) {
            return new Cursor(
                    name(),
                    sort.keys.stream().map(key -> key.written.apply(last)).toList());
        }

        private String name() {
            return (descending ? "-" : "") + sort.field;
        }
    }
}
