package io.ticketflow.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.ticketflow.sla.WorkingHours.Slot;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WorkingHoursTests {

    private static final ZoneId BERLIN = ZoneId.of("Europe/Berlin");
    private static final Slot MORNING = new Slot(9 * 60, 12 * 60);
    private static final Slot AFTERNOON = new Slot(13 * 60, 17 * 60);

    /** Monday to Friday, 9 to 12 and 13 to 17 o'clock in Berlin; Friday 25 December 2026 is off. */
    private static final WorkingHours OFFICE = hours(
            Map.of(
                    DayOfWeek.MONDAY, List.of(MORNING, AFTERNOON),
                    DayOfWeek.TUESDAY, List.of(MORNING, AFTERNOON),
                    DayOfWeek.WEDNESDAY, List.of(MORNING, AFTERNOON),
                    DayOfWeek.THURSDAY, List.of(MORNING, AFTERNOON),
                    DayOfWeek.FRIDAY, List.of(AFTERNOON, MORNING)),
            List.of(LocalDate.of(2026, 12, 25)));

    private static WorkingHours hours(Map<DayOfWeek, List<Slot>> weekly, Collection<LocalDate> holidays) {
        return new WorkingHours(BERLIN, weekly, holidays);
    }

    private static WorkingHours everyDay(Slot... slots) {
        return hours(
                Arrays.stream(DayOfWeek.values()).collect(Collectors.toMap(Function.identity(), day -> List.of(slots))),
                List.of());
    }

    @ParameterizedTest(name = "{2}: {1} after {0} is {3}")
    @CsvSource(textBlock = """
            2026-12-01T08:00:00Z, PT1H,   inside a slot,                    2026-12-01T09:00:00Z
            2026-12-01T08:00:00Z, PT3H,   just when the slot ends,          2026-12-01T11:00:00Z
            2026-12-01T08:00:00Z, PT3H1S, over the lunch,                   2026-12-01T12:00:01Z
            2026-12-01T08:00:00Z, PT7H,   just at closing time,             2026-12-01T16:00:00Z
            2026-12-01T08:00:00Z, PT8H,   over the night,                   2026-12-02T09:00:00Z
            2026-12-04T15:00:00Z, PT2H,   over the weekend,                 2026-12-07T09:00:00Z
            2026-12-24T15:00:00Z, PT2H,   over a holiday and the weekend,   2026-12-28T09:00:00Z
            2026-12-05T10:00:00Z, PT1H,   from a Saturday,                  2026-12-07T09:00:00Z
            2026-12-05T10:00:00Z, PT0S,   nothing to do,                    2026-12-05T10:00:00Z
            2026-03-27T15:00:00Z, PT2H,   summer time begins that Sunday,   2026-03-30T08:00:00Z
            2026-10-23T14:00:00Z, PT2H,   it ends that Sunday,              2026-10-26T09:00:00Z
            """)
    void work_goes_on_in_the_next_slot(Instant since, Duration work, String when, Instant expected) {
        assertThat(OFFICE.after(since, work)).isEqualTo(expected);
    }

    @Test
    void an_hour_that_the_clock_skips_counts_nothing() {
        var night = everyDay(new Slot(60, 4 * 60));

        assertThat(night.between(Instant.parse("2026-03-28T23:00:00Z"), Instant.parse("2026-03-29T22:00:00Z")))
                .isEqualTo(Duration.ofHours(2));
    }

    @Test
    void an_hour_that_the_clock_shows_twice_counts_twice() {
        var night = everyDay(new Slot(60, 4 * 60));

        assertThat(night.between(Instant.parse("2026-10-24T22:00:00Z"), Instant.parse("2026-10-25T23:00:00Z")))
                .isEqualTo(Duration.ofHours(4));
    }

    @Test
    void a_slot_up_to_midnight_goes_on_in_the_next_day() {
        var late = everyDay(new Slot(0, 60), new Slot(23 * 60, Slot.MIDNIGHT));

        assertThat(late.after(Instant.parse("2026-12-01T22:00:00Z"), Duration.ofMinutes(90)))
                .isEqualTo(Instant.parse("2026-12-01T23:30:00Z"));
    }

    @Test
    void around_the_clock_is_plain_time_in_every_zone() {
        var always = everyDay(new Slot(0, 12 * 60), new Slot(12 * 60, Slot.MIDNIGHT));
        var since = Instant.parse("2026-03-28T12:34:56.789012Z");

        assertThat(always.after(since, Duration.ofDays(400))).isEqualTo(since.plus(Duration.ofDays(400)));
        assertThat(always.sameAs(WorkingHours.ALWAYS)).isTrue();
    }

    @Test
    void a_calendar_that_is_never_open_is_none() {
        assertThatIllegalArgumentException().isThrownBy(() -> hours(Map.of(DayOfWeek.MONDAY, List.of()), List.of()));
        assertThatIllegalArgumentException().isThrownBy(() -> everyDay(new Slot(60, 60)));
        assertThatIllegalArgumentException().isThrownBy(() -> everyDay(new Slot(60, 30)));
        assertThatIllegalArgumentException().isThrownBy(() -> everyDay(new Slot(60, 120), new Slot(119, 180)));
    }

    @Property(tries = 10_000)
    void the_deadline_is_what_a_walk_minute_by_minute_finds(
            @ForAll("calendars") MinuteByMinute calendar,
            @ForAll("instants") Instant since,
            @ForAll @IntRange(max = 1_500) int minutes) {
        assertThat(calendar.hours().after(since, Duration.ofMinutes(minutes)))
                .isEqualTo(calendar.after(since, minutes));
    }

    @Property(tries = 10_000)
    void working_time_is_what_a_walk_minute_by_minute_counts(
            @ForAll("calendars") MinuteByMinute calendar,
            @ForAll("instants") Instant from,
            @ForAll @IntRange(max = 6_000) int minutes) {
        var to = from.plus(Duration.ofMinutes(minutes));
        var open = Duration.ofMinutes(calendar.between(from, to));

        assertThat(calendar.hours().between(from, to)).isEqualTo(open);
        assertThat(calendar.hours().between(to, from)).isEqualTo(open.negated());
        assertThat(calendar.hours().isOpen(from)).isEqualTo(calendar.isOpen(from));
    }

    @Property(tries = 5_000)
    void parts_of_a_minute_add_up(
            @ForAll("calendars") MinuteByMinute calendar,
            @ForAll("instants") Instant from,
            @ForAll @LongRange(max = 100_000_000_000L) long micros,
            @ForAll @LongRange(max = 100_000_000_000L) long more) {
        var hours = calendar.hours();
        var middle = from.plusNanos(micros * 1_000);
        var to = middle.plusNanos(more * 1_000);
        var work = Duration.ofNanos(micros * 1_000);

        assertThat(hours.between(from, middle).plus(hours.between(middle, to))).isEqualTo(hours.between(from, to));
        assertThat(hours.between(from, hours.after(from, work))).isEqualTo(work);
    }

    @Provide
    Arbitrary<MinuteByMinute> calendars() {
        return Calendars.any();
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Calendars.instants();
    }
}
