package io.ticketflow.ticket;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/** {@code ticketflow_tickets_open{status}}: the number of tickets in each status but CLOSED. Counted every ten seconds at most. */
@Component
class TicketMetrics implements MeterBinder {

    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final Tickets tickets;
    private final Clock clock;
    private volatile Snapshot snapshot = new Snapshot(Instant.EPOCH, Map.of());

    private record Snapshot(Instant at, Map<TicketStatus, Long> counts) {}

    TicketMetrics(Tickets tickets, Clock clock) {
        this.tickets = tickets;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry registry) {
        for (var status : TicketStatus.values()) {
            if (status != TicketStatus.CLOSED) {
                Gauge.builder("ticketflow.tickets.open", () -> count(status))
                        .description("Tickets that are not closed")
                        .tag("status", status.name())
                        .register(registry);
            }
        }
    }

    private long count(TicketStatus status) {
        var age = Duration.between(snapshot.at(), clock.instant());
        // A negative age means that the machine's clock was set back.
        if (age.isNegative() || age.compareTo(REMEMBERED) > 0) {
            var counts = new EnumMap<TicketStatus, Long>(TicketStatus.class);
            tickets.countByStatus().forEach(each -> counts.put(each.status(), each.tickets()));
            snapshot = new Snapshot(clock.instant(), counts);
        }
        return snapshot.counts().getOrDefault(status, 0L);
    }
}
