package io.ticketflow.notification;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** {@code ticketflow_outbox_pending}: the number of messages that wait to be sent. Counted every ten seconds at most. */
@Component
class OutboxMetrics implements MeterBinder {

    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    /** SQL: a count over many rows, outside of our transactions. */
    private final JdbcClient jdbc;

    private final Clock clock;
    private volatile Snapshot snapshot = new Snapshot(Instant.EPOCH, 0);

    private record Snapshot(Instant at, long pending) {}

    OutboxMetrics(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("ticketflow.outbox.pending", this::pending)
                .description("Messages that wait to be sent")
                .register(registry);
    }

    private long pending() {
        if (snapshot.at().isBefore(clock.instant().minus(REMEMBERED))) {
            var pending = jdbc.sql("select count(*) from deliveries where state = 'PENDING'")
                    .query(Long.class)
                    .single();
            snapshot = new Snapshot(clock.instant(), pending);
        }
        return snapshot.pending();
    }
}
