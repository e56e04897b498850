package io.ticketflow.notification.channel;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SmsTextTests {

    private static final URI LINK = URI.create("https://help.example.org/t/TKT-1042");

    @ParameterizedTest
    @CsvSource({
        "a, 160, 1",
        "a, 161, 2",
        "a, 306, 2",
        "a, 307, 3",
        "ä, 160, 1",
        "€, 80, 1",
        "€, 81, 2",
        "€, 152, 2",
        "€, 153, 3",
        "ж, 70, 1",
        "ж, 71, 2",
        "ж, 134, 2",
        "ж, 135, 3",
        "😀, 35, 1",
        "😀, 36, 2",
        "😀, 66, 2",
        "😀, 67, 3"
    })
    void segments_are_counted_as_networks_do(String character, int times, int segments) {
        assertThat(SmsText.segments(character.repeat(times))).isEqualTo(segments);
    }

    @ParameterizedTest
    @CsvSource({"x, 10", "x, 400", "😀, 200", "ж, 284"})
    void a_text_is_short_and_ends_with_its_link(String character, int times) {
        var text = SmsText.of(character.repeat(times), LINK);

        assertThat(text).hasSizeLessThanOrEqualTo(320).endsWith(" " + LINK).startsWith(character);
        assertThat(text.chars()
                        .filter(each -> Character.isHighSurrogate((char) each))
                        .count())
                .isEqualTo(text.chars()
                        .filter(each -> Character.isLowSurrogate((char) each))
                        .count());
    }

    @Test
    void lines_of_a_text_become_one() {
        assertThat(SmsText.of("A\n\nB\tC", LINK)).isEqualTo("A B C " + LINK);
    }

    @Test
    void a_list_counts_what_does_not_fit() {
        var lines = IntStream.range(0, 40)
                .mapToObj(number -> "TKT-" + number + " is yours now")
                .toList();

        var text = SmsText.list("Ticketflow: 40 messages", lines, LINK);

        assertThat(text)
                .hasSizeLessThanOrEqualTo(320)
                .startsWith("Ticketflow: 40 messages: TKT-0 is yours now; TKT-1 is yours now; ")
                .containsPattern(" and \\d+ more " + LINK + "$");
        var named = text.split(" is yours now", -1).length - 1;
        assertThat(text).contains(" and " + (40 - named) + " more ");
        assertThat(SmsText.list("Two", List.of("a", "b"), LINK)).isEqualTo("Two: a; b " + LINK);
        assertThat(SmsText.list("Two", List.of("a".repeat(400), "b".repeat(400)), LINK))
                .hasSizeLessThanOrEqualTo(320);
    }
}
