package io.ticketflow.notification.notes;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.notification.template.Language;
import io.ticketflow.notification.template.Message;
import io.ticketflow.notification.template.TestTemplates;
import io.ticketflow.ticket.Patience;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
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
        assertThat(howLongWeWait(patience(reminders, end, false))).isEqualTo(words);
    }

    @Test
    void a_wait_that_closes_the_ticket_says_so() {
        assertThat(howLongWeWait(patience(null, "P7D", true))).isEqualTo("We close it after 7 days.");
        assertThat(whenTheWaitEnds(patience(null, "P4D", true))).isEqualTo("We close it in 4 days.");
    }

    @Test
    void a_solution_promises_no_end_that_the_model_does_not_have() {
        assertThat(untilItCloses(patience(null, null, false))).isEmpty();
        assertThat(untilItCloses(patience(null, "P5D", false))).isEmpty();
    }

    private static String howLongWeWait(Patience patience) {
        return lastOf(Message.INFO_REQUESTED, patience, "Answer with a comment on the ticket.");
    }

    private static String whenTheWaitEnds(Patience patience) {
        return lastOf(
                Message.INFO_REQUESTED_REMINDER, patience, "The question is among its comments; answer with one.");
    }

    private static String untilItCloses(Patience patience) {
        return lastOf(Message.RESOLUTION_PROPOSED, patience, "Confirm it, or reject it and say what is still wrong.");
    }

    /** What the message says about the wait, after these words. */
    private static String lastOf(Message message, Patience patience, String words) {
        var text = TestTemplates.OURS
                .words(message, Teller.factsOf(patience, NOW), Language.ENGLISH, ZoneOffset.UTC)
                .text();
        assertThat(text).startsWith(words);
        return text.substring(words.length()).strip();
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
