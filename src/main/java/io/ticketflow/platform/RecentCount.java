package io.ticketflow.platform;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.LongSupplier;

/** A number for a metric that is costly to count. It is counted every ten seconds at most, however often the metric is read. */
public final class RecentCount {

    private static final Duration REMEMBERED = Duration.ofSeconds(10);

    private final Clock clock;
    private final LongSupplier count;
    private volatile Snapshot snapshot = new Snapshot(Instant.EPOCH, 0);

    private record Snapshot(Instant at, long number) {}

    public RecentCount(Clock clock, LongSupplier count) {
        this.clock = clock;
        this.count = count;
    }

    public long get() {
        var now = clock.instant();
        var age = Duration.between(snapshot.at(), now);
        // A negative age means that the machine's clock was set back.
        if (age.isNegative() || age.compareTo(REMEMBERED) > 0) {
            snapshot = new Snapshot(now, count.getAsLong());
        }
        return snapshot.number();
    }
}
