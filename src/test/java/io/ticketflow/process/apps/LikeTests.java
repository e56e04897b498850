package io.ticketflow.process.apps;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import org.camunda.bpm.engine.BadUserRequestException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LikeTests {

    @ParameterizedTest
    @CsvSource(textBlock = """
            Ada,    ada,         true
            ada,    Adam,        false
            te_t,   TEST,        true
            te_t,   tet,         false
            %,      '',          true
            _,      '',          false
            '',     '',          true
            '',     x,           false
            %%x%%,  x,           true
            a%,     ada,         true
            %a,     ada,         true
            %a,     adam,        false
            %d%d%,  ada adam,    true
            %d_d%,  ada adam,    false
            %ab%ac, abacabac,    true
            %lo_e%, 'Ada Lovelace', true
            a_c,    a😀c,        true
            ÄR%,    ärger,       true
            a.c,    abc,         false
            100\\%, 100\\,       true
            """)
    void matches_as_a_database_would(String pattern, String text, boolean matches) {
        assertThat(Like.of(pattern).matches(text)).isEqualTo(matches);
    }

    @Test
    void no_pattern_accepts_everything_and_a_pattern_no_missing_text() {
        assertThat(Like.of(null).matches(null)).isTrue();
        assertThat(Like.of("%").matches(null)).isFalse();
    }

    @Test
    void takes_no_time_however_often_it_has_to_look_again() {
        var everywhere = Like.of("%a".repeat(100) + "b");
        var text = "a".repeat(250);

        var matches = assertTimeoutPreemptively(Duration.ofSeconds(2), () -> everywhere.matches(text));

        assertThat(matches).isFalse();
    }

    @Test
    void is_no_longer_than_any_name() {
        assertThatThrownBy(() -> Like.of("a".repeat(256))).isInstanceOf(BadUserRequestException.class);
    }
}
