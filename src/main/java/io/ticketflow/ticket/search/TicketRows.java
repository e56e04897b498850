package io.ticketflow.ticket.search;

import io.ticketflow.ticket.search.TicketSort.Order;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;

/**
 * A statement that reads tickets in order, for JDBC. Its columns are those of {@code tickets} without the long texts, so that a sort moves little.
 *
 * @param sql with named parameters
 */
public record TicketRows(String sql, Map<String, Object> values) {

    private static final String COLUMNS = """
            t.id, t.number, t.title, t.status, t.stage_name, t.priority, t.category, t.tags, t.requester_id, t.assignee_id, t.team_id,
            t.escalation_level, t.reopen_count, t.resolution_code, t.merged_into_id, t.created_at, t.updated_at, t.first_responded_at,
            t.resolved_at, t.closed_at, t.next_due_at""";

    public TicketRows {
        values = Map.copyOf(values);
    }

    /** Each part is in order, so that the database can merge them while it reads them. */
    static TicketRows of(Selection selection, Order order) {
        var parts = selection.parts().stream()
                .map(part -> "select " + COLUMNS + " from " + part.from() + selection.where(part)
                        + order.orderBy(order.sort() == TicketSort.CREATED_AT ? part.created() : "t"))
                .toList();
        var sql = parts.size() == 1
                ? parts.get(0)
                : "select t.* from ((%s)) t".formatted(String.join(") union all (", parts)) + order.orderBy("t");
        return new TicketRows(selection.with() + sql, forJdbc(selection.values()));
    }

    /** The driver takes no {@link Instant}. */
    private static Map<String, Object> forJdbc(Map<String, Object> values) {
        var converted = new HashMap<String, Object>();
        values.forEach((name, value) ->
                converted.put(name, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value));
        return converted;
    }
}
