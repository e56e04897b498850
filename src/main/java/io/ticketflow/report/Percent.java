package io.ticketflow.report;

import java.math.BigDecimal;
import java.math.RoundingMode;
import org.jspecify.annotations.Nullable;

/** Shares in percent, with two decimals. */
final class Percent {

    private Percent() {}

    static @Nullable Double of(long part, long whole) {
        return of((double) part, (double) whole);
    }

    /** Null when the whole is zero. */
    static @Nullable Double of(double part, double whole) {
        return whole == 0
                ? null
                : BigDecimal.valueOf(100 * part / whole)
                        .setScale(2, RoundingMode.HALF_UP)
                        .doubleValue();
    }
}
