package io.ticketflow.report;

import io.ticketflow.platform.InvalidException;
import io.ticketflow.report.Trends.Interval;
import io.ticketflow.report.Trends.Point;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The report on what happened in each step of a window. */
final class Course {

    private static final int MOST_STEPS = 1_000;

    private static final String SELECT = "select '%1$s' as what, %2$s as step, count(*) as tickets";

    /** {@code width_bucket} counts the borders that are not after the instant. */
    private static final String STEP = "width_bucket(%s, (select at from borders))";

    /**
     * A solution that was rejected is no fact of the present, so it comes from the former facts. {@code resolved_afterwards} is the present solution of the ticket.
     */
    private static final String HAPPENED = """
            with borders as (select cast(:borders as timestamptz[]) as at),
            rejected as materialized (
                select former.ticket_id, former.resolved_at, former.done_since_at, former.until_at, f.resolved_at as resolved_afterwards
                from former_ticket_facts former join (select f.ticket_id, f.resolved_at %s) f on f.ticket_id = former.ticket_id
                where former.reopened and former.until_at <= :asOf
                    and (former.resolved_at >= :begin and former.resolved_at < :end or former.done_since_at >= :begin and former.done_since_at < :end
                        or former.until_at >= :begin and former.until_at < :end))
            select what, step, sum(tickets) as tickets from (%s) happened group by what, step""";

    /** A ticket counts once in a step, also if a solution was rejected there and another one followed. */
    private static final String RESOLVED_BEFORE =
            """
            select 'RESOLVED', step, count(distinct ticket_id)
            from (select ticket_id, %s as step, %s as step_afterwards from rejected) solved
            where step is distinct from step_afterwards group by 2""".formatted(STEP.formatted("resolved_at"), STEP.formatted("resolved_afterwards"));

    /** SQL: the database counts over many rows. */
    private final JdbcClient database;

    /** The window's tickets, whenever they were submitted: what counts is when something happened. */
    private final Window all;

    private final Window window;

    Course(JdbcClient database, Window window) {
        this.database = database;
        this.window = window;
        this.all = window.submitted(null, null);
    }

    private record Happened(String what, int step, long tickets) {}

    Trends trends(Interval interval) {
        var borders = borders(interval);
        var happened = happened(
                borders,
                Stream.concat(
                        solved(),
                        Stream.of(
                                when("CREATED", "created_at"),
                                when("DONE", "done_since_at"),
                                rejected("DONE", "done_since_at"),
                                rejected("REOPENED", "until_at"),
                                broken())));
        var open = openBefore(borders.get(borders.size() - 1));
        var points = new ArrayDeque<Point>();
        for (var step = borders.size() - 1; step > 0; step--) {
            points.addFirst(new Point(
                    borders.get(step - 1),
                    count(happened, "CREATED", step),
                    count(happened, "RESOLVED", step),
                    count(happened, "BREACHED", step),
                    open,
                    queries(borders.get(step - 1), borders.get(step))));
            open += count(happened, "DONE", step)
                    - count(happened, "CREATED", step)
                    - count(happened, "REOPENED", step);
        }
        return new Trends(
                window.asOf(),
                borders.get(0),
                borders.get(borders.size() - 1),
                window.zone(),
                interval,
                List.copyOf(points));
    }

    /** How many tickets got a solution at or after the first instant and before the second. */
    long resolved(Instant begin, Instant end) {
        return count(happened(List.of(begin, end), solved()), "RESOLVED", 1);
    }

    private Map<String, Map<Integer, Long>> happened(List<Instant> borders, Stream<String> parts) {
        return database
                .sql(HAPPENED.formatted(tickets("true"), parts.collect(Collectors.joining(" union all "))))
                .params(Facts.in(all).values())
                .param("borders", borders.stream().map(Instant::toString).collect(Collectors.joining(",", "{", "}")))
                .param("begin", Facts.at(borders.get(0)))
                .param("end", Facts.at(borders.get(borders.size() - 1)))
                .query(Happened.class)
                .list()
                .stream()
                .collect(Collectors.groupingBy(Happened::what, Collectors.toMap(Happened::step, Happened::tickets)));
    }

    private String tickets(String condition) {
        return Facts.in(all).fulfilling("not f.merged and " + condition).from();
    }

    /** None of these instants is before the ticket's submission; that it was submitted before the end spares reading the later tickets in the index. */
    private static String inWindow(String column) {
        return "f.%1$s >= :begin and f.%1$s < :end and f.created_at < :end".formatted(column);
    }

    private String when(String what, String column) {
        return SELECT.formatted(what, STEP.formatted("f." + column)) + tickets(inWindow(column)) + " group by 2";
    }

    private static String rejected(String what, String column) {
        return SELECT.formatted(what, STEP.formatted(column)) + " from rejected group by 2";
    }

    private Stream<String> solved() {
        return Stream.of(when("RESOLVED", "resolved_at"), RESOLVED_BEFORE);
    }

    private String broken() {
        return "select 'BREACHED', step, count(distinct ticket_id) from (%s) broken group by 2"
                .formatted(Stream.of(broken("response_breached_at"), broken("resolution_breached_at"), late())
                        .collect(Collectors.joining(" union all ")));
    }

    private String broken(String column) {
        return "select f.ticket_id, %s as step".formatted(STEP.formatted("f." + column))
                + tickets("f.%s <= :asOf and ".formatted(column) + inWindow(column));
    }

    /** The deadlines that passed and are not recorded as broken yet. Their tickets are not closed. */
    private String late() {
        return "select ticket_id, %s from (select f.ticket_id, unnest(array[f.response_due_at, f.resolution_due_at]) as due_at%s) late"
                        .formatted(STEP.formatted("due_at"), tickets("f.closed_at is null and f.created_at < :end"))
                + " where due_at <= :asOf and due_at >= :begin and due_at < :end";
    }

    /** In two parts, for each of which there is an index. */
    private long openBefore(Instant instant) {
        return Stream.of("f.closed_at is null", "f.closed_at is not null and f.done_since_at >= :end")
                .mapToLong(part -> {
                    var facts = Facts.in(all)
                            .counting(Figure.OPEN_BEFORE.of(instant))
                            .fulfilling(part);
                    return database.sql("select count(*)" + facts.from())
                            .params(facts.values())
                            .param("end", Facts.at(instant))
                            .query(Long.class)
                            .single();
                })
                .sum();
    }

    private static long count(Map<String, Map<Integer, Long>> happened, String what, int step) {
        var tickets = happened.getOrDefault(what, Map.of()).get(step);
        return tickets == null ? 0 : tickets;
    }

    private Map<String, String> queries(Instant begin, Instant end) {
        var query = TicketsQuery.of(all);
        var queries = new LinkedHashMap<String, String>();
        queries.put("created", TicketsQuery.of(window.submitted(begin, end)).to(Figure.TOTAL));
        queries.put("resolved", query.to(Figure.RESOLVED_BETWEEN.of(begin, end)));
        queries.put("breached", query.to(Figure.BREACHED_BETWEEN.of(begin, end)));
        queries.put("openAtEnd", query.to(Figure.OPEN_BEFORE.of(end)));
        return queries;
    }

    /** The instants between the steps, with the beginning and the end of the window. */
    private List<Instant> borders(Interval interval) {
        var zone = window.zone();
        var to = Objects.requireNonNullElse(window.to(), window.asOf());
        var last = beginOf(to.atZone(zone).toLocalDate(), interval);
        var from = Objects.requireNonNullElseGet(window.from(), () -> plus(last, -stepsBefore(interval), interval)
                .atStartOfDay(zone)
                .toInstant());
        if (!from.isBefore(to)) {
            throw InvalidException.field("to", "must be after from");
        }
        var borders = new ArrayList<>(List.of(from));
        var next = plus(beginOf(from.atZone(zone).toLocalDate(), interval), 1, interval);
        for (; next.atStartOfDay(zone).toInstant().isBefore(to); next = plus(next, 1, interval)) {
            borders.add(next.atStartOfDay(zone).toInstant());
            if (borders.size() > MOST_STEPS) {
                throw InvalidException.field(
                        "interval", "makes more than %d steps of this window".formatted(MOST_STEPS));
            }
        }
        borders.add(to);
        return borders;
    }

    /** How many steps there are before the present one when the caller names no window. */
    private static int stepsBefore(Interval interval) {
        return interval == Interval.DAY ? 29 : 11;
    }

    private static LocalDate beginOf(LocalDate date, Interval interval) {
        return switch (interval) {
            case DAY -> date;
            case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> date.withDayOfMonth(1);
        };
    }

    private static LocalDate plus(LocalDate date, int steps, Interval interval) {
        return switch (interval) {
            case DAY -> date.plusDays(steps);
            case WEEK -> date.plusWeeks(steps);
            case MONTH -> date.plusMonths(steps);
        };
    }
}
