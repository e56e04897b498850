package io.ticketflow.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.platform.InvalidException;
import io.ticketflow.sla.BusinessCalendar.Holiday;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HolidayFileTests {

    private static String file(String... events) {
        var text = new StringBuilder("BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//test//EN\n");
        for (var event : events) {
            text.append("BEGIN:VEVENT\nUID:1\n").append(event).append("\nEND:VEVENT\n");
        }
        return text.append("END:VCALENDAR\n").toString().replace("\n", "\r\n");
    }

    private static List<Holiday> read(String... events) {
        return HolidayFile.read(file(events), 2026);
    }

    private static List<LocalDate> dates(String... events) {
        return read(events).stream().map(Holiday::date).toList();
    }

    @Test
    void an_event_of_a_whole_day_is_a_holiday() {
        assertThat(read("DTSTART;VALUE=DATE:20261225\nDTEND;VALUE=DATE:20261226\nSUMMARY:Weihnachten\\, 1. Tag"))
                .containsExactly(new Holiday(LocalDate.of(2026, 12, 25), "Weihnachten, 1. Tag"));
        assertThat(dates("DTSTART;VALUE=DATE:20261225")).containsExactly(LocalDate.of(2026, 12, 25));
    }

    @Test
    void an_event_of_several_days_is_as_many_holidays() {
        assertThat(dates("DTSTART;VALUE=DATE:20261230\nDTEND;VALUE=DATE:20270102"))
                .containsExactly(LocalDate.of(2026, 12, 30), LocalDate.of(2026, 12, 31), LocalDate.of(2027, 1, 1));
        assertThat(dates("DTSTART;VALUE=DATE:20260501\nDURATION:P2D"))
                .containsExactly(LocalDate.of(2026, 5, 1), LocalDate.of(2026, 5, 2));
    }

    @Test
    void what_recurs_every_year_is_yearly() {
        assertThat(read("DTSTART;VALUE=DATE:20101225\nRRULE:FREQ=YEARLY"))
                .containsExactly(new Holiday(null, Yearly.on(MonthDay.of(12, 25)), null));
        assertThat(read("DTSTART;VALUE=DATE:20101225\nRRULE:FREQ=YEARLY;INTERVAL=1;BYMONTH=12;BYMONTHDAY=25"))
                .containsExactly(new Holiday(null, Yearly.on(MonthDay.of(12, 25)), null));
        assertThat(read("DTSTART;VALUE=DATE:20101125\nRRULE:FREQ=YEARLY;BYMONTH=11;BYDAY=4TH"))
                .containsExactly(new Holiday(null, Yearly.nth(4, DayOfWeek.THURSDAY, Month.NOVEMBER), null));
        assertThat(read("DTSTART;VALUE=DATE:20100531\nRRULE:FREQ=YEARLY;BYMONTH=5;BYDAY=-1MO"))
                .containsExactly(new Holiday(null, Yearly.nth(-1, DayOfWeek.MONDAY, Month.MAY), null));
    }

    @Test
    void other_recurrences_are_their_dates_of_this_year_and_ten_more() {
        assertThat(dates("DTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY;COUNT=3"))
                .containsExactly(LocalDate.of(2026, 12, 25), LocalDate.of(2027, 12, 25));
        assertThat(dates("DTSTART;VALUE=DATE:20251225\nRRULE:FREQ=YEARLY;UNTIL=20261225"))
                .containsExactly(LocalDate.of(2026, 12, 25));
        assertThat(dates("DTSTART;VALUE=DATE:20260101\nRRULE:FREQ=YEARLY\nEXDATE;VALUE=DATE:20270101"))
                .hasSize(10)
                .doesNotContain(LocalDate.of(2027, 1, 1));
        assertThat(dates("DTSTART;VALUE=DATE:20260501\nRDATE;VALUE=DATE:20270502"))
                .containsExactly(LocalDate.of(2026, 5, 1), LocalDate.of(2027, 5, 2));
        assertThat(dates("DTSTART;VALUE=DATE:20240229\nRRULE:FREQ=YEARLY;INTERVAL=4"))
                .containsExactly(LocalDate.of(2028, 2, 29), LocalDate.of(2032, 2, 29), LocalDate.of(2036, 2, 29));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "DTSTART:20261225T090000Z",
                "DTSTART;TZID=Europe/Berlin:20261225T090000",
                "DTSTART;VALUE=DATE:20261225\nSTATUS:CANCELLED",
                "DTSTART;VALUE=DATE:20241225",
                "SUMMARY:no date",
                "DTSTART;VALUE=DATE:2026-13-45",
                "DTSTART;VALUE=DATE:20400101",
            })
    void nothing_else_is_a_holiday(String event) {
        assertThatThrownBy(() -> read(event)).isInstanceOf(InvalidException.class);
        assertThat(dates(event, "DTSTART;VALUE=DATE:20260501")).containsExactly(LocalDate.of(2026, 5, 1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "hello", "BEGIN:VCALENDAR", "<html></html>", "END:VEVENT\n:::;;;\nBEGIN:", "{}"})
    void what_is_no_calendar_is_refused(String text) {
        assertThatThrownBy(() -> HolidayFile.read(text, 2026))
                .isInstanceOf(InvalidException.class)
                .hasMessageContaining("icalendar");
    }

    @Test
    void a_file_costs_only_so_much() {
        assertThatThrownBy(() -> read("DTSTART;VALUE=DATE:00010101\nRRULE:FREQ=DAILY"))
                .isInstanceOf(InvalidException.class);
        assertThatThrownBy(() -> HolidayFile.read(
                        file(Collections.nCopies(5_001, "DTSTART;VALUE=DATE:20261225")
                                .toArray(String[]::new)),
                        2026))
                .isInstanceOf(InvalidException.class);
    }
}
