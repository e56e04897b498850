package io.ticketflow.platform;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TestClock;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RecentCountTests {

    private final TestClock clock = new TestClock();
    private final AtomicLong counted = new AtomicLong();
    private final RecentCount count = new RecentCount(clock, counted::incrementAndGet);

    @Test
    void within_ten_seconds_nothing_is_counted_again() {
        assertThat(count.get()).isEqualTo(1);
        clock.pass(Duration.ofSeconds(9));
        assertThat(count.get()).isEqualTo(1);
        clock.pass(Duration.ofSeconds(2));
        assertThat(count.get()).isEqualTo(2);
    }

    @Test
    void a_clock_that_was_set_back_stops_no_count() {
        count.get();
        clock.pass(Duration.ofHours(-1));

        assertThat(count.get()).isEqualTo(2);
    }
}
