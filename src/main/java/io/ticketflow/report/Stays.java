package io.ticketflow.report;

import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.sla.ServiceLevels.CalendarVersion;
import io.ticketflow.sla.WorkingHours;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The stays of some tickets: how long each was in each status and stage before its closing, as a part of a statement. It is {@code with f as …, stays as …},
 * where {@code stays} has {@code ticket_id, status, stage_id, stage_name, elapsed, working}, in seconds.
 */
final class Stays {

    /** The states are found one ticket after the other, because a report needs those of few tickets. */
    private static final String STAYS = """
            with f as materialized (
                select f.ticket_id, f.since_at, f.status, f.stage_id, f.stage_name, f.calendar_id, f.calendar_version %s),
            states as (
                select ticket_id, status, stage_id, stage_name, since_at, :asOf as until_at, calendar_id, calendar_version from f
                union all
                select f.ticket_id, former.status, former.stage_id, former.stage_name, former.since_at, former.until_at, f.calendar_id, f.calendar_version
                from f cross join lateral (
                    select * from former_ticket_facts former where former.ticket_id = f.ticket_id and former.until_at <= f.since_at offset 0) former),
            stays as materialized (
                select ticket_id, status, coalesce(stage_id, '') as stage_id, max(stage_name) as stage_name,
                    sum(date_part('epoch', until_at - since_at)) as elapsed, sum(%s) as working
                from states %s where status <> 'CLOSED' group by 1, 2, 3)
            """;

    /** Working time until an instant: that of all former openings, and a part of the one in which the instant is. */
    private static final String WORKED = """
            coalesce((select before[i] + least(%1$s, closes[i]) - opens[i]
                from (select width_bucket(%1$s, opens) as i) opening where i > 0), 0)""";

    private static final String ELAPSED = "date_part('epoch', until_at - since_at)";

    private final String sql;
    private final Map<String, Object> values;

    private Stays(String sql, Map<String, Object> values) {
        this.sql = sql;
        this.values = values;
    }

    private record Followed(UUID calendarId, int calendarVersion, Instant first) {}

    /**
     * The stays until an instant. Working time is counted in the business hours that a ticket follows then.
     *
     * @param facts as of this instant
     */
    static Stays of(Facts facts, Instant asOf, JdbcClient database, ServiceLevels levels) {
        var values = facts.values();
        var calendars = calendars(facts, database);
        if (calendars.isEmpty()) {
            return new Stays(STAYS.formatted(facts.from(), ELAPSED, ""), values);
        }
        var hours = new ArrayList<String>();
        calendars.forEach((calendar, first) ->
                hours.add(hours(calendar, levels.hoursOf(calendar).openings(first, asOf), hours.size(), values)));
        var working = "case when calendar_id is null then %s else %s - %s end"
                .formatted(
                        ELAPSED,
                        WORKED.formatted("date_part('epoch', until_at)"),
                        WORKED.formatted("date_part('epoch', since_at)"));
        var joined =
                "left join (values %s) hours(calendar_id, calendar_version, opens, closes, before) using (calendar_id, calendar_version)"
                        .formatted(String.join(", ", hours));
        return new Stays(STAYS.formatted(facts.from(), working, joined), values);
    }

    /** The business hours that some ticket follows, each with the first instant at which a ticket of it was submitted. */
    private static Map<CalendarVersion, Instant> calendars(Facts facts, JdbcClient database) {
        return database
                .sql("select f.calendar_id, f.calendar_version, min(f.created_at) as first" + facts.from()
                        + " and f.calendar_id is not null group by 1, 2")
                .params(facts.values())
                .query(Followed.class)
                .list()
                .stream()
                .collect(Collectors.toMap(
                        followed -> new CalendarVersion(followed.calendarId(), followed.calendarVersion()),
                        Followed::first));
    }

    /** The openings of a calendar as arrays of seconds: when they open, when they close, and the working time before each. */
    private static String hours(
            CalendarVersion calendar, List<WorkingHours.Opening> openings, int number, Map<String, Object> values) {
        var opens = new double[openings.size()];
        var closes = new double[openings.size()];
        var before = new double[openings.size()];
        var sum = 0.0;
        for (var i = 0; i < openings.size(); i++) {
            opens[i] = seconds(openings.get(i).from());
            closes[i] = seconds(openings.get(i).to());
            before[i] = sum;
            sum += closes[i] - opens[i];
        }
        values.put("calendar" + number, calendar.id());
        values.put("version" + number, calendar.version());
        values.put("opens" + number, opens);
        values.put("closes" + number, closes);
        values.put("before" + number, before);
        return "(cast(:calendar%1$d as uuid), cast(:version%1$d as int), cast(:opens%1$d as float8[]), cast(:closes%1$d as float8[]), cast(:before%1$d as float8[]))"
                .formatted(number);
    }

    private static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }

    /** A statement goes on after this. */
    String sql() {
        return sql;
    }

    Map<String, Object> values() {
        return new HashMap<>(values);
    }
}
