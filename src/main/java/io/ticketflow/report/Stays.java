package io.ticketflow.report;

import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.sla.ServiceLevels.CalendarVersion;
import io.ticketflow.ticket.Stage;
import io.ticketflow.ticket.TicketStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The report on how long tickets were in each status and stage. */
final class Stays {

    /** The states of the tickets {@code f} before their closing. Working time is counted in the business hours that a ticket follows at the end. */
    private static final String STAYS = """
            with f as materialized (
                select f.ticket_id, f.since_at, f.status, f.stage_id, f.stage_name, f.calendar_id, f.calendar_version %s),
            states as (
                select ticket_id, status, stage_id, stage_name, since_at, :asOf as until_at, calendar_id, calendar_version from f
                union all
                select former.ticket_id, former.status, former.stage_id, former.stage_name, former.since_at, former.until_at,
                    f.calendar_id, f.calendar_version
                from former_ticket_facts former join f on f.ticket_id = former.ticket_id and former.until_at <= f.since_at),
            stays as (
                select ticket_id, status, coalesce(stage_id, '') as stage_id, max(stage_name) as stage_name,
                    cast(sum(extract(epoch from until_at - since_at)) as float8) as elapsed, sum(%s) as working
                from states %s where status <> 'CLOSED' group by 1, 2, 3)
            select status, stage_id, max(stage_name) as stage_name, count(*) as tickets, %s, %s
            from stays group by status, stage_id order by status_order(status), stage_id""";

    /** Working time until an instant: that of all former openings, and a part of the one in which the instant is. */
    private static final String WORKED = """
            coalesce((select before[i] + least(%1$s, closes[i]) - opens[i]
                from (select width_bucket(%1$s, opens) as i) opening where i > 0), 0)""";

    /** SQL: the database counts over many rows. */
    private final JdbcClient database;

    private final Window window;
    private final ServiceLevels levels;

    Stays(JdbcClient database, Window window, ServiceLevels levels) {
        this.database = database;
        this.window = window;
        this.levels = levels;
    }

    private record Followed(UUID calendarId, int calendarVersion, Instant first) {}

    TimeInStatus timeInStatus() {
        var facts = Facts.in(window).fulfilling("not f.merged");
        var values = new HashMap<String, Object>(facts.values());
        var elapsed = "cast(extract(epoch from until_at - since_at) as float8)";
        var working = elapsed;
        var hours = "";
        var calendars = calendars(facts);
        if (!calendars.isEmpty()) {
            hours = hours(calendars, values);
            working = "case when calendar_id is null then %s else %s - %s end"
                    .formatted(
                            elapsed,
                            WORKED.formatted("cast(extract(epoch from until_at) as float8)"),
                            WORKED.formatted("cast(extract(epoch from since_at) as float8)"));
        }
        var query = TicketsQuery.of(window);
        var rows = database.sql(STAYS.formatted(
                        facts.from(),
                        working,
                        hours,
                        Lengths.columns("elapsed", "elapsed"),
                        Lengths.columns("working", "working")))
                .params(values)
                .query((row, number) -> {
                    var status = TicketStatus.valueOf(row.getString("status"));
                    var stage = row.getString("stage_id");
                    var name = row.getString("stage_name");
                    return new TimeInStatus.Stay(
                            status,
                            stage.isEmpty() ? null : new Stage(stage, Objects.requireNonNullElse(name, stage)),
                            row.getLong("tickets"),
                            Lengths.read(row, "elapsed"),
                            Lengths.read(row, "working"),
                            query.to(Figure.WAS_AT.of(status, stage)));
                })
                .list();
        return new TimeInStatus(window.asOf(), window.from(), window.to(), window.zone(), rows);
    }

    /** The business hours that some ticket follows, each with the first instant at which a ticket of it was submitted. */
    private Map<CalendarVersion, Instant> calendars(Facts facts) {
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

    /** The openings of each calendar as arrays of seconds: when they open, when they close, and the working time before each. */
    private String hours(Map<CalendarVersion, Instant> calendars, Map<String, Object> values) {
        var rows = new ArrayList<String>();
        calendars.forEach((version, first) -> {
            var openings = levels.hoursOf(version).openings(first, window.asOf());
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
            var n = rows.size();
            values.put("calendar" + n, version.id());
            values.put("version" + n, version.version());
            values.put("opens" + n, opens);
            values.put("closes" + n, closes);
            values.put("before" + n, before);
            rows.add(
                    "(cast(:calendar%1$d as uuid), cast(:version%1$d as int), cast(:opens%1$d as float8[]), cast(:closes%1$d as float8[]), cast(:before%1$d as float8[]))"
                            .formatted(n));
        });
        return "left join (values %s) hours(calendar_id, calendar_version, opens, closes, before) using (calendar_id, calendar_version)"
                .formatted(String.join(", ", rows));
    }

    private static double seconds(Instant instant) {
        return instant.getEpochSecond() + instant.getNano() / 1e9;
    }
}
