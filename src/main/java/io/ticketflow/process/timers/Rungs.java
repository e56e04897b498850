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

/** Computes when a late ticket calls the next level. The instants follow from the clock, and from who was called and who has acknowledged. */
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

    /**
     * The next instant, strictly after now, at which a late solution causes a call. After an acknowledgement it is the instant at which staff have left the
     * ticket alone for too long.
     */
    public Instant next(UUID ticketId) {
        return idleUntil(ticketId)
                .filter(instant -> instant.isAfter(clock.instant()))
                .orElseGet(() -> levels.nextRungAt(ticketId));
    }

    /** Until when staff may leave a late ticket alone that a person has acknowledged; empty if the ticket is not late or not acknowledged. */
    public Optional<Instant> idleUntil(UUID ticketId) {
        var isTaken = levels.isBreached(ticketId, ClockKind.RESOLUTION)
                && escalations
                        .open(ticketId)
                        .filter(open -> open.acknowledgedAt() != null)
                        .isPresent();
        return isTaken ? quietUntil(ticketId) : Optional.empty();
    }

    /** Whether a late solution causes a call now. */
    public boolean isDue(UUID ticketId) {
        return quietUntil(ticketId).filter(clock.instant()::isBefore).isEmpty();
    }

    private Optional<Instant> quietUntil(UUID ticketId) {
        return desk.find(ticketId)
                .flatMap(ticket -> escalations.quietUntil(ticket, since -> patience(ticketId, since)));
    }

    /**
     * By when the level that is called now has to acknowledge. The time counts from when the call was due, so that hours without the application are not added.
     * If the top of the path is told again, the time is extended until it lies in the future.
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
