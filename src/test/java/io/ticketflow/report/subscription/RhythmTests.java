package io.ticketflow.report.subscription;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a report is about, and when it is sent, whatever the clocks do. */
class RhythmTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource({
        "2027-03-29T03:59:59Z, 2027-03-15, 2027-03-22T05:00:00Z, 168, 2027-03-29T04:00:00Z",
        "2027-03-29T04:00:00Z, 2027-03-22, 2027-03-29T04:00:00Z, 167, 2027-04-05T04:00:00Z",
        "2026-10-26T04:59:59Z, 2026-10-12, 2026-10-19T04:00:00Z, 168, 2026-10-26T05:00:00Z",
        "2026-10-26T05:00:00Z, 2026-10-19, 2026-10-26T05:00:00Z, 169, 2026-11-02T05:00:00Z"
    })
    void a_week_is_sent_at_six_by_the_clocks_of_its_zone(
            Instant now, LocalDate begin, Instant mailAt, int hours, Instant next) {
        var week = Rhythm.WEEKLY.lastDue(now, BERLIN);

        assertThat(week.begin()).isEqualTo(begin);
        assertThat(week.mailAt()).isEqualTo(mailAt);
        assertThat(Duration.between(week.from(), week.to())).hasHours(hours);
        assertThat(Rhythm.WEEKLY.after(week).mailAt()).isEqualTo(next);
    }

    @ParameterizedTest
    @CsvSource({
        "2027-02-28T23:30:00Z, 2027-01-01, 2027-01-31",
        "2027-03-01T04:59:59Z, 2027-01-01, 2027-01-31",
        "2027-03-01T05:00:00Z, 2027-02-01, 2027-02-28",
        "2028-03-15T05:00:00Z, 2028-02-01, 2028-02-29"
    })
    void a_month_is_sent_on_the_first_day_of_the_next(Instant now, LocalDate first, LocalDate last) {
        var month = Rhythm.MONTHLY.lastDue(now, BERLIN);

        assertThat(month.begin()).isEqualTo(first);
        assertThat(month.end().minusDays(1)).isEqualTo(last);
        assertThat(month.inWords()).isEqualTo(first + " – " + last + " (Europe/Berlin)");
    }

    @Test
    void a_month_whose_first_hour_is_skipped_begins_with_the_second() {
        var october = Rhythm.MONTHLY.endingOn(LocalDate.parse("2017-11-01"), ZoneId.of("America/Asuncion"));

        assertThat(october.from()).isEqualTo("2017-10-01T04:00:00Z");
        assertThat(october.to()).isEqualTo("2017-11-01T03:00:00Z");
    }

    @Test
    void a_skipped_time_comes_at_the_next_one_that_the_clocks_show() {
        var skipped = LocalDate.parse("2011-12-30");

        assertThat(new Span(skipped.minusWeeks(1), skipped, ZoneId.of("Pacific/Apia")).mailAt())
                .isEqualTo("2011-12-30T10:00:00Z");
    }

    @Test
    void a_file_of_more_than_ten_megabytes_is_none_for_a_mail() throws IOException {
        var file = new FileForMail();
        file.write(new byte[FileForMail.MOST]);

        assertThat(file.content().size()).isEqualTo(10 << 20);
        assertThatThrownBy(() -> file.write(1)).isInstanceOf(IOException.class);
    }
}
