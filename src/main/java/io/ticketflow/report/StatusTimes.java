package io.ticketflow.report;

import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.ticket.Stage;
import io.ticketflow.ticket.TicketStatus;
import java.util.Objects;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The report on how long tickets were in each status and stage. */
final class StatusTimes {

    /** The stays that are counted, by an index for each stage, and those of all other tickets. */
    private static final String TIMES = """
            %s,
            stages as (
                select status, stage_id, max(stage_name) as stage_name, max(id) as id
                from (select status, stage_id, stage_name, id from counted_stages
                    union all
                    select status, stage_id, stage_name, null from stays) named
                group by status, stage_id)
            select stages.status, stages.stage_id, stages.stage_name, lengths.*
            from stages cross join lateral (
                select count(*) as tickets, %s, %s
                from (select f.elapsed, f.working %s
                    union all
                    select elapsed, working from stays where stays.status = stages.status and stays.stage_id = stages.stage_id) stay) lengths
            where tickets > 0 order by status_order(stages.status), stages.stage_id""";

    /** SQL: the database counts over many rows. */
    private final JdbcClient database;

    private final Window window;
    private final ServiceLevels levels;

    StatusTimes(JdbcClient database, Window window, ServiceLevels levels) {
        this.database = database;
        this.window = window;
        this.levels = levels;
    }

    TimeInStatus timeInStatus() {
        var uncounted = Facts.in(window)
                .readFrom("(select * from uncounted_states where since_at <= :asOf and until_at > :asOf)")
                .fulfilling("not f.merged");
        var counted = Facts.in(window)
                .readFrom("ticket_stays")
                .fulfilling("f.since_at <= :asOf")
                .fulfilling("f.stage = stages.id");
        var stays = Stays.of(uncounted, window.asOf(), database, levels);
        var query = TicketsQuery.of(window);
        var rows = database.sql(TIMES.formatted(
                        stays.sql(),
                        Lengths.columns("elapsed", "elapsed"),
                        Lengths.columns("working", "working"),
                        counted.from()))
                .params(stays.values())
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
}
