package io.ticketflow.notification.delivery;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ticketflow.platform.RecentCount;
import java.time.Clock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** {@code ticketflow_outbox_pending}: the number of messages that wait to be sent. Counted every ten seconds at most. */
@Component
class OutboxMetrics implements MeterBinder {

    /** SQL: a count over many rows, outside of our transactions. */
    private final JdbcClient jdbc;

    private final RecentCount pending;

    OutboxMetrics(JdbcClient jdbc, Clock clock) {
        this.jdbc = jdbc;
        this.pending = new RecentCount(clock, this::count);
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        Gauge.builder("ticketflow.outbox.pending", pending, RecentCount::get)
                .description("Messages that wait to be sent")
                .register(registry);
    }

    private long count() {
        return jdbc.sql("select count(*) from deliveries where state = 'PENDING'")
                .query(Long.class)
                .single();
    }
}
