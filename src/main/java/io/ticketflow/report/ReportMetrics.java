package io.ticketflow.report;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import io.ticketflow.platform.database.ReadDatabase;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Metrics with the figures of reports. They are counted at most once a minute. */
@Component
class ReportMetrics implements MeterBinder {

    private static final Duration REMEMBERED = Duration.ofMinutes(1);
    private static final Duration COUNTED = Duration.ofDays(30);

    private record Counted(Instant at, Tally.Row promises) {}

    private final ReadDatabase database;
    private final Clock clock;
    private volatile @Nullable Counted counted;

    ReportMetrics(ReadDatabase database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    @Override
    public void bindTo(MeterRegistry metrics) {
        kept(metrics, "response", Figure.RESPONSE_MET, Figure.RESPONSE_BREACHED);
        kept(metrics, "resolution", Figure.RESOLUTION_MET, Figure.RESOLUTION_BREACHED);
    }

    private void kept(MeterRegistry metrics, String clockName, Figure met, Figure breached) {
        Gauge.builder("ticketflow.sla.compliance.ratio", () -> {
                    var promises = promises();
                    var kept = (double) promises.count(met);
                    return kept / (kept + promises.count(breached));
                })
                .description(
                        "Promises kept, of those kept or broken of the tickets that were submitted in the last 30 days")
                .tag("clock", clockName)
                .register(metrics);
    }

    private Tally.Row promises() {
        var known = counted;
        var now = clock.instant();
        // A negative age means that the machine's clock was set back.
        if (known == null
                || Duration.between(known.at(), now).isNegative()
                || Duration.between(known.at(), now).compareTo(REMEMBERED) > 0) {
            var asOf = database.latest();
            var facts = Facts.asOf(asOf).submitted(asOf.minus(COUNTED), null);
            var row = database.read(asOf, db -> Overview.promises().read(db, facts));
            known = new Counted(now, row);
            counted = known;
        }
        return known.promises();
    }
}
