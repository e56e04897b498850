package io.ticketflow.sla;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.sla.WorkingHours.Slot;
import io.ticketflow.ticket.Priority;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** What becomes of two promises when one ticket is merged into another: the earlier deadline, under the more urgent policy. */
class MergedPromiseTests {

    private static final UUID TICKET = new UUID(0, 0);
    private static final Instant MONDAY = Instant.parse("2026-11-23T08:00:00Z");

    /** A promise that has run for some minutes, and whether it pauses. */
    private record Promise(Priority priority, WorkingHours hours, int targetMinutes, int ageMinutes, boolean isPaused) {

        Terms terms(int number) {
            return MergedPromiseTests.terms(priority, hours, Duration.ofMinutes(targetMinutes), number);
        }

        SlaClock clock(Terms terms, Instant now) {
            var clock = new SlaClock(TICKET, ClockKind.RESOLUTION, terms, now.minus(Duration.ofMinutes(ageMinutes)));
            if (isPaused && now.isBefore(clock.dueAt())) {
                clock.pause(terms, now);
            }
            return clock;
        }
    }

    private static Terms terms(Priority priority, WorkingHours hours, Duration target, int number) {
        var calendarId = new UUID(2, number);
        var draft = new PolicyDraft(
                "Promise " + number,
                priority,
                null,
                Duration.ofMinutes(5),
                target,
                Duration.ofHours(1),
                80,
                calendarId);
        return new Terms(
                new SlaPolicy(new UUID(1, number), 1, draft, null, Instant.EPOCH),
                new ClockSequenceTests.FixedCalendar(calendarId, hours));
    }

    @Provide
    static Arbitrary<Promise> promises() {
        return Combinators.combine(
                        Arbitraries.of(Priority.values()),
                        Calendars.any().map(MinuteByMinute::hours),
                        Arbitraries.integers().between(1, 5_000),
                        Arbitraries.integers().between(0, 5_000),
                        Arbitraries.of(true, false))
                .as(Promise::new);
    }

    @Property(tries = 500)
    void the_deadline_is_never_later_than_either_and_can_be_met_if_both_could(
            @ForAll("promises") Promise mine, @ForAll("promises") Promise theirs) {
        var own = mine.terms(1);
        var others = theirs.terms(2);
        var target = mine.clock(own, MONDAY);
        var duplicate = theirs.clock(others, MONDAY);
        var before = min(end(target, own), end(duplicate, others));
        var couldBeMet = before.isAfter(MONDAY);

        var terms = target.takeOver(own, duplicate, others, hours -> Duration.ZERO, MONDAY)
                .orElse(own);

        if (couldBeMet) {
            assertThat(end(target, terms)).isBeforeOrEqualTo(before);
            assertThat(target.left(terms, MONDAY)).isPositive();
            assertThat(target.isLate(MONDAY)).isFalse();
        }
        if (target.isRunning()) {
            assertThat(target.dueAt()).isBeforeOrEqualTo(before);
            assertThat(target.warnAt()).isBeforeOrEqualTo(target.dueAt());
        }
    }

    private static Instant end(SlaClock clock, Terms terms) {
        return clock.isRunning() ? clock.dueAt() : terms.hours().after(MONDAY, clock.left(terms, MONDAY));
    }

    private static Instant min(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    @Example
    void the_more_urgent_policy_counts_also_when_the_older_deadline_comes_first() {
        var own = terms(Priority.P3, WorkingHours.ALWAYS, Duration.ofHours(24), 1);
        var others = terms(Priority.P1, WorkingHours.ALWAYS, Duration.ofHours(4), 2);
        var target = new SlaClock(TICKET, ClockKind.RESOLUTION, own, MONDAY.minus(Duration.ofHours(22)));
        var duplicate = new SlaClock(TICKET, ClockKind.RESOLUTION, others, MONDAY);

        var terms = target.takeOver(own, duplicate, others, hours -> target.consumed(), MONDAY);

        assertThat(terms).contains(others);
        assertThat(target.dueAt()).isEqualTo(MONDAY.plus(Duration.ofHours(2)));
        assertThat(target.policy()).isEqualTo(others.policy().key());
    }

    @Example
    void a_tighter_promise_stays_as_it_is() {
        var own = terms(Priority.P1, WorkingHours.ALWAYS, Duration.ofHours(4), 1);
        var others = terms(Priority.P3, WorkingHours.ALWAYS, Duration.ofHours(24), 2);
        var target = new SlaClock(TICKET, ClockKind.RESOLUTION, own, MONDAY);
        var duplicate = new SlaClock(TICKET, ClockKind.RESOLUTION, others, MONDAY);

        assertThat(target.takeOver(own, duplicate, others, hours -> target.consumed(), MONDAY))
                .isEmpty();
        assertThat(target.dueAt()).isEqualTo(MONDAY.plus(Duration.ofHours(4)));
    }

    /** The late promise was given before this ticket existed. */
    @Example
    void a_late_promise_stays_late() {
        var own = terms(Priority.P4, WorkingHours.ALWAYS, Duration.ofDays(5), 1);
        var others = terms(Priority.P1, WorkingHours.ALWAYS, Duration.ofHours(4), 2);
        var target = new SlaClock(TICKET, ClockKind.RESOLUTION, own, MONDAY.minus(Duration.ofMinutes(1)));
        var duplicate = new SlaClock(TICKET, ClockKind.RESOLUTION, others, MONDAY.minus(Duration.ofHours(6)));
        duplicate.breach(MONDAY);

        target.takeOver(own, duplicate, others, hours -> target.consumed(), MONDAY);

        assertThat(target.dueAt()).isEqualTo(MONDAY.minus(Duration.ofHours(2)));
        assertThat(target.isLate(MONDAY)).isTrue();
    }

    @Example
    void a_deadline_outside_of_the_urgent_policys_hours_is_kept_by_the_other_policy() {
        Map<DayOfWeek, List<Slot>> weekly = new EnumMap<>(DayOfWeek.class);
        weekly.put(DayOfWeek.FRIDAY, List.of(new Slot(9 * 60, 17 * 60)));
        var onFridays = new WorkingHours(ZoneId.of("UTC"), weekly, List.of());
        var own = terms(Priority.P1, onFridays, Duration.ofHours(4), 1);
        var others = terms(Priority.P3, WorkingHours.ALWAYS, Duration.ofHours(24), 2);
        var target = new SlaClock(TICKET, ClockKind.RESOLUTION, own, MONDAY);
        var duplicate = new SlaClock(TICKET, ClockKind.RESOLUTION, others, MONDAY);

        var terms = target.takeOver(own, duplicate, others, hours -> Duration.ZERO, MONDAY);

        assertThat(terms).contains(others);
        assertThat(target.dueAt()).isEqualTo(MONDAY.plus(Duration.ofHours(24)));
    }
}
