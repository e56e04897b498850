package io.ticketflow.report.export;

import static io.ticketflow.report.export.Column.duration;
import static io.ticketflow.report.export.Column.instant;
import static io.ticketflow.report.export.Column.text;
import static io.ticketflow.report.export.Column.whole;

import io.ticketflow.platform.database.ReadDatabase;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The escalations that were raised in a time, newest first. Their team is the one of the ticket when they were raised. */
@Component
class EscalationExport implements ReportExport {

    private static final String SQL = """
            select 'TKT-' || t.number as ticket, t.title, t.priority, cast(e.level as bigint) as level, e.trigger, e.from_role, e.to_role,
                (select full_name from users where id = e.target_id) as target,
                (select name from teams where id = e.team_id) as team,
                e.raised_at, e.acknowledged_at,
                (select full_name from users where id = e.acknowledged_by) as acknowledged_by,
                e.closed_at,
                cast(extract(epoch from e.acknowledged_at - e.raised_at) * 1000000 as bigint) as micros_to_acknowledge,
                e.handed_over
            from escalations e join tickets t on t.id = e.ticket_id
            where t.deleted_at is null%s
            order by e.id desc""";

    private static final List<Column<Row>> COLUMNS = List.of(
            text("Ticket", 12, row -> row.text("ticket")),
            text("Title", 50, row -> row.text("title")),
            text("Priority", 8, row -> row.text("priority")),
            whole("Level", row -> row.whole("level")),
            text("Cause", 20, row -> row.text("trigger")),
            text("From", 18, row -> row.text("from_role")),
            text("To", 18, row -> row.text("to_role")),
            text("Target", 20, row -> row.text("target")),
            text("Team", 20, row -> row.text("team")),
            instant("Raised", row -> row.instant("raised_at")),
            instant("Acknowledged", row -> row.instant("acknowledged_at")),
            text("Acknowledged by", 20, row -> row.text("acknowledged_by")),
            instant("Closed", row -> row.instant("closed_at")),
            duration("Time to acknowledge", row -> row.micros("micros_to_acknowledge")),
            text("Handed over", 12, row -> row.yesOrNo("handed_over")));

    private final ReadDatabase database;

    EscalationExport(ReadDatabase database) {
        this.database = database;
    }

    @Override
    public String report() {
        return "escalations";
    }

    @Override
    public Set<String> parameters() {
        return Set.of();
    }

    @Override
    public Sheet<Row> sheet(Wanted wanted) {
        var conditions = new StringBuilder();
        var values = new HashMap<String, Object>();
        one("e.team_id", "team", wanted.teams(), conditions, values);
        one("t.priority", "priority", names(wanted.window().priorities()), conditions, values);
        one("t.category", "category", names(wanted.window().categories()), conditions, values);
        raised(">=", "from", wanted.window().from(), conditions, values);
        raised("<", "to", wanted.window().to(), conditions, values);
        return new Sheet<>(
                "Escalations",
                COLUMNS,
                target -> database.each(
                        SQL.formatted(conditions), Map.copyOf(values), result -> target.accept(new Row(result))));
    }

    private static Set<String> names(Set<? extends Enum<?>> constants) {
        return constants.stream().map(Enum::name).collect(Collectors.toSet());
    }

    private static void raised(
            String compared,
            String name,
            @Nullable Instant instant,
            StringBuilder conditions,
            Map<String, Object> values) {
        if (instant != null) {
            conditions.append(" and e.raised_at ").append(compared).append(" :").append(name);
            values.put(name, instant.atOffset(ZoneOffset.UTC));
        }
    }

    /** The condition that the column has one of these values; none if there are no values. */
    private static void one(
            String column, String name, Collection<?> wanted, StringBuilder conditions, Map<String, Object> values) {
        if (!wanted.isEmpty()) {
            conditions
                    .append(" and ")
                    .append(column)
                    .append(" in (:")
                    .append(name)
                    .append(')');
            values.put(name, wanted);
        }
    }
}
