package io.ticketflow.notification.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.ticket.Patience;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WaitsInWordsTests {

    private static final Instant NOW = Instant.parse("2026-11-29T10:00:00Z");

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "-", textBlock = """
            P1D P3D     | P7D  | We remind you after 1 and 3 days, and stop waiting after 7 days.
            P1D         | -    | We remind you after 1 day.
            P1D P2D P9D | -    | We remind you after 1, 2 and 9 days.
            PT12H P2D   | P7D  | We remind you after 12 hours and 2 days, and stop waiting after 7 days.
            -           | P1D  | We stop waiting after 1 day.
            -           | PT0S | We stop waiting after a moment.
            -           | -    | ''
            """)
    void a_question_names_what_the_model_does(@Nullable String reminders, @Nullable String end, String words) {
        assertThat(Notifier.howLongWeWait(patience(reminders, end, false), NOW)).isEqualTo(words);
    }

    @Test
    void a_wait_that_closes_the_ticket_says_so() {
        assertThat(Notifier.howLongWeWait(patience(null, "P7D", true), NOW)).isEqualTo("We close it after 7 days.");
        assertThat(Notifier.whenTheWaitEnds(patience(null, "P4D", true), NOW)).isEqualTo("We close it in 4 days.");
    }

    @Test
    void a_solution_promises_no_end_that_the_model_does_not_have() {
        assertThat(Notifier.untilItCloses(patience(null, null, false), NOW)).isEmpty();
        assertThat(Notifier.untilItCloses(patience(null, "P5D", false), NOW)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "P1D, 1 day",
        "P1DT6H, 1 day 6 hours",
        "PT1H1M, 1 hour 1 minute",
        "PT23H59M59.9S, 1 day",
        "PT20S, a moment",
        "-PT1H, a moment"
    })
    void a_span_is_told_to_the_minute(Duration span, String words) {
        assertThat(Spans.inWords(span)).isEqualTo(words);
    }

    private static Patience patience(@Nullable String reminders, @Nullable String end, boolean closes) {
        return new Patience(
                reminders == null
                        ? List.of()
                        : Arrays.stream(reminders.split(" "))
                                .map(Duration::parse)
                                .map(NOW::plus)
                                .toList(),
                end == null ? null : NOW.plus(Duration.parse(end)),
                closes);
    }
}
