package io.ticketflow.sla;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.ticket.Deadlines.ClockState;
import io.ticketflow.ticket.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.jspecify.annotations.Nullable;

/**
 * Takes a resolution clock through random lives with random calendars, and compares it with an oracle that knows only the intervals in which the clock ran and
 * counts minutes. All instants are whole minutes.
 */
class ClockSequenceTests {

    private static final UUID TICKET = new UUID(0, 0);
    private static final List<Priority> PRIORITIES = List.of(Priority.values());

    private enum Act {
        WORK,
        ASK,
        ANSWER,
        RAISE,
        LOWER,
        CHANGE_CATEGORY,
        REASSIGN,
        RESOLVE,
        REFUSE
    }

    /** An act, and the time that passes before it. */
    private record Step(Act act, int waitMinutes) {}

    /** The promise for a priority of a category. */
    private record Promise(int responseMinutes, int resolutionMinutes, MinuteByMinute calendar) {

        Terms terms(int number) {
            var calendarId = new UUID(2, number);
            var draft = new PolicyDraft(
                    "Promise " + number,
                    Priority.P3,
                    null,
                    Duration.ofMinutes(responseMinutes),
                    Duration.ofMinutes(resolutionMinutes),
                    Duration.ofHours(1),
                    80,
                    calendarId);
            var policy = new SlaPolicy(new UUID(1, number), 1, draft, null, Instant.EPOCH);
            return new Terms(policy, new FixedCalendar(calendarId, calendar.hours()));
        }
    }

    /** A calendar with given hours. */
    static final class FixedCalendar extends BusinessCalendar {

        private final WorkingHours hours;
        private final UUID id;

        FixedCalendar(UUID id, WorkingHours hours) {
            this.id = id;
            this.hours = hours;
        }

        @Override
        WorkingHours hours() {
            return hours;
        }

        @Override
        public UUID id() {
            return id;
        }

        @Override
        public int version() {
            return 1;
        }
    }

    /** An interval in which the clock ran. */
    private record Run(Instant from, @Nullable Instant to) {}

    /** The slow computation: the intervals in which the clock ran, and the deadline that follows from them. */
    private static final class Oracle {

        final List<Run> runs = new ArrayList<>();
        final Instant start;
        Promise promise;
        Instant due;
        long target;
        boolean broken;

        Oracle(Instant start, Promise promise) {
            this.start = start;
            this.promise = promise;
            this.target = promise.resolutionMinutes();
            runs.add(new Run(start, null));
            this.due = promise.calendar().after(start, target);
        }

        boolean runsNow() {
            return last().to() == null;
        }

        Run last() {
            return runs.get(runs.size() - 1);
        }

        void stop(Instant now) {
            runs.set(runs.size() - 1, new Run(last().from(), now));
        }

        void goOn(Instant now) {
            runs.add(new Run(now, null));
            if (!broken) {
                due = promise.calendar().after(now, target - used(now));
            }
        }

        long used(Instant now) {
            return runs.stream()
                    .mapToLong(run -> promise.calendar().between(run.from(), run.to() == null ? now : run.to()))
                    .sum();
        }

        Duration consumedBefore() {
            return Duration.ofMinutes(runs.stream()
                    .filter(run -> run.to() != null)
                    .mapToLong(run -> promise.calendar().between(run.from(), run.to()))
                    .sum());
        }

        void noteIfLate(Instant now) {
            broken |= runsNow() && !now.isBefore(due);
        }

        /** The rule for a change of priority or category, in working minutes from now on. */
        void retarget(Promise next, boolean raised, Instant now) {
            var lateBefore = target - used(now);
            var formerLeft = runsNow() && !broken ? next.calendar().between(now, due) : lateBefore;
            promise = next;
            var used = used(now);
            if (broken) {
                target = used + lateBefore;
                return;
            }
            var recomputed = next.resolutionMinutes() - used;
            var fair = Math.max(recomputed, next.responseMinutes());
            long left;
            if (formerLeft <= 0) {
                left = fair;
            } else if (recomputed >= formerLeft) {
                left = raised ? formerLeft : recomputed;
            } else {
                left = Math.min(formerLeft, fair);
            }
            target = used + left;
            if (runsNow()) {
                due = next.calendar().after(now, left);
            }
        }
    }

    @Property(tries = 10_000)
    void the_clock_agrees_with_the_oracle_after_each_act(
            @ForAll("instants") Instant start,
            @ForAll("promises") List<Promise> promises,
            @ForAll("steps") List<Step> steps) {
        var current = 2;
        var promise = promises.get(current);
        var terms = promise.terms(current);
        var clock = new SlaClock(TICKET, ClockKind.RESOLUTION, terms, start);
        var oracle = new Oracle(start, promise);
        var now = start;
        check(clock, terms, oracle, now);
        for (var step : steps) {
            now = now.plus(Duration.ofMinutes(step.waitMinutes()));
            oracle.noteIfLate(now);
            var wasBroken = clock.isBreached();
            clock.breach(now);
            assertThat(clock.isBreached()).as("broken").isEqualTo(oracle.broken);
            assertThat(clock.isBreached() || !wasBroken)
                    .as("a breach is a fact")
                    .isTrue();
            var dueBefore = clock.dueAt();
            switch (step.act()) {
                case WORK, REASSIGN -> {}
                case ASK -> {
                    if (clock.pause(terms, now)) {
                        oracle.stop(now);
                    }
                }
                case RESOLVE -> {
                    if (oracle.runsNow()) {
                        assertThat(clock.meet(terms, now)).isTrue();
                        oracle.stop(now);
                    }
                }
                case ANSWER, REFUSE -> {
                    if (clock.resume(terms, now)) {
                        oracle.goOn(now);
                    }
                }
                case RAISE, LOWER, CHANGE_CATEGORY -> {
                    var next = next(step.act(), current);
                    var raised = step.act() == Act.RAISE;
                    var former = terms;
                    promise = promises.get(next);
                    terms = promise.terms(next);
                    oracle.retarget(promise, raised, now);
                    clock.retarget(former, terms, raised, oracle.consumedBefore(), now);
                    current = next;
                    if (clock.isRunning() && !clock.isBreached()) {
                        assertThat(clock.dueAt()).as("never in the past").isAfter(now);
                        if (raised && !terms.hours().between(now, dueBefore).isZero()) {
                            assertThat(clock.dueAt())
                                    .as("a raise is never later")
                                    .isBeforeOrEqualTo(dueBefore);
                        }
                    }
                }
            }
            check(clock, terms, oracle, now);
        }
    }

    /** PRIORITIES lists the most urgent priority first. An index beyond its end means the same priorities in another category. */
    private static int next(Act act, int current) {
        var count = PRIORITIES.size();
        var category = current / count;
        var priority = current % count;
        return switch (act) {
            case RAISE -> category * count + Math.max(0, priority - 1);
            case LOWER -> category * count + Math.min(count - 1, priority + 1);
            default -> (1 - category) * count + priority;
        };
    }

    private static void check(SlaClock clock, Terms terms, Oracle oracle, Instant now) {
        var used = oracle.used(now);
        assertThat(clock.isRunning()).as("runs").isEqualTo(oracle.runsNow());
        assertThat(clock.used(terms, now)).as("used").isEqualTo(Duration.ofMinutes(used));
        assertThat(clock.dueAt()).as("due").isEqualTo(oracle.due);
        assertThat(clock.left(terms, now)).as("left").isEqualTo(Duration.ofMinutes(oracle.target - used));
        assertThat(ran(oracle, now).plus(stood(oracle, now)))
                .as("running and paused are the whole life")
                .isEqualTo(Duration.between(oracle.start, now));
        var state = clock.state(terms, now);
        if (oracle.broken) {
            assertThat(state).isEqualTo(ClockState.BREACHED);
        } else if (oracle.runsNow()) {
            assertThat(state)
                    .isEqualTo(oracle.promise.calendar().isOpen(now) ? ClockState.RUNNING : ClockState.OUT_OF_HOURS);
            assertThat(clock.warnAt()).as("warned before").isBeforeOrEqualTo(clock.dueAt());
        } else {
            assertThat(state).isIn(ClockState.PAUSED, ClockState.MET);
        }
    }

    private static Duration ran(Oracle oracle, Instant now) {
        return oracle.runs.stream()
                .map(run -> Duration.between(run.from(), run.to() == null ? now : run.to()))
                .reduce(Duration.ZERO, Duration::plus);
    }

    private static Duration stood(Oracle oracle, Instant now) {
        var sum = Duration.ZERO;
        for (var i = 0; i < oracle.runs.size(); i++) {
            var to = oracle.runs.get(i).to();
            if (to != null) {
                var next = i + 1 < oracle.runs.size() ? oracle.runs.get(i + 1).from() : now;
                sum = sum.plus(Duration.between(to, next));
            }
        }
        return sum;
    }

    @Provide
    Arbitrary<Instant> instants() {
        return Calendars.instants();
    }

    @Provide
    Arbitrary<List<Promise>> promises() {
        var minutes = Arbitraries.integers().between(1, 600);
        return Combinators.combine(minutes, Arbitraries.integers().between(1, 1_200), Calendars.any())
                .as(Promise::new)
                .list()
                .ofSize(2 * PRIORITIES.size());
    }

    @Provide
    Arbitrary<List<Step>> steps() {
        return Combinators.combine(
                        Arbitraries.of(Act.values()), Arbitraries.integers().between(0, 700))
                .as(Step::new)
                .list()
                .ofMinSize(1)
                .ofMaxSize(12);
    }
}
