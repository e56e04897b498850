package io.ticketflow.notification;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneId;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuietHoursTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(textBlock = """
            22:00, 07:00, 2026-11-23T21:59, 2026-11-23T21:59
            22:00, 07:00, 2026-11-23T22:00, 2026-11-24T07:00
            22:00, 07:00, 2026-11-24T06:59, 2026-11-24T07:00
            22:00, 07:00, 2026-11-24T07:00, 2026-11-24T07:00
            12:00, 13:00, 2026-11-23T12:30, 2026-11-23T13:00
            12:00, 13:00, 2026-11-23T13:00, 2026-11-23T13:00
            01:00, 02:30, 2026-03-29T01:30, 2026-03-29T03:30
            """)
    void what_comes_in_quiet_hours_waits_for_their_end(
            LocalTime from, LocalTime to, LocalDateTime comes, LocalDateTime goes) {
        var hours = new QuietHours(from, to);

        assertThat(hours.endAfter(comes.atZone(BERLIN).toInstant(), BERLIN))
                .isEqualTo(goes.atZone(BERLIN).toInstant());
    }
}
