package io.ticketflow.report.export;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A column of a sheet.
 *
 * @param width the usual number of characters in it
 * @param value its value in a row; null leaves the cell empty
 */
public record Column<R>(String heading, Kind kind, int width, Value<R, ?> value) {

    private static final int NUMBER = 11;
    private static final int INSTANT = 20;

    /** What the cells of a column hold. */
    enum Kind {
        TEXT,
        WHOLE,
        DECIMAL,
        /** From 0 to 100. */
        PERCENT,
        INSTANT,
        DURATION
    }

    /** Reads one value of a row. */
    @FunctionalInterface
    public interface Value<R, V> {
        @Nullable
        V of(R row);
    }

    public static <R> Column<R> text(String heading, int width, Value<R, String> value) {
        return new Column<>(heading, Kind.TEXT, width, value);
    }

    public static <R> Column<R> whole(String heading, Value<R, Long> value) {
        return new Column<>(heading, Kind.WHOLE, NUMBER, value);
    }

    public static <R> Column<R> decimal(String heading, Value<R, BigDecimal> value) {
        return new Column<>(heading, Kind.DECIMAL, NUMBER, value);
    }

    /** A percentage from 0 to 100. */
    public static <R> Column<R> percent(String heading, Value<R, Double> value) {
        return new Column<>(heading, Kind.PERCENT, NUMBER, value);
    }

    public static <R> Column<R> instant(String heading, Value<R, Instant> value) {
        return new Column<>(heading, Kind.INSTANT, INSTANT, value);
    }

    public static <R> Column<R> duration(String heading, Value<R, Duration> value) {
        return new Column<>(heading, Kind.DURATION, NUMBER, value);
    }
}
