package io.ticketflow.process.check;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import org.camunda.bpm.engine.ManagementService;
import org.springframework.stereotype.Component;

/** {@code ticketflow_jobs_due}: the number of jobs that are due, without jobs that failed for good. Counted every ten seconds at most. */
@Component
class JobMetrics implements MeterBinder {

    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final ManagementService jobs;
    private final Clock clock;
    private volatile Snapshot snapshot = new Snapshot(Instant.EPOCH, 0);

    private record Snapshot(Instant at, long due) {}

    JobMetrics(ManagementService jobs, Clock clock) {
        this.jobs = jobs;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("ticketflow.jobs.due", this::due)
                .description("Timers and other jobs whose time has come")
                .register(registry);
    }

    private long due() {
        var now = clock.instant();
        var age = Duration.between(snapshot.at(), now);
        // A negative age means that the machine's clock was set back.
        if (age.isNegative() || age.compareTo(REMEMBERED) > 0) {
            // The query demands a due date: "executable" alone also allows null, and then no index helps.
            var due = jobs.createJobQuery()
                    .executable()
                    .active()
                    .duedateLowerThan(Date.from(now))
                    .count();
            snapshot = new Snapshot(now, due);
        }
        return snapshot.due();
    }
}
