package io.ticketflow.report.export;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** The present row of a statement. */
final class Row {

    private final ResultSet result;

    Row(ResultSet result) {
        this.result = result;
    }

    @Nullable
    String text(String column) {
        return read(column, String.class);
    }

    @Nullable
    Long whole(String column) {
        return read(column, Long.class);
    }

    @Nullable
    Instant instant(String column) {
        var value = read(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    /** A column of microseconds. */
    @Nullable
    Duration micros(String column) {
        var value = whole(column);
        return value == null ? null : Duration.of(value, ChronoUnit.MICROS);
    }

    @Nullable
    String yesOrNo(String column) {
        var value = read(column, Boolean.class);
        if (value == null) {
            return null;
        }
        return value ? "yes" : "no";
    }

    private <T> @Nullable T read(String column, Class<T> type) {
        try {
            return result.getObject(column, type);
        } catch (SQLException failed) {
            throw new IllegalStateException("Column " + column + " cannot be read", failed);
        }
    }
}
