package io.ticketflow.process.check;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskExecutor;
import org.springframework.stereotype.Component;

/**
 * {@code ticketflow_differences{kind}}: tickets and instances that contradict each other. They are looked for in the background, every five minutes at most and
 * only while metrics are collected. Each difference is logged when it is found for the first time.
 */
@Component
class ReconciliationMetrics implements MeterBinder {

    private static final Logger LOG = LoggerFactory.getLogger(ReconciliationMetrics.class);
    private static final Duration REMEMBERED = Duration.ofMinutes(5);

    private final Reconciliation reconciliation;
    private final TaskExecutor background;
    private final Clock clock;
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Found last = new Found(Instant.EPOCH, null);

    private record Found(Instant at, @Nullable List<Difference> differences) {}

    ReconciliationMetrics(Reconciliation reconciliation, TaskExecutor applicationTaskExecutor, Clock clock) {
        this.reconciliation = reconciliation;
        this.background = applicationTaskExecutor;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (var kind : Difference.Kind.values()) {
            Gauge.builder("ticketflow.differences", () -> count(kind))
                    .description("Tickets and process instances that contradict each other")
                    .tag("kind", kind.name())
                    .register(registry);
        }
    }

    /** NaN until the first check is done. */
    private double count(Difference.Kind kind) {
        if (last.at().isBefore(clock.instant().minus(REMEMBERED)) && looking.compareAndSet(false, true)) {
            background.execute(this::look);
        }
        var differences = last.differences();
        return differences == null
                ? Double.NaN
                : differences.stream().filter(each -> each.kind() == kind).count();
    }

    private void look() {
        try {
            var found = reconciliation.check();
            var former = last.differences();
            var known = former == null ? Set.<Difference>of() : Set.copyOf(former);
            found.stream()
                    .filter(each -> !known.contains(each))
                    .forEach(each -> LOG.warn("Ticket and process differ: {}", each));
            last = new Found(clock.instant(), found);
        } finally {
            looking.set(false);
        }
    }
}
