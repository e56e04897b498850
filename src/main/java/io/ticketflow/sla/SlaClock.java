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
import java.util.UUID;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/** One promise to one requester: a budget of time, how much of it is used up, and since when it runs. When it is due follows from these. */
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

    SlaClock(UUID ticketId, ClockKind kind, SlaPolicy policy, Instant start) {
        this.ticketId = ticketId;
        this.kind = kind;
        this.startedAt = start;
        this.runningSinceAt = start;
        this.dueAt = start;
        this.warnAt = start;
        follow(policy, policy.target(kind));
    }

    /** Takes on a policy's promise with a budget of its own. */
    private void follow(SlaPolicy policy, Duration budget) {
        policyId = policy.key().id();
        policyVersion = policy.key().version();
        targetMicros = micros(budget);
        if (runningSinceAt != null) {
            aim(runningSinceAt, policy.warnAtPercent());
        }
    }

    private void aim(Instant since, int warnAtPercent) {
        dueAt = instantWhenConsumed(since, targetMicros);
        warnAt = instantWhenConsumed(since, targetMicros * warnAtPercent / 100);
    }

    /** Timers know milliseconds only: rounding up keeps them from ringing before their time. */
    private Instant instantWhenConsumed(Instant since, long budgetMicros) {
        var exact = since.plus(budgetMicros - consumedMicros, ChronoUnit.MICROS);
        var cut = exact.truncatedTo(ChronoUnit.MILLIS);
        return cut.equals(exact) ? cut : cut.plusMillis(1);
    }

    boolean pause(Instant now) {
        if (runningSinceAt == null) {
            return false;
        }
        consumedMicros += micros(Duration.between(runningSinceAt, now));
        runningSinceAt = null;
        return true;
    }

    boolean resume(Instant now, IntSupplier warnAtPercent) {
        if (runningSinceAt != null || stoppedAt != null) {
            return false;
        }
        metAt = null;
        runningSinceAt = now;
        aim(now, warnAtPercent.getAsInt());
        return true;
    }

    boolean meet(Instant now) {
        if (metAt != null || stoppedAt != null) {
            return false;
        }
        pause(now);
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

    boolean breach(Instant now) {
        if (breachedAt != null || isOver() || runningSinceAt == null || now.isBefore(dueAt)) {
            return false;
        }
        breachedAt = now;
        return true;
    }

    /** The ticket was closed: a promise neither kept nor broken counts no more. */
    boolean stop(Instant now) {
        if (metAt != null || breachedAt != null || stoppedAt != null) {
            return false;
        }
        pause(now);
        stoppedAt = now;
        return true;
    }

    /**
     * Another priority or category. Recomputed from creation less the pauses taken; a raise never lands in the past and never later than before.
     *
     * @param raised more urgent than before
     */
    boolean retarget(SlaPolicy policy, boolean raised, Instant now) {
        if (isOver() || breachedAt != null) {
            return false;
        }
        var formerDue = dueAt;
        follow(policy, policy.target(kind));
        if (raised && runningSinceAt != null) {
            var grace = now.plus(policy.target(ClockKind.RESPONSE));
            var fair = dueAt.isAfter(grace) ? dueAt : grace;
            var due = fair.isBefore(formerDue) ? fair : formerDue;
            follow(policy, Duration.between(runningSinceAt, due).plus(consumedMicros, ChronoUnit.MICROS));
        }
        return true;
    }

    boolean isRunning() {
        return runningSinceAt != null;
    }

    boolean isOver() {
        return metAt != null || stoppedAt != null;
    }

    Deadline deadline(Instant now) {
        var state = state();
        var ended = state == ClockState.MET || state == ClockState.STOPPED || metAt != null;
        return new Deadline(
                state, dueAt, metAt, breachedAt, ended ? null : remaining(now).toSeconds());
    }

    private ClockState state() {
        if (breachedAt != null) {
            return ClockState.BREACHED;
        }
        if (metAt != null) {
            return ClockState.MET;
        }
        if (stoppedAt != null) {
            return ClockState.STOPPED;
        }
        return runningSinceAt == null ? ClockState.PAUSED : ClockState.RUNNING;
    }

    private Duration remaining(Instant now) {
        return runningSinceAt == null
                ? Duration.of(targetMicros - consumedMicros, ChronoUnit.MICROS)
                : Duration.between(now, dueAt);
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
}
