package io.ticketflow.notification.delivery;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The SQL conditions of a filter on {@code deliveries} and their notifications {@code told}. The names of constants are written into the statement, because the
 * database then knows whether a value is rare and whether an index for some of the values helps.
 */
final class Selection {

    static final String FROM = " from deliveries left join notifications told on told.id = notification_id";

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> parameters = new HashMap<>();

    Selection(DeliveryFilter filter) {
        isOneOf("deliveries.state", filter.states());
        isOneOf("deliveries.channel", filter.channels());
        isOneOf("told.event", filter.events());
        if (filter.ticketId() != null) {
            and("told.ticket_id = :ticket");
            set("ticket", filter.ticketId());
        }
        compare("deliveries.created_at >= :from", "from", filter.from());
        compare("deliveries.created_at < :to", "to", filter.to());
    }

    private void isOneOf(String column, Collection<? extends Enum<?>> values) {
        if (!values.isEmpty()) {
            and(values.stream()
                    .map(value -> "'" + value.name() + "'")
                    .collect(Collectors.joining(", ", column + " in (", ")")));
        }
    }

    private void compare(String condition, String name, @Nullable Instant instant) {
        if (instant != null) {
            and(condition);
            set(name, Timestamp.from(instant));
        }
    }

    void and(String condition) {
        conditions.add(condition);
    }

    void set(String parameter, Object value) {
        parameters.put(parameter, value);
    }

    String where() {
        return conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
    }

    Map<String, Object> parameters() {
        return parameters;
    }
}
