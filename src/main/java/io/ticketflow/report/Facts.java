package io.ticketflow.report;

import io.ticketflow.report.Figure.Counted;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The facts {@code f} of some tickets as of an instant, as a part of a statement with its values. */
final class Facts {

    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new HashMap<>();
    private String source = "ticket_facts_at(:asOf)";

    private Facts(Instant asOf) {
        values.put("asOf", at(asOf));
    }

    /** All tickets that existed. */
    static Facts asOf(Instant instant) {
        return new Facts(instant);
    }

    /** The same tickets in another table, which has the columns that choose them. */
    Facts readFrom(String table) {
        source = table;
        return this;
    }

    /** The tickets of a report. */
    static Facts in(Window window) {
        return asOf(window.asOf())
                .submitted(window.from(), window.to())
                .having("team_id", window.teams())
                .having("priority", window.priorities())
                .having("category", window.categories());
    }

    Facts submitted(@Nullable Instant from, @Nullable Instant to) {
        if (from != null) {
            conditions.add("f.created_at >= :createdFrom");
            values.put("createdFrom", at(from));
        }
        if (to != null) {
            conditions.add("f.created_at < :createdTo");
            values.put("createdTo", at(to));
        }
        return this;
    }

    /** Those that have one of these values in the column; all when there are none. */
    Facts having(String column, Collection<?> wanted) {
        return having(column, wanted, false);
    }

    /** @param missing also, or only, those that have no value there */
    Facts having(String column, Collection<?> wanted, boolean missing) {
        var choices = new ArrayList<String>();
        if (!wanted.isEmpty()) {
            choices.add("f.%1$s in (:%1$s)".formatted(column));
            values.put(column, wanted.stream().map(Facts::plain).toList());
        }
        if (missing) {
            choices.add("f.%s is null".formatted(column));
        }
        if (!choices.isEmpty()) {
            conditions.add("(" + String.join(" or ", choices) + ")");
        }
        return this;
    }

    Facts fulfilling(String condition) {
        conditions.add(condition);
        return this;
    }

    /** Those that the figure counts. */
    Facts counting(Counted counted) {
        var names = new ArrayList<String>();
        for (var value : counted.values()) {
            var name = "figure" + names.size();
            names.add(name);
            values.put(name, value instanceof Instant instant ? at(instant) : value);
        }
        conditions.add(counted.figure().counted().formatted(names.toArray()));
        return this;
    }

    /** What follows on a list of columns of {@code f}. */
    String from() {
        return " from " + source + " f" + (conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions));
    }

    /** The driver knows no {@link Instant}. */
    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static Object plain(Object value) {
        return value instanceof Enum<?> constant ? constant.name() : value;
    }

    Map<String, Object> values() {
        return new HashMap<>(values);
    }
}
