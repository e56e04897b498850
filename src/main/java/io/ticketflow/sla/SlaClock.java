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
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One promise to one requester: a budget of working time, how much of it is used up, and since when it runs. When it is due follows from these. Whoever
 * calls it gives the terms that it follows; all times are told, so that it can be tried without waiting.
 */
@Entity
@SuppressWarnings("UnusedVariable") // some columns are written for people and reports
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

    /** What was missed stays missed: the deadline of a broken promise does not move any more. */
    private void aim(Terms terms) {
        if (runningSinceAt != null && breachedAt == null) {
            dueAt = whenUsed(targetMicros, terms);
            warnAt = whenUsed(targetMicros * terms.policy().warnAtPercent() / 100, terms);
        }
    }

    /** Timers know milliseconds only: rounding up keeps them from ringing before their time. */
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

    /** At the deadline itself it is too late for a warning. */
    boolean warn(Instant now) {
        var inTime = !now.isBefore(warnAt) && now.isBefore(dueAt);
        if (warnedAt != null || isOver() || !inTime) {
            return false;
        }
        warnedAt = now;
        return true;
    }

    /** The promise is broken from its deadline on, whenever somebody notices. */
    boolean breach(Instant now) {
        if (!isLate(now)) {
            return false;
        }
        breachedAt = dueAt;
        return true;
    }

    /** Late, and nobody has written it down yet. */
    boolean isLate(Instant now) {
        return breachedAt == null && runningSinceAt != null && !isOver() && !now.isBefore(dueAt);
    }

    /** The ticket was closed: a promise that was neither kept nor broken counts no more. */
    boolean stop(Terms terms, Instant now) {
        if (isOver()) {
            return false;
        }
        pause(terms, now);
        stoppedAt = now;
        return true;
    }

    /**
     * Another priority or category. Recomputed from creation less the pauses taken; a promise that becomes tighter, as by a raise of priority, never lands in
     * the past, and a raise never later than before. What is broken stays broken.
     *
     * @param former what it followed until now
     * @param raised more urgent than before
     * @param consumed what would have been used up before the present run, had the new hours held from the beginning
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

    /** @param fair what a promise that becomes tighter leaves at least */
    private static Duration left(Duration fresh, Duration formerLeft, boolean raised, Duration fair) {
        var fairest = fresh.compareTo(fair) > 0 ? fresh : fair;
        if (formerLeft.isZero() || formerLeft.isNegative()) {
            // Nobody works by the new calendar until the former deadline: to keep that one would be to miss it.
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

    /** When the clock will have run for so long beyond its deadline, if nothing stops it. */
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

    /** What may be used up. */
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
