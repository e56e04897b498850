package io.ticketflow.report;

import io.ticketflow.ticket.Priority;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The reports on when tickets were submitted: how old the open ones are, and in which hours they arrive. */
final class Ages {

    /** In days; the oldest tickets are older than the last one. */
    private static final List<Integer> BORDERS = List.of(0, 1, 3, 7, 14, 30, 90, 365);

    /** SQL: the database counts over many rows. */
    private final JdbcClient database;

    private final Window window;

    Ages(JdbcClient database, Window window) {
        this.database = database;
        this.window = window;
    }

    private record Open(Priority priority, int younger, long tickets) {}

    Backlog backlog() {
        var facts = Facts.in(window).counting(Figure.OPEN.of());
        var instants = new ArrayList<Instant>();
        BORDERS.subList(1, BORDERS.size()).forEach(days -> instants.add(0, before(days)));
        var open = database.sql(
                        "select f.priority, width_bucket(f.created_at, cast(:borders as timestamptz[])) as younger, count(*) as tickets"
                                + facts.from() + " group by 1, 2")
                .params(facts.values())
                .param("borders", instants.stream().map(Instant::toString).collect(Collectors.joining(",", "{", "}")))
                .query(Open.class)
                .list();
        var ages = new ArrayList<Backlog.Age>();
        for (var i = 0; i < BORDERS.size(); i++) {
            ages.add(age(i, open));
        }
        var age = database.sql(
                        "select " + Lengths.columns("age", "date_part('epoch', :asOf - f.created_at)") + facts.from())
                .params(facts.values())
                .query((row, number) -> Lengths.read(row, "age"))
                .single();
        return new Backlog(
                window.asOf(),
                window.from(),
                window.to(),
                window.zone(),
                age.count(),
                age,
                ages,
                TicketsQuery.of(window).to(Figure.OPEN));
    }

    private Backlog.Age age(int index, List<Open> open) {
        var oldest = index == BORDERS.size() - 1;
        var toDays = oldest ? null : BORDERS.get(index + 1);
        var byPriority = new EnumMap<Priority, Long>(Priority.class);
        for (var priority : Priority.values()) {
            byPriority.put(
                    priority,
                    open.stream()
                            .filter(group ->
                                    group.priority() == priority && BORDERS.size() - 1 - group.younger() == index)
                            .mapToLong(Open::tickets)
                            .sum());
        }
        // Not a window: a time of creation that is outside of the report's own window has no tickets.
        var query = TicketsQuery.of(window);
        var from = later(window.from(), toDays == null ? null : before(toDays));
        var to = index == 0 ? window.to() : earlier(window.to(), before(BORDERS.get(index)));
        query = from == null ? query : query.with("createdFrom", from);
        query = to == null ? query : query.with("createdTo", to);
        return new Backlog.Age(
                BORDERS.get(index),
                toDays,
                byPriority.values().stream().mapToLong(Long::longValue).sum(),
                byPriority,
                query.to(Figure.OPEN));
    }

    private Instant before(int days) {
        return window.asOf().minus(Duration.ofDays(days));
    }

    private static @Nullable Instant later(@Nullable Instant one, @Nullable Instant other) {
        return one != null && (other == null || one.isAfter(other)) ? one : other;
    }

    private static Instant earlier(@Nullable Instant one, Instant other) {
        return one != null && one.isBefore(other) ? one : other;
    }

    private record Arrived(int weekday, int hour, long tickets) {}

    Arrivals arrivals() {
        var facts = Facts.in(window).fulfilling("not f.merged");
        var zone = window.zone().getId();
        var query = TicketsQuery.of(window);
        var hours = database
                .sql("select cast(extract(isodow from f.created_at at time zone :zone) as int) as weekday,"
                        + " cast(extract(hour from f.created_at at time zone :zone) as int) as hour, count(*) as tickets"
                        + facts.from() + " group by 1, 2 order by 1, 2")
                .params(facts.values())
                .param("zone", zone)
                .query(Arrived.class)
                .list()
                .stream()
                .map(arrived -> {
                    var day = DayOfWeek.of(arrived.weekday());
                    return new Arrivals.Hour(
                            day,
                            arrived.hour(),
                            arrived.tickets(),
                            query.to(Figure.ARRIVED_ON.of(day, arrived.hour(), zone)));
                })
                .toList();
        return new Arrivals(
                window.asOf(),
                window.from(),
                window.to(),
                window.zone(),
                hours.stream().mapToLong(Arrivals.Hour::count).sum(),
                hours);
    }
}
