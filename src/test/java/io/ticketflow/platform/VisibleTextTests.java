package io.ticketflow.platform;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VisibleTextTests {

    @ParameterizedTest
    @ValueSource(strings = {"a", " a ", "1", "?", "é", "e\u0301", "日", "😀", "\u05E9", "\uE000"})
    void a_text_with_a_letter_or_sign_is_seen(String text) {
        assertThat(VisibleText.is(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "\t\r\n",
                "\u00A0",
                "\u3000",
                "\u200B",
                "\u200D\uFE0F",
                "\u2060\uFEFF",
                "\u00AD",
                "\u202E",
                "\u034F",
                "\u3164",
                "\u2800",
                "\u0301",
                "\uDB40\uDC01",
                "\uDB40\uDD00"
            })
    void blanks_and_what_is_drawn_as_nothing_are_not_seen(String text) {
        assertThat(VisibleText.is(text)).isFalse();
    }
}
