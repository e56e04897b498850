package io.ticketflow.report;

import io.ticketflow.platform.InvalidException;
import io.ticketflow.report.Trends.Interval;
import io.ticketflow.report.Trends.Point;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.TemporalAdjusters;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The report on what happened in each step of a window. */
final class Course {

    private static final int MOST_STEPS = 1_000;

    /**
     * What happened to each ticket {@code f}, and in which step: {@code width_bucket} counts the borders that are not after the instant. A solution that was
     * rejected is no fact of the present, so it comes from the former facts.
     */
    private static final String HAPPENED = """
            with f as materialized (
                select f.ticket_id, f.created_at, f.resolved_at, f.done_since_at, f.reopens, f.response_breached_at, f.response_due_at,
                    f.resolution_breached_at, f.resolution_due_at
                %s),
            borders as (select cast(:borders as timestamptz[]) as at),
            rejected as (
                select former.ticket_id, former.resolved_at, former.done_since_at, former.until_at
                from former_ticket_facts former join f on f.ticket_id = former.ticket_id
                where former.reopened and former.until_at <= :asOf),
            happened as (
                select 'CREATED' as what, width_bucket(created_at, (select at from borders)) as step, 1 as tickets from f
                union all
                select 'DONE', width_bucket(done_since_at, (select at from borders)), 1 from f where done_since_at is not null
                union all
                select 'DONE', width_bucket(done_since_at, (select at from borders)), 1 from rejected
                union all
                select 'REOPENED', width_bucket(until_at, (select at from borders)), 1 from rejected
                union all
                select 'RESOLVED', step, count(distinct ticket_id) from (
                    select ticket_id, width_bucket(resolved_at, (select at from borders)) as step from f where resolved_at is not null
                    union all
                    select ticket_id, width_bucket(resolved_at, (select at from borders)) from rejected) solved
                group by step
                union all
                select 'BREACHED', step, count(distinct ticket_id) from (
                    select ticket_id, width_bucket(broken.at, (select at from borders)) as step
                    from f, lateral (values (response_breached_at), (response_due_at), (resolution_breached_at), (resolution_due_at)) broken(at)
                    where broken.at <= :asOf) breached
                group by step)
            select what, step, sum(tickets) as tickets from happened group by what, step""";

    /** SQL: the database counts over many rows. */
    private final JdbcClient database;

    private final Window window;
    private final Interval interval;

    Course(JdbcClient database, Window window, Interval interval) {
        this.database = database;
        this.window = window;
        this.interval = interval;
    }

    private record Happened(String what, int step, long tickets) {}

    Trends trends() {
        var borders = borders();
        // Not only of tickets that were submitted in the window: what counts is when something happened.
        var all = window.submitted(null, null);
        var facts = Facts.in(all).fulfilling("not f.merged");
        var happened = database
                .sql(HAPPENED.formatted(facts.from()))
                .params(facts.values())
                .param("borders", borders.stream().map(Instant::toString).collect(Collectors.joining(",", "{", "}")))
                .query(Happened.class)
                .list()
                .stream()
                .collect(Collectors.groupingBy(Happened::what, Collectors.toMap(Happened::step, Happened::tickets)));
        var open = change(happened, 0);
        var points = new ArrayList<Point>();
        for (var step = 1; step < borders.size(); step++) {
            open += change(happened, step);
            points.add(new Point(
                    borders.get(step - 1),
                    count(happened, "CREATED", step),
                    count(happened, "RESOLVED", step),
                    count(happened, "BREACHED", step),
                    open,
                    queries(borders.get(step - 1), borders.get(step))));
        }
        return new Trends(
                window.asOf(), borders.get(0), borders.get(borders.size() - 1), window.zone(), interval, points);
    }

    private static long count(Map<String, Map<Integer, Long>> happened, String what, int step) {
        var tickets = happened.getOrDefault(what, Map.of()).get(step);
        return tickets == null ? 0 : tickets;
    }

    /** By how many tickets the open ones became more. */
    private static long change(Map<String, Map<Integer, Long>> happened, int step) {
        return count(happened, "CREATED", step) - count(happened, "DONE", step) + count(happened, "REOPENED", step);
    }

    private Map<String, String> queries(Instant begin, Instant end) {
        var query = TicketsQuery.of(window.submitted(null, null));
        var queries = new LinkedHashMap<String, String>();
        queries.put("created", TicketsQuery.of(window.submitted(begin, end)).to(Figure.TOTAL));
        queries.put("resolved", query.to(Figure.RESOLVED_BETWEEN.of(begin, end)));
        queries.put("breached", query.to(Figure.BREACHED_BETWEEN.of(begin, end)));
        queries.put("openAtEnd", query.to(Figure.OPEN_BEFORE.of(end)));
        return queries;
    }

    /** The instants between the steps, with the beginning and the end of the window. */
    private List<Instant> borders() {
        var zone = window.zone();
        var to = Objects.requireNonNullElse(window.to(), window.asOf());
        var last = beginOf(to.atZone(zone).toLocalDate());
        var from = Objects.requireNonNullElseGet(
                window.from(),
                () -> plus(last, -stepsBefore()).atStartOfDay(zone).toInstant());
        if (!from.isBefore(to)) {
            throw InvalidException.field("to", "must be after from");
        }
        var borders = new ArrayList<>(List.of(from));
        var next = plus(beginOf(from.atZone(zone).toLocalDate()), 1);
        for (; next.atStartOfDay(zone).toInstant().isBefore(to); next = plus(next, 1)) {
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
    private int stepsBefore() {
        return interval == Interval.DAY ? 29 : 11;
    }

    private LocalDate beginOf(LocalDate date) {
        return switch (interval) {
            case DAY -> date;
            case WEEK -> date.with(TemporalAdjusters.previousOrSame(DayOfWeek.MONDAY));
            case MONTH -> date.withDayOfMonth(1);
        };
    }

    private LocalDate plus(LocalDate date, int steps) {
        return switch (interval) {
            case DAY -> date.plusDays(steps);
            case WEEK -> date.plusWeeks(steps);
            case MONTH -> date.plusMonths(steps);
        };
    }
}
