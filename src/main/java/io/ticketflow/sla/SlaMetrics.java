package io.ticketflow.sla;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** Metrics: how punctual the timers are, the states of the clocks, and the breaches. The tables are counted at most once a minute. */
@Component
class SlaMetrics implements MeterBinder {

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final List<String> STATES = List.of("running", "paused", "met", "breached");

    private final ObjectProvider<MeterRegistry> registry;
    /** SQL: the database counts over many rows. */
    private final JdbcClient database;

    private final Clock clock;
    private volatile Snapshot snapshot = new Snapshot(Instant.EPOCH, Map.of(), 0);

    private record Snapshot(Instant at, Map<String, Long> clocks, long outdated) {}

    SlaMetrics(ObjectProvider<MeterRegistry> registry, JdbcClient database, Clock clock) {
        this.registry = registry;
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry metrics) {
        Gauge.builder("ticketflow.sla.calendars.outdated", () -> current().outdated())
                .description("Calendars whose last listed holiday was in a former year")
                .register(metrics);
        for (var kind : ClockKind.values()) {
            for (var state : STATES) {
                Gauge.builder("ticketflow.sla.clocks", () -> current().clocks().getOrDefault(kind + state, 0L))
                        .description("Clocks of tickets that are not closed")
                        .tag("clock", nameOf(kind))
                        .tag("state", state)
                        .register(metrics);
            }
        }
    }

    /** Records how late a timer acted. The delay includes acquiring the job, queueing and locking. */
    void rang(ClockKind kind, Instant scheduled, Instant now) {
        Timer.builder("ticketflow.sla.timer.lateness")
                .description("The time between a warning or deadline and the act of its timer")
                .tag("clock", nameOf(kind))
                .publishPercentiles(0.5, 0.99)
                .register(registry.getObject())
                .record(Duration.between(scheduled, now));
    }

    void breached(ClockKind kind, SlaPolicy policy) {
        registry.getObject()
                .counter(
                        "ticketflow.sla.breaches",
                        "clock",
                        nameOf(kind),
                        "priority",
                        policy.priority().name(),
                        "policy",
                        policy.name())
                .increment();
    }

    private static String nameOf(ClockKind kind) {
        return kind.name().toLowerCase(Locale.ROOT);
    }

    private Snapshot current() {
        var age = Duration.between(snapshot.at(), clock.instant());
        // A negative age means that the machine's clock was set back.
        if (age.isNegative() || age.compareTo(REMEMBERED) > 0) {
            snapshot = new Snapshot(clock.instant(), countClocks(), countOutdatedCalendars());
        }
        return snapshot;
    }

    private record Counted(String name, long clocks) {}

    private Map<String, Long> countClocks() {
        return database.sql("""
                        select c.kind || case
                                when c.breached_at is not null then 'breached'
                                when c.met_at is not null then 'met'
                                when c.running_since_at is null then 'paused'
                                else 'running' end as name,
                            count(*) as clocks
                        from sla_clocks c join tickets t on t.id = c.ticket_id
                        where t.status <> 'CLOSED' group by 1""").query(Counted.class).list().stream()
                .collect(Collectors.toMap(Counted::name, Counted::clocks));
    }

    /** Counts what {@link BusinessCalendar#isOutdated} says. A date is stored as {@code [2026, 12, 25]} or as a text. */
    private long countOutdatedCalendars() {
        return database.sql("""
                        select count(*) from business_calendars c where active
                            and (select max(left(day -> 'date' ->> 0, 4))
                                    from jsonb_array_elements(holidays) day)
                                < to_char(cast(:now as timestamptz) at time zone timezone, 'YYYY')
                            and not exists (
                                select from jsonb_array_elements(holidays) day where day ->> 'yearly' is not null)""")
                .param("now", Timestamp.from(clock.instant()))
                .query(Long.class)
                .single();
    }
}
