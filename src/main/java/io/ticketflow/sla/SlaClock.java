package io.ticketflow.sla;

import io.ticketflow.ticket.Deadlines.ClockState;
import io.ticketflow.ticket.Deadlines.Deadline;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One promise to a requester: a budget of working time, how much of it is used up, and since when the clock runs. The deadline follows from these. Callers pass
 * the terms and all times, so that tests need not wait.
 */
@Entity
@SuppressWarnings("UnusedVariable") // people and reports read some columns
@Table(name = "sla_clocks")
@IdClass(SlaClock.Key.class)
class SlaClock {

    record Key(UUID ticketId, ClockKind kind) implements Serializable {}

    @Id
    private UUID ticketId;

    @Id
    @Enumerated(EnumType.STRING)
    private ClockKind kind;

    private UUID policyId;
    private int policyVersion;
    private @Nullable UUID calendarId;
    private @Nullable Integer calendarVersion;
    private long targetMicros;
    private long consumedMicros;
    private Instant startedAt;
    private @Nullable Instant runningSinceAt;
    private Instant dueAt;
    private Instant warnAt;
    private @Nullable Instant warnedAt;
    private @Nullable Instant metAt;
    private @Nullable Instant breachedAt;
    private @Nullable Instant stoppedAt;

    @Version
    private @Nullable Long version;

    protected SlaClock() {}

    SlaClock(UUID ticketId, ClockKind kind, Terms terms, Instant start) {
        this.ticketId = ticketId;
        this.kind = kind;
        this.startedAt = start;
        this.runningSinceAt = start;
        this.dueAt = start;
        this.warnAt = start;
        follow(terms);
        this.targetMicros = micros(terms.target(kind));
        aim(terms);
    }

    private void follow(Terms terms) {
        policyId = terms.policy().id();
        policyVersion = terms.policy().version();
        calendarId = terms.calendar() == null ? null : terms.calendar().id();
        calendarVersion = terms.calendar() == null ? null : terms.calendar().version();
    }

    /** A missed deadline stays: the deadline of a broken promise does not move any more. */
    private void aim(Terms terms) {
        if (runningSinceAt != null && breachedAt == null) {
            dueAt = whenUsed(targetMicros, terms);
            warnAt = whenUsed(targetMicros * terms.policy().warnAtPercent() / 100, terms);
        }
    }

    /** Rounds up to milliseconds, the unit of the engine's timers, so that no timer fires too early. */
    private Instant whenUsed(long micros, Terms terms) {
        var left = Duration.of(micros - consumedMicros, ChronoUnit.MICROS);
        var exact = terms.hours().after(Objects.requireNonNull(runningSinceAt), left);
        var cut = exact.truncatedTo(ChronoUnit.MILLIS);
        return cut.equals(exact) ? cut : cut.plusMillis(1);
    }

    boolean pause(Terms terms, Instant now) {
        if (runningSinceAt == null) {
            return false;
        }
        consumedMicros = micros(used(terms, now));
        runningSinceAt = null;
        return true;
    }

    boolean resume(Terms terms, Instant now) {
        if (runningSinceAt != null || stoppedAt != null) {
            return false;
        }
        metAt = null;
        runningSinceAt = now;
        aim(terms);
        return true;
    }

    boolean meet(Terms terms, Instant now) {
        if (metAt != null || stoppedAt != null) {
            return false;
        }
        pause(terms, now);
        metAt = now;
        return true;
    }

    /** Answers false at the deadline itself, because it is then too late for a warning. */
    boolean warn(Instant now) {
        var inTime = !now.isBefore(warnAt) && now.isBefore(dueAt);
        if (warnedAt != null || isOver() || !inTime) {
            return false;
        }
        warnedAt = now;
        return true;
    }

    /** Records the deadline as the time of the breach, whenever the breach is found. */
    boolean breach(Instant now) {
        if (!isLate(now)) {
            return false;
        }
        breachedAt = dueAt;
        return true;
    }

    /** Whether the deadline has passed and the breach is not recorded yet. */
    boolean isLate(Instant now) {
        return breachedAt == null && runningSinceAt != null && !isOver() && !now.isBefore(dueAt);
    }

    /** Stops the clock because the ticket was closed. A promise that was neither kept nor broken until then counts as neither. */
    boolean stop(Terms terms, Instant now) {
        if (isOver()) {
            return false;
        }
        pause(terms, now);
        stoppedAt = now;
        return true;
    }

    /**
     * Follows the terms of another priority or category. The deadline is computed from the ticket's creation, without the pauses. A deadline that moves closer,
     * as after a raise of priority, never lies in the past; a raise never makes it later; a breach stays a breach.
     *
     * @param former the terms that the clock followed until now
     * @param raised whether the ticket is more urgent than before
     * @param consumed the working time before the present run, counted as if the new hours had been valid from the beginning
     */
    boolean retarget(Terms former, Terms terms, boolean raised, Duration consumed, Instant now) {
        if (stoppedAt != null || (metAt != null && kind == ClockKind.RESPONSE)) {
            return false;
        }
        var formerLeft = runningSinceAt == null || breachedAt != null
                ? left(former, now)
                : terms.hours().between(now, dueAt);
        follow(terms);
        consumedMicros = micros(consumed);
        var used = used(terms, now);
        var left = breachedAt != null
                ? formerLeft
                : left(terms.target(kind).minus(used), formerLeft, raised, terms.target(ClockKind.RESPONSE));
        targetMicros = micros(used.plus(left));
        aim(terms);
        return true;
    }

    /**
     * Takes over the promise of a ticket that was merged into this one: the earlier deadline of both counts from now on, under the more urgent policy.
     *
     * @param own the terms that this clock followed until now
     * @param consumedBy answers the working time before the present run, counted by other hours
     * @return the terms that this clock follows from now on; empty if its own promise is the tighter one
     */
    Optional<Terms> takeOver(
            Terms own, SlaClock other, Terms others, Function<WorkingHours, Duration> consumedBy, Instant now) {
        var isOtherFirst = breachedAt == null && other.end(others, now).isBefore(end(own, now));
        var urgency = own.policy().priority().compareTo(others.policy().priority());
        if (!isOtherFirst && urgency <= 0) {
            return Optional.empty();
        }
        var first = isOtherFirst ? other : this;
        var firstTerms = isOtherFirst ? others : own;
        var end = first.end(firstTerms, now);
        var left = first.left(firstTerms, now);
        var terms = firstTerms;
        if (urgency != 0 && (urgency > 0) != isOtherFirst) {
            var urgent = isOtherFirst ? own : others;
            var leftThere = urgent.hours().between(now, end);
            // If the more urgent policy has no working time before this deadline, a clock with its hours could not be
            // met.
            if (!end.isAfter(now) || leftThere.compareTo(Duration.ZERO) > 0) {
                terms = urgent;
                left = leftThere;
            }
        }
        var consumed = own.hours().sameAs(terms.hours()) ? consumed() : consumedBy.apply(terms.hours());
        follow(terms);
        consumedMicros = micros(consumed);
        // A late promise may be older than this clock.
        targetMicros = Math.max(1, micros(used(terms, now).plus(left)));
        aim(terms);
        if (breachedAt == null && dueAt.isAfter(end)) {
            dueAt = end;
            warnAt = warnAt.isAfter(end) ? end : warnAt;
        }
        return Optional.of(terms);
    }

    /** When the promise ends if the clock runs from now on without a pause. */
    private Instant end(Terms terms, Instant now) {
        return runningSinceAt != null || breachedAt != null
                ? dueAt
                : terms.hours().after(now, left(terms, now));
    }

    /** @param fair the working time that remains at least when the deadline moves closer */
    private static Duration left(Duration fresh, Duration formerLeft, boolean raised, Duration fair) {
        var fairest = fresh.compareTo(fair) > 0 ? fresh : fair;
        if (formerLeft.isZero() || formerLeft.isNegative()) {
            // The new calendar has no working time before the former deadline, so a clock that kept that deadline could
            // not be met.
            return fairest;
        }
        if (fresh.compareTo(formerLeft) >= 0) {
            return raised ? formerLeft : fresh;
        }
        return formerLeft.compareTo(fairest) < 0 ? formerLeft : fairest;
    }

    /** Working time used up before the present run. */
    Duration consumed() {
        return Duration.of(consumedMicros, ChronoUnit.MICROS);
    }

    /** Working time used up until now. */
    Duration used(Terms terms, Instant now) {
        return runningSinceAt == null
                ? consumed()
                : consumed().plus(terms.hours().between(runningSinceAt, now));
    }

    /** Working time left; negative when late. */
    Duration left(Terms terms, Instant now) {
        return Duration.of(targetMicros, ChronoUnit.MICROS).minus(used(terms, now));
    }

    /** When the clock will have run this long after its deadline, if nothing stops it. */
    Instant lateBy(Duration lateness, Terms terms) {
        return whenUsed(targetMicros + micros(lateness), terms);
    }

    boolean isRunning() {
        return runningSinceAt != null;
    }

    boolean isOver() {
        return metAt != null || stoppedAt != null;
    }

    Deadline deadline(Terms terms, Instant now) {
        return new Deadline(
                state(terms, now),
                dueAt,
                metAt,
                breachedAt,
                isOver() ? null : left(terms, now).toSeconds());
    }

    ClockState state(Terms terms, Instant now) {
        if (breachedAt != null) {
            return ClockState.BREACHED;
        }
        if (metAt != null) {
            return ClockState.MET;
        }
        if (stoppedAt != null) {
            return ClockState.STOPPED;
        }
        if (runningSinceAt == null) {
            return ClockState.PAUSED;
        }
        return terms.hours().isOpen(now) ? ClockState.RUNNING : ClockState.OUT_OF_HOURS;
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    UUID ticketId() {
        return ticketId;
    }

    ClockKind kind() {
        return kind;
    }

    SlaPolicy.Key policy() {
        return new SlaPolicy.Key(policyId, policyVersion);
    }

    BusinessCalendar.@Nullable Key calendar() {
        return calendarId == null
                ? null
                : new BusinessCalendar.Key(calendarId, Objects.requireNonNull(calendarVersion));
    }

    /** The whole budget of working time. */
    Duration target() {
        return Duration.of(targetMicros, ChronoUnit.MICROS);
    }

    Instant startedAt() {
        return startedAt;
    }

    Instant dueAt() {
        return dueAt;
    }

    Instant warnAt() {
        return warnAt;
    }

    boolean isWarned() {
        return warnedAt != null;
    }

    boolean isBreached() {
        return breachedAt != null;
    }

    boolean isMet() {
        return metAt != null;
    }
}
