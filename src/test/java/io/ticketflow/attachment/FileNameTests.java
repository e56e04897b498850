package io.ticketflow.attachment;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNameTests {

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            report.pdf,report.pdf
            ../../etc/passwd,passwd
            C:\\Users\\me\\plan.txt,plan.txt
            ..\\..\\,unnamed
            ..,unnamed
            '',unnamed
            .bashrc,.bashrc
            '  a.txt ',a.txt
            "quoted".txt,"quoted".txt
            Übersicht 😀.txt,Übersicht 😀.txt
            """)
    void a_name_is_the_last_step_of_its_path(String given, String kept) {
        assertThat(FileName.of(given)).isEqualTo(kept);
    }

    @Test
    void what_cannot_be_seen_is_left_out() {
        assertThat(FileName.of("a\u0000b\r\nSet-Cookie: x\u0007\u2028\u2029\u0085.txt"))
                .isEqualTo("abSet-Cookie: x.txt");
        assertThat(FileName.of("\u202Egpj.exe\u2066\uFEFF")).isEqualTo("gpj.exe");
        assertThat(FileName.of("\uD800lone\uDFFF.txt")).isEqualTo("lone.txt");
        assertThat(FileName.of("👨\u200D👩\u200D👧.png")).isEqualTo("👨\u200D👩\u200D👧.png");
        assertThat(FileName.of("\u0000\u0001")).isEqualTo("unnamed");
    }

    @Test
    void a_long_name_keeps_its_extension() {
        var emoji = "😀".repeat(300);

        assertThat(FileName.of("x".repeat(255))).hasSize(255);
        assertThat(FileName.of("x".repeat(256) + ".pdf")).isEqualTo("x".repeat(251) + ".pdf");
        assertThat(FileName.of("x." + "y".repeat(300))).isEqualTo("x." + "y".repeat(253));
        assertThat(FileName.of(emoji + ".pdf")).isEqualTo("😀".repeat(251) + ".pdf");
    }
}
