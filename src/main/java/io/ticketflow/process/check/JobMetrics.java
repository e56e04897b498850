package io.ticketflow.process.check;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ticketflow.platform.RecentCount;
import java.time.Clock;
import java.util.Date;
import org.camunda.bpm.engine.ManagementService;
import org.springframework.stereotype.Component;

/** {@code ticketflow_jobs_due}: the number of jobs that are due, without jobs that failed for good. Counted every ten seconds at most. */
@Component
class JobMetrics implements MeterBinder {

    private final ManagementService jobs;
    private final Clock clock;
    private final RecentCount due;

    JobMetrics(ManagementService jobs, Clock clock) {
        this.jobs = jobs;
        this.clock = clock;
        this.due = new RecentCount(clock, this::count);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("ticketflow.jobs.due", due, RecentCount::get)
                .description("Timers and other jobs whose time has come")
                .register(registry);
    }

    /** Demands a due date: "executable" alone also allows null, and then no index helps. */
    private long count() {
        return jobs.createJobQuery()
                .executable()
                .active()
                .duedateLowerThan(Date.from(clock.instant()))
                .count();
    }
}
