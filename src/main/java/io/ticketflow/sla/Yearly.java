package io.ticketflow.sla;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A day of every year, described in one of three ways: a fixed date, a distance from Easter Sunday, or a weekday of a month.
 *
 * @param on such as {@code 12-25}; the 29th of February exists in leap years only
 * @param daysFromEaster such as -2 for Good Friday and 1 for Easter Monday, in the Gregorian calendar
 * @param nth such as 4 for the fourth weekday of this name in the month, and -1 for the last; there is none if the month has no fifth one
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Yearly(
        @Schema(description = "A fixed date, such as 12-25", example = "12-25") @Nullable
        String on,

        @Schema(description = "Days from Easter Sunday, -70 to 70; -2 is Good Friday") @Nullable
        Integer daysFromEaster,

        @Schema(description = "With weekday and nth: the nth weekday of a month") @Nullable
        Month month,

        @Nullable DayOfWeek weekday,

        @Schema(description = "1 to 5, or -1 for the last one") @Nullable
        Integer nth) {

    private static final int FARTHEST_FROM_EASTER = 70;

    public static Yearly on(MonthDay day) {
        return new Yearly(day.toString().substring(2), null, null, null, null);
    }

    public static Yearly nth(int nth, DayOfWeek weekday, Month month) {
        return new Yearly(null, null, month, weekday, nth);
    }

    /** @throws IllegalArgumentException when it is not exactly one of the three descriptions */
    void check() {
        if (Stream.of(on, daysFromEaster, month).filter(part -> part != null).count() != 1
                || (month == null) != (weekday == null)
                || (month == null) != (nth == null)) {
            throw new IllegalArgumentException("yearly has either on, or daysFromEaster, or month, weekday and nth");
        }
        if (daysFromEaster != null && Math.abs(daysFromEaster) > FARTHEST_FROM_EASTER) {
            throw new IllegalArgumentException("daysFromEaster is from -70 to 70");
        }
        if (nth != null && nth != -1 && (nth < 1 || nth > 5)) {
            throw new IllegalArgumentException("nth is from 1 to 5, or -1 for the last one");
        }
        if (on != null) {
            fixed(on);
        }
    }

    private static MonthDay fixed(String text) {
        try {
            return MonthDay.parse("--" + text);
        } catch (DateTimeException notOne) {
            throw new IllegalArgumentException("on is a month and a day, such as 12-25", notOne);
        }
    }

    @JsonIgnore
    boolean isOn(LocalDate date) {
        if (on != null) {
            return on.equals(MonthDay.from(date).toString().substring(2));
        }
        if (daysFromEaster != null) {
            return easter(date.getYear()).plusDays(daysFromEaster).equals(date);
        }
        return date.getMonth() == month
                && date.getDayOfWeek() == weekday
                && nth != null
                && date.equals(date.with(TemporalAdjusters.dayOfWeekInMonth(nth, date.getDayOfWeek())));
    }

    /** Easter Sunday by the algorithm of Meeus, Jones and Butcher, which has no exceptions. */
    static LocalDate easter(int year) {
        var golden = year % 19;
        var century = year / 100;
        var inCentury = year % 100;
        var correction = (century - (century + 8) / 25 + 1) / 3;
        var epact = (19 * golden + century - century / 4 - correction + 15) % 30;
        var weekday = (32 + 2 * (century % 4) + 2 * (inCentury / 4) - epact - inCentury % 4) % 7;
        var late = (golden + 11 * epact + 22 * weekday) / 451;
        var day = epact + weekday - 7 * late + 114;
        return LocalDate.of(year, day / 31, day % 31 + 1);
    }
}
