package io.ticketflow;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import org.springframework.context.annotation.Primary;
import org.springframework.stereotype.Component;

/**
 * The application's clock in tests: real time plus the durations that the test let pass. {@code World.timePasses} moves it together with the engine's clock.
 */
@Component
@Primary
public class TestClock extends Clock {

    private final Clock real = Clock.tick(Clock.systemUTC(), Duration.ofNanos(1_000));
    private volatile Duration passed = Duration.ZERO;

    public Duration pass(Duration more) {
        passed = passed.plus(more);
        return passed;
    }

    public void reset() {
        passed = Duration.ZERO;
    }

    @Override
    public Instant instant() {
        return real.instant().plus(passed);
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        return this;
    }
}
