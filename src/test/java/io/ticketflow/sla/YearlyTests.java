package io.ticketflow.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.sla.WorkingHours.Slot;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class YearlyTests {

    @ParameterizedTest
    @CsvSource(textBlock = """
            1818-03-22
            1961-04-02
            2000-04-23
            2008-03-23
            2024-03-31
            2025-04-20
            2026-04-05
            2027-03-28
            2038-04-25
            2076-04-19
            2285-03-22
            """)
    void easter_is_known(LocalDate easter) {
        assertThat(Yearly.easter(easter.getYear())).isEqualTo(easter);
    }

    private static List<LocalDate> in(int year, Yearly day) {
        var first = LocalDate.of(year, 1, 1);
        return first.datesUntil(first.plusYears(1)).filter(day::isOn).toList();
    }

    private static Yearly fromEaster(int days) {
        return new Yearly(null, days, null, null, null);
    }

    @Test
    void a_day_comes_back_every_year() {
        assertThat(in(2026, Yearly.on(MonthDay.of(12, 25)))).containsExactly(LocalDate.of(2026, 12, 25));
        assertThat(in(2027, Yearly.on(MonthDay.of(12, 25)))).containsExactly(LocalDate.of(2027, 12, 25));
        assertThat(in(2027, Yearly.on(MonthDay.of(2, 29)))).isEmpty();
        assertThat(in(2028, Yearly.on(MonthDay.of(2, 29)))).containsExactly(LocalDate.of(2028, 2, 29));
        // Good Friday, Easter Monday, Ascension, Corpus Christi.
        assertThat(in(2026, fromEaster(-2))).containsExactly(LocalDate.of(2026, 4, 3));
        assertThat(in(2026, fromEaster(1))).containsExactly(LocalDate.of(2026, 4, 6));
        assertThat(in(2027, fromEaster(39))).containsExactly(LocalDate.of(2027, 5, 6));
        assertThat(in(2026, fromEaster(60))).containsExactly(LocalDate.of(2026, 6, 4));
        // Thanksgiving, Memorial Day, Martin Luther King Day.
        assertThat(in(2026, Yearly.nth(4, DayOfWeek.THURSDAY, Month.NOVEMBER)))
                .containsExactly(LocalDate.of(2026, 11, 26));
        assertThat(in(2026, Yearly.nth(-1, DayOfWeek.MONDAY, Month.MAY))).containsExactly(LocalDate.of(2026, 5, 25));
        assertThat(in(2027, Yearly.nth(3, DayOfWeek.MONDAY, Month.JANUARY))).containsExactly(LocalDate.of(2027, 1, 18));
        assertThat(in(2026, Yearly.nth(5, DayOfWeek.MONDAY, Month.FEBRUARY))).isEmpty();
        assertThat(in(2026, Yearly.nth(5, DayOfWeek.MONDAY, Month.MARCH))).containsExactly(LocalDate.of(2026, 3, 30));
    }

    private static WorkingHours daily(List<Yearly> off) {
        return new WorkingHours(
                ZoneOffset.UTC,
                Arrays.stream(DayOfWeek.values())
                        .collect(Collectors.toMap(Function.identity(), day -> List.of(new Slot(0, Slot.MIDNIGHT)))),
                List.of(),
                off);
    }

    @Test
    void no_work_is_done_on_it() {
        var hours = daily(List.of(Yearly.on(MonthDay.of(1, 1)), fromEaster(1)));

        assertThat(hours.after(Instant.parse("2030-12-31T23:00:00Z"), Duration.ofHours(2)))
                .isEqualTo(Instant.parse("2031-01-02T01:00:00Z"));
        assertThat(hours.between(Instant.parse("2026-01-01T00:00:00Z"), Instant.parse("2028-01-01T00:00:00Z")))
                .isEqualTo(Duration.ofDays(730 - 4));
        assertThat(hours.isOpen(Instant.parse("2027-03-29T12:00:00Z"))).isFalse();
        assertThat(hours.isOpen(Instant.parse("2027-03-28T12:00:00Z"))).isTrue();
        assertThat(hours.sameAs(daily(List.of()))).isFalse();
    }

    @Test
    void a_calendar_that_never_opens_is_refused() {
        var everyDay = LocalDate.of(2028, 1, 1)
                .datesUntil(LocalDate.of(2029, 1, 1))
                .map(date -> Yearly.on(MonthDay.from(date)))
                .toList();

        assertThatThrownBy(() -> daily(everyDay)).hasMessage("no time is open");
        assertThatThrownBy(() -> new WorkingHours(
                        ZoneOffset.UTC,
                        Map.of(DayOfWeek.MONDAY, List.of(new Slot(0, 60))),
                        List.of(),
                        Stream.of(Month.values())
                                .flatMap(month ->
                                        Stream.of(1, 2, 3, 4, 5).map(nth -> Yearly.nth(nth, DayOfWeek.MONDAY, month)))
                                .toList()))
                .hasMessage("no time is open");
    }
}
