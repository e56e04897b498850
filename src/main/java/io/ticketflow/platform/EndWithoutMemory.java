package io.ticketflow.platform;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.turbo.TurboFilter;
import ch.qos.logback.core.spi.FilterReply;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;
import org.slf4j.Marker;

/**
 * Ends the process as soon as a logged exception shows that memory ran out, because any object may then be in a wrong state. This is what {@code
 * -XX:+ExitOnOutOfMemoryError} does, for an application that is started without this option.
 */
public final class EndWithoutMemory extends TurboFilter {

    private static final org.slf4j.Logger LOG = LoggerFactory.getLogger(EndWithoutMemory.class);

    /** The code with which the JVM exits under that option. */
    private static final int EXIT_CODE = 3;

    @Override
    public FilterReply decide(
            @Nullable Marker marker,
            Logger logger,
            Level level,
            @Nullable String format,
            Object @Nullable [] parameters,
            @Nullable Throwable thrown) {
        endIfBehind(thrown == null ? lastOf(parameters) : thrown);
        return FilterReply.NEUTRAL;
    }

    /** The last parameter, which SLF4J treats as an exception. */
    private static @Nullable Throwable lastOf(Object @Nullable [] parameters) {
        return parameters != null
                        && parameters.length > 0
                        && parameters[parameters.length - 1] instanceof Throwable last
                ? last
                : null;
    }

    /** Handles uncaught exceptions of all threads in the same way, and logs them. */
    public static void watchThreads() {
        Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
            endIfBehind(failure);
            LOG.error("{} has died", thread.getName(), failure);
        });
    }

    private static void endIfBehind(@Nullable Throwable failure) {
        if (isOutOfMemory(failure)) {
            try {
                System.err.println("Memory has run out. The process ends.");
            } finally {
                Runtime.getRuntime().halt(EXIT_CODE);
            }
        }
    }

    private static boolean isOutOfMemory(@Nullable Throwable failure) {
        for (var cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof OutOfMemoryError error && isOfTheJvm(String.valueOf(error.getMessage()))) {
                return true;
            }
        }
        return false;
    }

    /** False for the error of a library that was asked for a text or a list of impossible length. */
    private static boolean isOfTheJvm(String message) {
        return message.startsWith("Java heap space")
                || message.startsWith("GC overhead limit exceeded")
                || message.startsWith("Metaspace")
                || message.startsWith("Compressed class space");
    }
}
