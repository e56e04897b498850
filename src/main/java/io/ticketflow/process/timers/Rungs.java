package io.ticketflow.process.timers;

import io.ticketflow.escalation.Escalation;
import io.ticketflow.escalation.Escalations;
import io.ticketflow.escalation.Trigger;
import io.ticketflow.sla.ClockKind;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.ticket.ServiceDesk;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** When a late ticket calls somebody: the instants follow from the clock, the patience from who was called and who took it on. */
@Component
public class Rungs {

    private static final Duration DAILY = Duration.ofDays(1);

    private final ServiceLevels levels;
    private final Escalations escalations;
    private final ServiceDesk desk;
    private final Clock clock;

    Rungs(ServiceLevels levels, Escalations escalations, ServiceDesk desk, Clock clock) {
        this.levels = levels;
        this.escalations = escalations;
        this.desk = desk;
        this.clock = clock;
    }

    /** The next instant, strictly after now, at which a late solution looks for somebody. Once somebody has it, that is when it has been left alone for too long. */
    public Instant next(UUID ticketId) {
        return idleUntil(ticketId)
                .filter(instant -> instant.isAfter(clock.instant()))
                .orElseGet(() -> levels.nextRungAt(ticketId));
    }

    /** Until when somebody who has taken a late ticket on may leave it alone; empty while nobody has, or it is not late. */
    public Optional<Instant> idleUntil(UUID ticketId) {
        var isTaken = levels.isBreached(ticketId, ClockKind.RESOLUTION)
                && escalations
                        .open(ticketId)
                        .filter(open -> open.acknowledgedAt() != null)
                        .isPresent();
        return isTaken ? quietUntil(ticketId) : Optional.empty();
    }

    /** Whether a late solution calls somebody now. */
    public boolean isDue(UUID ticketId) {
        return quietUntil(ticketId).filter(clock.instant()::isBefore).isEmpty();
    }

    private Optional<Instant> quietUntil(UUID ticketId) {
        return desk.find(ticketId)
                .flatMap(ticket -> escalations.quietUntil(ticket, since -> patience(ticketId, since)));
    }

    /**
     * Until when the level that is called now has time to acknowledge. Counted from when it was to be called, so that hours without the application are not
     * given away; the top of the path, which is told again and again, has its time from now on.
     */
    public Instant acknowledgeBy(UUID ticketId, Trigger trigger) {
        var by = patience(ticketId, scheduled(ticketId, trigger));
        if (escalations.callsTheTop(ticketId)) {
            while (!by.isAfter(clock.instant())) {
                by = patience(ticketId, by);
            }
        }
        return by;
    }

    private Instant patience(UUID ticketId, Instant since) {
        return escalations.isToldOften(ticketId)
                ? since.plus(DAILY)
                : levels.after(ticketId, since, levels.escalateAfter(ticketId));
    }

    private Instant lateSince(UUID ticketId, Instant now) {
        var due = levels.dueAt(ticketId, ClockKind.RESOLUTION);
        return idleUntil(ticketId)
                .filter(idle -> !idle.isAfter(now))
                .map(idle -> idle.isAfter(due) ? idle : due)
                .orElseGet(() -> levels.lastRungAt(ticketId));
    }

    private Instant scheduled(UUID ticketId, Trigger trigger) {
        var now = clock.instant();
        var scheduled =
                switch (trigger) {
                    case RESPONSE_BREACH -> levels.dueAt(ticketId, ClockKind.RESPONSE);
                    case RESOLUTION_BREACH -> lateSince(ticketId, now);
                    case ACK_TIMEOUT ->
                        escalations
                                .open(ticketId)
                                .map(Escalation::acknowledgeBy)
                                .orElse(now);
                    case MANUAL, REOPENED_TWICE, CRITICAL_PRIORITY -> now;
                };
        return scheduled.isAfter(now) ? now : scheduled;
    }
}
