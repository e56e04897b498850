package io.ticketflow.platform.logging;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import io.ticketflow.platform.ProblemException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;

/**
 * Keeps out of the log what the engine calls an error and is one of whoever asked: a step that the model does not offer, a field that is missing. They are told;
 * nobody else needs to be woken. A job that fails for the same reason is still logged, by the job executor.
 */
public class RefusalsAreNoErrors extends TurboFilter {

    /** Here the engine logs whatever leaves a command. */
    private static final String COMMANDS = "org.camunda.bpm.engine.context";

    private static final int SERVER_ERROR = 500;

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable thrown) {
        return logger.getName().equals(COMMANDS) && isRefusal(thrown == null ? lastOf(parameters) : thrown)
                ? FilterReply.DENY
                : FilterReply.NEUTRAL;
    }

    /** Where SLF4J looks for an exception. */
    private static @Nullable Object lastOf(Object @Nullable [] parameters) {
        return parameters == null || parameters.length == 0 ? null : parameters[parameters.length - 1];
    }

    private static boolean isRefusal(@Nullable Object thrown) {
        return thrown instanceof ProblemException refusal
                ? refusal.status() < SERVER_ERROR
                : thrown instanceof Throwable other && other.getCause() != null && isRefusal(other.getCause());
    }
}
