package io.ticketflow.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Lengths of time, in seconds. All but the count are null when there are none.
 *
 * @param p50 the median, in the middle between two lengths if their number is even
 * @param p90 the shortest of them that nine tenths do not exceed; the other percentile likewise
 */
public record Lengths(
        long count,
        @Nullable Long average,
        @Nullable Long p50,
        @Nullable Long p90,
        @Nullable Long p95) {

    /** Whole numbers are sorted twice as quickly as others, and {@code percentile_cont} sorts others only. */
    private static final double MICROS = 1e6;

    /** The place of the second value if the middle is between two; of the same one if not. */
    private static final String BEHIND_THE_MIDDLE = "0.500000001";

    /** The columns that {@link #read} reads, of an expression that gives seconds as {@code float8}; null values do not count. */
    static String columns(String name, String seconds) {
        return ("count(%2$s) as %1$s_count, avg(%2$s) as %1$s_average,"
                        + " percentile_disc(array[0.5, %3$s, 0.9, 0.95]) within group (order by cast(%2$s * 1e6 as bigint)) as %1$s_percentiles")
                .formatted(name, seconds, BEHIND_THE_MIDDLE);
    }

    static Lengths read(ResultSet row, String name) throws SQLException {
        var percentiles = row.getArray(name + "_percentiles");
        var of = percentiles == null ? new Long[4] : (Long[]) percentiles.getArray();
        return new Lengths(
                row.getLong(name + "_count"),
                whole((Double) row.getObject(name + "_average")),
                of[0] == null || of[1] == null ? null : whole((of[0] + of[1]) / (2 * MICROS)),
                of[2] == null ? null : whole(of[2] / MICROS),
                of[3] == null ? null : whole(of[3] / MICROS));
    }

    private static @Nullable Long whole(@Nullable Double seconds) {
        return seconds == null ? null : Math.round(seconds);
    }
}
