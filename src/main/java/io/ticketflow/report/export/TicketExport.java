package io.ticketflow.report.export;

import static io.ticketflow.report.export.Column.instant;
import static io.ticketflow.report.export.Column.text;
import static io.ticketflow.report.export.Column.whole;

import io.ticketflow.platform.database.ReadDatabase;
import io.ticketflow.ticket.search.TicketFinder;
import java.util.List;
import java.util.Set;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.stereotype.Component;

/** The tickets of a filter, as they are now. Descriptions and comments are left out. */
@Component
class TicketExport implements ReportExport {

    /** Names are looked up for each row, so that the rows come in the order of an index, and the first of them at once. */
    private static final String SQL = """
            select 'TKT-' || t.number as number, t.title, t.status, t.stage_name, t.priority, t.category,
                (select name from teams where id = t.team_id) as team,
                (select full_name from users where id = t.assignee_id) as assignee,
                (select full_name from users where id = t.requester_id) as requester,
                array_to_string(t.tags, ', ') as tags,
                t.created_at, t.first_responded_at, t.resolved_at, t.closed_at, t.next_due_at,
                (select %2$s from sla_clocks c where c.ticket_id = t.id and c.kind = 'RESPONSE') as response,
                (select %2$s from sla_clocks c where c.ticket_id = t.id and c.kind = 'RESOLUTION') as resolution,
                cast(t.reopen_count as bigint) as reopened, cast(t.escalation_level as bigint) as escalation_level, t.resolution_code,
                (select 'TKT-' || other.number from tickets other where other.id = t.merged_into_id) as merged_into
            from (%1$s) t""";

    private static final String OUTCOME = """
            case when c.breached_at is not null then 'BREACHED' when c.met_at is not null then 'MET'
                when c.stopped_at is not null then 'STOPPED' else 'OPEN' end""";

    private static final List<Column<Row>> COLUMNS = List.of(
            text("Number", 12, row -> row.text("number")),
            text("Title", 50, row -> row.text("title")),
            text("Status", 14, row -> row.text("status")),
            text("Stage", 20, row -> row.text("stage_name")),
            text("Priority", 8, row -> row.text("priority")),
            text("Category", 12, row -> row.text("category")),
            text("Team", 20, row -> row.text("team")),
            text("Assignee", 20, row -> row.text("assignee")),
            text("Requester", 20, row -> row.text("requester")),
            text("Tags", 20, row -> row.text("tags")),
            instant("Created", row -> row.instant("created_at")),
            instant("First response", row -> row.instant("first_responded_at")),
            instant("Resolved", row -> row.instant("resolved_at")),
            instant("Closed", row -> row.instant("closed_at")),
            instant("Due", row -> row.instant("next_due_at")),
            text("Response promise", 12, row -> row.text("response")),
            text("Resolution promise", 12, row -> row.text("resolution")),
            whole("Reopened", row -> row.whole("reopened")),
            whole("Escalation level", row -> row.whole("escalation_level")),
            text("Resolution code", 16, row -> row.text("resolution_code")),
            text("Merged into", 12, row -> row.text("merged_into")));

    private final TicketFinder finder;
    private final ReadDatabase database;

    TicketExport(TicketFinder finder, ReadDatabase database) {
        this.finder = finder;
        this.database = database;
    }

    @Override
    public String report() {
        return "tickets";
    }

    @Override
    public Set<String> parameters() {
        return Set.of(
                "status",
                "assignee",
                "requester",
                "tag",
                "watching",
                "breached",
                "dueBefore",
                "createdFrom",
                "createdTo",
                "updatedFrom",
                "parent",
                "q",
                "asOf",
                "figure",
                "sort");
    }

    @Override
    public Sheet<Row> sheet(Wanted wanted) {
        var filter = wanted.filter()
                .within(wanted.teams(), wanted.window().from(), wanted.window().to());
        var asOf = filter.asOf();
        var tickets = finder.rows(filter, wanted.sort(), wanted.by());
        return new Sheet<>("Tickets", COLUMNS, target -> {
            var sql = SQL.formatted(tickets.sql(), OUTCOME);
            RowCallbackHandler row = result -> target.accept(new Row(result));
            if (asOf == null) {
                database.each(sql, tickets.values(), row);
            } else {
                database.each(asOf, sql, tickets.values(), row);
            }
        });
    }
}
