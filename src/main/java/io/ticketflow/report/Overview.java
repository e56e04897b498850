package io.ticketflow.report;

import static io.ticketflow.report.Figure.ASKED;
import static io.ticketflow.report.Figure.AT_RISK;
import static io.ticketflow.report.Figure.BREACHED_OPEN;
import static io.ticketflow.report.Figure.CALLED;
import static io.ticketflow.report.Figure.CLOSED;
import static io.ticketflow.report.Figure.ESCALATED;
import static io.ticketflow.report.Figure.FIRST_CONTACT;
import static io.ticketflow.report.Figure.HANDED_OVER;
import static io.ticketflow.report.Figure.MERGED;
import static io.ticketflow.report.Figure.OPEN;
import static io.ticketflow.report.Figure.REOPENED;
import static io.ticketflow.report.Figure.RESOLUTION_BREACHED;
import static io.ticketflow.report.Figure.RESOLUTION_MET;
import static io.ticketflow.report.Figure.RESOLVED;
import static io.ticketflow.report.Figure.RESOLVED_BETWEEN;
import static io.ticketflow.report.Figure.RESPONSE_BREACHED;
import static io.ticketflow.report.Figure.RESPONSE_MET;
import static io.ticketflow.report.Figure.TOTAL;
import static io.ticketflow.report.Figure.UNASSIGNED;

import io.ticketflow.identity.Directory;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.TicketStatus;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The reports that count the tickets of a window: dashboard, statistics, kept promises, people. */
final class Overview {

    /** For lengths of time and shares on the dashboard, when the caller names no window. */
    private static final Duration RECENT = Duration.ofDays(30);

    private static final Figure[] PROMISES = {
        TOTAL, RESPONSE_MET, RESPONSE_BREACHED, RESOLUTION_MET, RESOLUTION_BREACHED
    };

    /** The names of these figures in answers about people. */
    private static final Map<String, Figure> OF_PEOPLE =
            Map.of("assigned", TOTAL, "resolved", RESOLVED, "reopened", REOPENED, "openNow", OPEN);

    /** SQL: the database counts over many rows. */
    private final JdbcClient database;

    private final Window window;
    private final Directory directory;

    Overview(JdbcClient database, Window window, Directory directory) {
        this.database = database;
        this.window = window;
        this.directory = directory;
    }

    static Tally ofPeople() {
        return Tally.of(
                        TOTAL,
                        RESOLVED,
                        REOPENED,
                        OPEN,
                        FIRST_CONTACT,
                        RESPONSE_MET,
                        RESPONSE_BREACHED,
                        RESOLUTION_MET,
                        RESOLUTION_BREACHED)
                .withAnswersAndSolutions();
    }

    static Tally promises() {
        return Tally.of(PROMISES);
    }

    Dashboard dashboard() {
        var all = window.submitted(null, null);
        var recent = window.from() != null || window.to() != null
                ? window
                : window.submitted(window.asOf().minus(RECENT), null);
        var unclosed = Tally.of(TOTAL, OPEN, UNASSIGNED, AT_RISK, BREACHED_OPEN)
                .readBy(database, Facts.in(all).fulfilling("f.closed_at is null"), "status", "priority");
        var today = window.asOf().atZone(window.zone()).toLocalDate();
        var begin = today.atStartOfDay(window.zone()).toInstant();
        var end = today.plusDays(1).atStartOfDay(window.zone()).toInstant();
        var resolvedToday = RESOLVED_BETWEEN.of(begin, end);
        var lately = promises().withAnswersAndSolutions().read(database, Facts.in(recent));
        var query = TicketsQuery.of(all);
        var queries = new LinkedHashMap<String, String>();
        for (var figure : List.of(OPEN, UNASSIGNED, AT_RISK, BREACHED_OPEN)) {
            queries.put(figure.key(), query.to(figure));
        }
        queries.put(
                "createdToday", TicketsQuery.of(window.submitted(begin, end)).to(TOTAL));
        queries.put("resolvedToday", query.to(resolvedToday));
        // Nearly all tickets are closed, and counting them one by one, with their status, takes most of the time.
        var byStatus = by(TicketStatus.values(), "status", TOTAL, unclosed, query, queries);
        byStatus.put(
                TicketStatus.CLOSED,
                Tally.of(TOTAL).read(database, Facts.in(all)).count(TOTAL) - sum(unclosed, TOTAL));
        var ofRecent = TicketsQuery.of(recent);
        for (var figure : List.of(RESPONSE_MET, RESPONSE_BREACHED, RESOLUTION_MET, RESOLUTION_BREACHED)) {
            queries.put(figure.key(), ofRecent.to(figure));
        }
        return new Dashboard(
                window.asOf(),
                recent.from(),
                recent.to(),
                window.zone(),
                sum(unclosed, OPEN),
                byStatus,
                by(Priority.values(), "priority", OPEN, unclosed, query, queries),
                sum(unclosed, UNASSIGNED),
                sum(unclosed, AT_RISK),
                sum(unclosed, BREACHED_OPEN),
                Tally.of(TOTAL)
                        .read(database, Facts.in(window.submitted(begin, end)))
                        .count(TOTAL),
                new Course(database, all).resolved(begin, end),
                lately.firstResponse().p50(),
                lately.resolution().p50(),
                lately.firstResponse(),
                lately.resolution(),
                new Dashboard.Compliance(
                        lately.percent(RESPONSE_MET, RESPONSE_BREACHED),
                        lately.percent(RESOLUTION_MET, RESOLUTION_BREACHED)),
                queries);
    }

    Statistics statistics() {
        var facts = Facts.in(window);
        Figure[] counts = {TOTAL, OPEN, RESOLVED, CLOSED, REOPENED, MERGED, HANDED_OVER, ASKED, ESCALATED, FIRST_CONTACT
        };
        var tally = Tally.of(counts)
                .withAnswersAndSolutions()
                .with("hand_overs", "coalesce(sum(f.hand_overs) filter (where not f.merged), 0)")
                .with(
                        "ever_resolved",
                        "count(*) filter (where not f.merged and (f.resolved_at is not null or f.reopens > 0))")
                .with(
                        "asked_seconds",
                        "coalesce(sum(f.asked_micros / float8 '1e6' + coalesce(date_part('epoch', :asOf - f.asking_since_at), 0))"
                                + " filter (where not f.merged), 0)")
                .with(
                        "lived_seconds",
                        "coalesce(sum(date_part('epoch', coalesce(f.done_since_at, :asOf) - f.created_at)) filter (where not f.merged), 0)");
        var row = tally.read(database, facts);
        var groups = Tally.of(TOTAL, OPEN)
                .readBy(database, facts, "status", "priority", "category", "team_id", "assignee_id");
        var query = TicketsQuery.of(window);
        var queries = new LinkedHashMap<String, String>();
        for (var figure : counts) {
            queries.put(figure.key(), query.to(figure));
        }
        return new Statistics(
                window.asOf(),
                window.from(),
                window.to(),
                window.zone(),
                row.count(TOTAL),
                row.count(OPEN),
                row.count(RESOLVED),
                row.count(CLOSED),
                row.count(REOPENED),
                row.count(MERGED),
                row.count(HANDED_OVER),
                row.count(ASKED),
                row.count(ESCALATED),
                row.count(FIRST_CONTACT),
                Math.round(number(row, "hand_overs")),
                by(TicketStatus.values(), "status", TOTAL, groups, query, queries),
                by(Priority.values(), "priority", OPEN, groups, query, queries),
                by(Category.values(), "category", TOTAL, groups, query, queries),
                byTeam(groups, query),
                byAssignee(groups, query),
                escalations(facts, query),
                row.firstResponse().p50(),
                row.resolution().p50(),
                row.firstResponse(),
                row.resolution(),
                Percent.of(row.count(FIRST_CONTACT), row.count(RESOLVED)),
                Percent.of((double) row.count(REOPENED), number(row, "ever_resolved")),
                Percent.of(number(row, "asked_seconds"), number(row, "lived_seconds")),
                queries);
    }

    private static double number(Tally.Row row, String name) {
        return Objects.requireNonNull(row.number(name));
    }

    private static long sum(List<Tally.Row> rows, Figure figure) {
        return rows.stream().mapToLong(row -> row.count(figure)).sum();
    }

    /** The count of each value, with zeros. Adds the queries for its tickets. */
    private static <E extends Enum<E>> Map<E, Long> by(
            E[] values,
            String column,
            Figure figure,
            List<Tally.Row> rows,
            TicketsQuery query,
            Map<String, String> queries) {
        var counts = new EnumMap<E, Long>(values[0].getDeclaringClass());
        var member = "by" + Character.toUpperCase(column.charAt(0)) + column.substring(1);
        for (var value : values) {
            counts.put(
                    value,
                    rows.stream()
                            .filter(row -> value.name().equals(row.text(column)))
                            .mapToLong(row -> row.count(figure))
                            .sum());
            queries.put(member + "." + value, query.with(column, value).to(figure));
        }
        return counts;
    }

    private List<Statistics.OfTeam> byTeam(List<Tally.Row> rows, TicketsQuery query) {
        return countsOf("team_id", rows).entrySet().stream()
                .map(each -> new Statistics.OfTeam(
                        each.getKey().map(this::team).orElse(null),
                        each.getValue(),
                        query.with("team", orNone(each.getKey())).to(TOTAL)))
                .toList();
    }

    private List<Statistics.OfAssignee> byAssignee(List<Tally.Row> rows, TicketsQuery query) {
        return countsOf("assignee_id", rows).entrySet().stream()
                .map(each -> new Statistics.OfAssignee(
                        each.getKey().map(this::person).orElse(null),
                        each.getValue(),
                        query.with("assignee", orNone(each.getKey())).to(TOTAL)))
                .toList();
    }

    /** The largest first. */
    private static Map<Optional<UUID>, Long> countsOf(String column, List<Tally.Row> rows) {
        var counts = rows.stream()
                .filter(row -> row.count(TOTAL) > 0)
                .collect(Collectors.groupingBy(row -> row.id(column), Collectors.summingLong(row -> row.count(TOTAL))));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<Optional<UUID>, Long>comparingByValue().reversed())
                .collect(Collectors.toMap(
                        Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new));
    }

    private static Object orNone(Optional<UUID> id) {
        return id.isPresent() ? id.get() : "none";
    }

    private NamedTeam team(UUID id) {
        return new NamedTeam(id, directory.team(id).name());
    }

    private NamedPerson person(UUID id) {
        return new NamedPerson(id, directory.person(id).fullName());
    }

    private List<Statistics.Calls> escalations(Facts facts, TicketsQuery query) {
        return database.sql(
                        "select e.level, e.trigger, count(distinct e.ticket_id) as tickets from escalations e join (select f.ticket_id, f.merged"
                                + facts.from()
                                + ") f on f.ticket_id = e.ticket_id and not f.merged where e.raised_at <= :asOf"
                                // None was raised before its ticket was submitted.
                                + (window.from() == null ? "" : " and e.raised_at >= :createdFrom")
                                + " group by 1, 2 order by 1, 2")
                .params(facts.values())
                .query((row, number) -> new Statistics.Calls(
                        row.getInt("level"),
                        row.getString("trigger"),
                        row.getLong("tickets"),
                        query.to(CALLED.of(row.getInt("level"), row.getString("trigger")))))
                .list();
    }

    SlaCompliance compliance() {
        var rows = promises().readBy(database, Facts.in(window), "priority", "category", "team_id").stream()
                .filter(row -> row.count(TOTAL) > 0)
                .map(this::promises)
                .sorted(Comparator.comparing(SlaCompliance.PromiseCounts::priority)
                        .thenComparing(SlaCompliance.PromiseCounts::category)
                        .thenComparing(
                                row -> row.team() == null ? "" : row.team().name()))
                .toList();
        return new SlaCompliance(
                window.asOf(), window.from(), window.to(), window.zone(), rows, total(rows, TicketsQuery.of(window)));
    }

    private SlaCompliance.PromiseCounts promises(Tally.Row row) {
        var priority = Priority.valueOf(Objects.requireNonNull(row.text("priority")));
        var category = Category.valueOf(Objects.requireNonNull(row.text("category")));
        var query = TicketsQuery.of(window)
                .with("priority", priority)
                .with("category", category)
                .with("team", orNone(row.id("team_id")));
        return new SlaCompliance.PromiseCounts(
                priority,
                category,
                row.id("team_id").map(this::team).orElse(null),
                row.count(TOTAL),
                row.count(RESPONSE_MET),
                row.count(RESPONSE_BREACHED),
                row.count(RESOLUTION_MET),
                row.count(RESOLUTION_BREACHED),
                row.percent(RESPONSE_MET, RESPONSE_BREACHED),
                row.percent(RESOLUTION_MET, RESOLUTION_BREACHED),
                queries(query));
    }

    private static Map<String, String> queries(TicketsQuery query) {
        return Arrays.stream(PROMISES)
                .collect(Collectors.toMap(
                        figure -> figure == TOTAL ? "tickets" : figure.key(),
                        query::to,
                        (one, other) -> one,
                        LinkedHashMap::new));
    }

    private static SlaCompliance.PromiseCounts total(List<SlaCompliance.PromiseCounts> rows, TicketsQuery query) {
        Function<Function<SlaCompliance.PromiseCounts, Long>, Long> sum =
                member -> rows.stream().mapToLong(member::apply).sum();
        var responseMet = sum.apply(SlaCompliance.PromiseCounts::responseMet);
        var responseBreached = sum.apply(SlaCompliance.PromiseCounts::responseBreached);
        var resolutionMet = sum.apply(SlaCompliance.PromiseCounts::resolutionMet);
        var resolutionBreached = sum.apply(SlaCompliance.PromiseCounts::resolutionBreached);
        return new SlaCompliance.PromiseCounts(
                null,
                null,
                null,
                sum.apply(SlaCompliance.PromiseCounts::tickets),
                responseMet,
                responseBreached,
                resolutionMet,
                resolutionBreached,
                Percent.of(responseMet, responseMet + responseBreached),
                Percent.of(resolutionMet, resolutionMet + resolutionBreached),
                queries(query));
    }

    Performance performance() {
        var items =
                ofPeople()
                        .readBy(database, Facts.in(window).fulfilling("f.assignee_id is not null"), "assignee_id")
                        .stream()
                        .filter(row -> row.count(TOTAL) > 0)
                        .map(this::work)
                        .sorted(Comparator.comparing(row -> row.user().fullName()))
                        .toList();
        return new Performance(window.asOf(), window.from(), window.to(), window.zone(), items);
    }

    private Performance.Work work(Tally.Row row) {
        var user = person(row.id("assignee_id").orElseThrow());
        var query = TicketsQuery.of(window).with("assignee", user.id());
        var queries = new LinkedHashMap<String, String>();
        OF_PEOPLE.forEach((name, figure) -> queries.put(name, query.to(figure)));
        return new Performance.Work(
                user,
                row.count(TOTAL),
                row.count(RESOLVED),
                row.count(REOPENED),
                row.count(OPEN),
                row.firstResponse().p50(),
                row.resolution().p50(),
                row.firstResponse(),
                row.resolution(),
                row.percent(RESPONSE_MET, RESPONSE_BREACHED),
                row.percent(RESOLUTION_MET, RESOLUTION_BREACHED),
                Percent.of(row.count(FIRST_CONTACT), row.count(RESOLVED)),
                queries);
    }
}
