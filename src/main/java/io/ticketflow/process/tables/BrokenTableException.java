package io.ticketflow.process.tables;

import io.ticketflow.process.gate.EngineWords;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A decision table failed; the message is the engine's reason, in words for people. */
public class BrokenTableException extends RuntimeException {

    private static final Logger LOG = LoggerFactory.getLogger(BrokenTableException.class);

    BrokenTableException(Exception reason) {
        super(words(reason.getMessage()), reason);
    }

    /** Says why a table failed. A reason that only a programmer can read goes to the log. */
    public static String words(@Nullable String reason) {
        return EngineWords.forPeople(String.valueOf(reason)).orElseGet(() -> {
            LOG.warn("A table failed: {}", reason);
            return "The engine could not evaluate the table; the log has its reason.";
        });
    }
}
