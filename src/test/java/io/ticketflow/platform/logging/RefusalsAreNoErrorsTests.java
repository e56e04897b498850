package io.ticketflow.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.core.spi.FilterReply;
import io.ticketflow.platform.ConflictException;
import org.junit.jupiter.api.Test;

class RefusalsAreNoErrorsTests {

    private static final String COMMANDS = "org.camunda.bpm.engine.context";
    private final RuntimeException refusal = new ConflictException("NO", "Not now.");

    private final RefusalsAreNoErrors filter = new RefusalsAreNoErrors();

    private FilterReply reply(String logger, Throwable thrown) {
        return filter.decide(
                null, new LoggerContext().getLogger(logger), Level.ERROR, "{}", new Object[] {"x", thrown}, null);
    }

    @Test
    void what_was_refused_is_left_out_however_deep_it_lies() {
        assertThat(reply(COMMANDS, refusal)).isEqualTo(FilterReply.DENY);
        assertThat(reply(COMMANDS, new IllegalStateException(new IllegalStateException(refusal))))
                .isEqualTo(FilterReply.DENY);
    }

    @Test
    void what_went_wrong_stays_and_so_does_what_others_say() {
        assertThat(reply(COMMANDS, new IllegalStateException())).isEqualTo(FilterReply.NEUTRAL);
        assertThat(reply("org.camunda.bpm.engine.jobexecutor", refusal)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(filter.decide(null, new LoggerContext().getLogger(COMMANDS), Level.INFO, "x", null, null))
                .isEqualTo(FilterReply.NEUTRAL);
    }
}
