package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.SocketTimeoutException;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PaceTests {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private long now;
    private Pace pace;

    @BeforeEach
    void begin() {
        now = 0;
        pace = new Pace(PATIENCE, () -> now);
        pace.begin();
    }

    /** So many bytes are transferred after a time in which none could be. */
    private void come(int bytes, Duration after) throws SocketTimeoutException {
        pace.moved(0);
        now += after.toNanos();
        pace.moved(bytes);
    }

    @Test
    void what_comes_byte_by_byte_has_its_patience_and_no_more() throws Exception {
        pace.moved(1);
        for (var i = 0; i < 10; i++) {
            come(1, Duration.ofSeconds(1));
        }

        assertThatThrownBy(() -> come(1, Duration.ofSeconds(1))).isInstanceOf(SocketTimeoutException.class);
        assertThat(pace.isBehind()).isTrue();
    }

    @Test
    void what_comes_steadily_may_take_hours() throws Exception {
        pace.moved(1);
        for (var i = 0; i < 10_000; i++) {
            come(Pace.BYTES_PER_SECOND + 1, Duration.ofSeconds(1));
        }

        assertThat(pace.isBehind()).isFalse();
    }

    @Test
    void neither_the_time_before_the_first_byte_counts_nor_what_is_ours() throws Exception {
        come(1, Duration.ofHours(1));
        now += Duration.ofHours(1).toNanos();
        come(1, Duration.ofSeconds(10));

        assertThatThrownBy(() -> come(1, Duration.ofSeconds(1))).isInstanceOf(SocketTimeoutException.class);
    }

    @Test
    void the_next_thing_has_all_its_time() throws Exception {
        pace.moved(1);
        come(1, Duration.ofSeconds(10));

        pace.begin();
        pace.moved(1);
        come(1, Duration.ofSeconds(10));

        assertThat(pace.isBehind()).isFalse();
    }
}
