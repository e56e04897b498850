package io.ticketflow.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * Lengths of time, in seconds. A percentile between two of them is interpolated. All but the count are null when there are none.
 *
 * @param p50 the median: half of them are shorter
 */
public record Lengths(
        long count,
        @Nullable Long average,
        @Nullable Long p50,
        @Nullable Long p90,
        @Nullable Long p95) {

    /** The columns that {@link #read} reads, of an expression in seconds; null values do not count. */
    static String columns(String name, String seconds) {
        return ("count(%2$s) as %1$s_count, avg(%2$s) as %1$s_average,"
                        + " percentile_cont(array[0.5, 0.9, 0.95]) within group (order by %2$s) as %1$s_percentiles")
                .formatted(name, "cast(%s as float8)".formatted(seconds));
    }

    static Lengths read(ResultSet row, String name) throws SQLException {
        var percentiles = row.getArray(name + "_percentiles");
        var of = percentiles == null ? new Double[3] : (Double[]) percentiles.getArray();
        return new Lengths(
                row.getLong(name + "_count"),
                whole((Double) row.getObject(name + "_average")),
                whole(of[0]),
                whole(of[1]),
                whole(of[2]));
    }

    private static @Nullable Long whole(@Nullable Double seconds) {
        return seconds == null ? null : Math.round(seconds);
    }
}
