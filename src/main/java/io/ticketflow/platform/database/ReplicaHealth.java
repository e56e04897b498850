package io.ticketflow.platform.database;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.stereotype.Component;

/** Tells administrators and Prometheus whether reports are read from the replica. It is no fault if they are not, because the primary answers then. */
@Component("readReplica")
class ReplicaHealth implements HealthIndicator, MeterBinder {

    private static final double MILLIS = 1000.0;

    private final ReadDatabase database;

    ReplicaHealth(ReadDatabase database) {
        this.database = database;
    }

    @Override
    public Health health() {
        var health = Health.up();
        database.replica()
                .ifPresentOrElse(
                        replica -> {
                            health.withDetail("used", replica.isUsed());
                            replica.obstacle()
                                    .ifPresent(obstacle ->
                                            health.withDetail("reason", "The server of DATABASE_READ_URL " + obstacle));
                            replica.behindEvenIfUnused()
                                    .ifPresent(behind -> health.withDetail("lagSeconds", behind.toMillis() / MILLIS));
                        },
                        () -> health.withDetail("used", false).withDetail("reason", "DATABASE_READ_URL is not set"));
        return health.build();
    }

    @Override
    public void bindTo(MeterRegistry metrics) {
        database.replica().ifPresent(replica -> bind(replica, metrics));
    }

    private static void bind(Replica replica, MeterRegistry metrics) {
        Gauge.builder("ticketflow.replica.used", () -> replica.isUsed() ? 1 : 0)
                .description("1 while reports are read from the replica")
                .register(metrics);
        Gauge.builder("ticketflow.replica.lag", () -> replica.behindEvenIfUnused()
                        .map(Duration::toMillis)
                        .map(millis -> millis / MILLIS)
                        .orElse(Double.NaN))
                .description("How long ago, at most, the state of the replica was that of the primary")
                .baseUnit("seconds")
                .register(metrics);
    }
}
