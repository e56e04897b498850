package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatNoException;

import io.ticketflow.platform.PreconditionFailedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ETagsTests {

    @Test
    void a_version_is_a_strong_tag() {
        assertThat(ETags.of(7)).isEqualTo("\"7\"");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"*", "\"7\"", "\"6\", \"7\""})
    void the_present_version_and_no_wish_at_all_pass(String ifMatch) {
        assertThatNoException().isThrownBy(() -> ETags.requireMatch(ifMatch, 7));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"6\"", "W/\"7\"", "7", "", "\"70\""})
    void anything_else_is_refused_with_the_present_tag(String ifMatch) {
        assertThatExceptionOfType(PreconditionFailedException.class)
                .isThrownBy(() -> ETags.requireMatch(ifMatch, 7))
                .returns("\"7\"", PreconditionFailedException::currentETag);
    }
}
