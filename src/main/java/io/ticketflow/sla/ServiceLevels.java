package io.ticketflow.sla;

import io.ticketflow.platform.Actor;
import io.ticketflow.ticket.Action;
import io.ticketflow.ticket.Deadlines;
import io.ticketflow.ticket.HistoryEntry.Fact;
import io.ticketflow.ticket.TicketEvent;
import io.ticketflow.ticket.TicketProjection;
import io.ticketflow.ticket.TicketStatus;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * The promises: starts, stops and judges the clocks of tickets. Timers in the model ask here when to ring; whether a ring means anything is decided here
 * when it rings, so that a timer that lost a race does nothing.
 */
@Component
@Transactional
public class ServiceLevels implements Deadlines {

    /** "Not before all of us are gone": a timer cannot be told never. */
    public static final Instant NEVER = Instant.parse("2100-01-01T00:00:00Z");

    private final Clocks clocks;
    private final TicketProjection tickets;
    private final ApplicationEventPublisher events;
    private final Clock clock;

    ServiceLevels(Clocks clocks, TicketProjection tickets, ApplicationEventPublisher events, Clock clock) {
        this.clocks = clocks;
        this.tickets = tickets;
        this.events = events;
        this.clock = clock;
    }

    @EventListener
    void on(TicketEvent.Opened opened) {
        var policy = clocks.policyFor(opened.priority(), opened.category());
        for (var kind : ClockKind.values()) {
            var started = clocks.add(new SlaClock(opened.ticketId(), kind, policy, opened.at()));
            clocks.log(started, ClockEvent.Type.STARTED, opened.at());
        }
    }

    @EventListener
    void on(TicketEvent.Responded responded) {
        var response = clockOf(responded.ticketId(), ClockKind.RESPONSE);
        if (response.meet(responded.at())) {
            clocks.log(response, ClockEvent.Type.MET, responded.at());
        }
    }

    @EventListener
    void on(TicketEvent.Moved moved) {
        if (moved.to() == TicketStatus.CLOSED) {
            clocks.of(moved.ticketId()).values().forEach(each -> {
                if (each.stop(moved.at())) {
                    clocks.log(each, ClockEvent.Type.STOPPED, moved.at());
                }
            });
        } else if (moved.to() == TicketStatus.RESOLVED) {
            var resolution = clockOf(moved.ticketId(), ClockKind.RESOLUTION);
            if (resolution.meet(moved.at())) {
                clocks.log(resolution, ClockEvent.Type.MET, moved.at());
            }
        } else if (moved.to() == TicketStatus.PENDING_INFO) {
            var resolution = clockOf(moved.ticketId(), ClockKind.RESOLUTION);
            if (resolution.pause(moved.at())) {
                clocks.log(resolution, ClockEvent.Type.PAUSED, moved.at());
            }
        }
    }

    @EventListener
    void on(TicketEvent.Reclassified changed) {
        var policy = clocks.policyFor(changed.to(), changed.category());
        var raised = changed.to().compareTo(changed.from()) < 0;
        clocks.of(changed.ticketId()).values().forEach(each -> {
            if (each.retarget(policy, raised, changed.at())) {
                clocks.log(each, ClockEvent.Type.RETARGETED, changed.at());
            }
        });
    }

    /**
     * The ticket has come to where its resolution clock runs: a paused one goes on. Timers of a scope are asked for their dates before any listener of the
     * scope hears of it, so it is they who say so.
     */
    public void resume(UUID ticketId) {
        var resolution = clockOf(ticketId, ClockKind.RESOLUTION);
        var now = clock.instant();
        if (resolution.resume(now, () -> clocks.policy(resolution).warnAtPercent())) {
            clocks.log(resolution, ClockEvent.Type.RESUMED, now);
        }
    }

    /** Met for good, or stopped. */
    @Transactional(readOnly = true)
    public boolean isOver(UUID ticketId, ClockKind kind) {
        return clockOf(ticketId, kind).isOver();
    }

    @Transactional(readOnly = true)
    public boolean isRunning(UUID ticketId, ClockKind kind) {
        return clockOf(ticketId, kind).isRunning();
    }

    /** When to warn that a promise is about to be broken; once warned, the deadline itself, where nothing is sent twice. */
    @Transactional(readOnly = true)
    public Instant warningAt(UUID ticketId, ClockKind kind) {
        var asked = clockOf(ticketId, kind);
        if (asked.isOver() || asked.isBreached()) {
            return NEVER;
        }
        return asked.isWarned() ? asked.dueAt() : asked.warnAt();
    }

    /** Whether a warning is still to come. */
    @Transactional(readOnly = true)
    public boolean isToBeWarned(UUID ticketId, ClockKind kind) {
        var asked = clockOf(ticketId, kind);
        return !asked.isOver()
                && !asked.isBreached()
                && !asked.isWarned()
                && clock.instant().isBefore(asked.dueAt());
    }

    /** When the first response is late; never, once it was given or is known to be late. */
    @Transactional(readOnly = true)
    public Instant responseDueAt(UUID ticketId) {
        var response = clockOf(ticketId, ClockKind.RESPONSE);
        return response.isOver() || response.isBreached() ? NEVER : response.dueAt();
    }

    /**
     * The next instant, strictly after now, at which a late solution calls somebody: the deadline, then each {@link #escalateAfter} behind it.
     */
    @Transactional(readOnly = true)
    public Instant nextRungAt(UUID ticketId) {
        var resolution = clockOf(ticketId, ClockKind.RESOLUTION);
        if (resolution.isOver()) {
            return NEVER;
        }
        var now = clock.instant();
        var due = resolution.dueAt();
        if (due.isAfter(now)) {
            return due;
        }
        if (!resolution.isBreached()) {
            return now.plusSeconds(1);
        }
        var interval = clocks.policy(resolution).escalateAfter();
        var passed = Duration.between(due, now).dividedBy(interval);
        return due.plus(interval.multipliedBy(passed + 1));
    }

    /** Warns, if there is still something to warn of. The ticket is locked first, as by everybody who changes one. */
    public void warn(UUID ticketId, ClockKind kind) {
        tickets.locked(ticketId);
        var now = clock.instant();
        var late = clockOf(ticketId, kind);
        if (late.warn(now)) {
            clocks.log(late, ClockEvent.Type.WARNED, now);
            tickets.record(
                    ticketId, Fact.changed(Action.SLA_WARNED, "sla", null, kind).internally(), Actor.SYSTEM);
            events.publishEvent(new SlaEvent.Warned(ticketId, kind, late.dueAt()));
        }
    }

    /** Writes down a broken promise, once. Answers whether it was news. */
    public boolean breach(UUID ticketId, ClockKind kind) {
        tickets.locked(ticketId);
        var now = clock.instant();
        var late = clockOf(ticketId, kind);
        if (!late.breach(now)) {
            return false;
        }
        clocks.log(late, ClockEvent.Type.BREACHED, now);
        tickets.record(
                ticketId, Fact.changed(Action.SLA_BREACHED, "sla", null, kind).internally(), Actor.SYSTEM);
        events.publishEvent(new SlaEvent.Breached(ticketId, kind, late.dueAt()));
        return true;
    }

    /** How long a level has to acknowledge an escalation of this ticket before the next one is called. */
    @Transactional(propagation = Propagation.SUPPORTS)
    public Duration escalateAfter(UUID ticketId) {
        return clocks.policy(clockOf(ticketId, ClockKind.RESOLUTION)).escalateAfter();
    }

    /** The next deadline that is still open; {@link #NEVER} when none is. */
    public Instant nextDeadline(UUID ticketId) {
        return clocks.of(ticketId).values().stream()
                .filter(each -> !each.isOver() && !each.isBreached())
                .map(SlaClock::dueAt)
                .min(Instant::compareTo)
                .orElse(NEVER);
    }

    /** Reads the clocks of many tickets at once, for a transaction that is going to ask about each of them. */
    @Transactional(propagation = Propagation.MANDATORY)
    public void readAhead(Collection<UUID> ticketIds) {
        clocks.of(ticketIds);
    }

    @Override
    @Transactional(readOnly = true)
    public Map<UUID, TicketDeadlines> of(Collection<UUID> ticketIds) {
        var now = clock.instant();
        var byKind = new HashMap<UUID, Map<ClockKind, Deadline>>();
        for (var each : clocks.of(ticketIds)) {
            byKind.computeIfAbsent(each.ticketId(), id -> new HashMap<>()).put(each.kind(), each.deadline(now));
        }
        var deadlines = new HashMap<UUID, TicketDeadlines>();
        byKind.forEach((id, kinds) -> deadlines.put(
                id,
                new TicketDeadlines(
                        Objects.requireNonNull(kinds.get(ClockKind.RESPONSE)),
                        Objects.requireNonNull(kinds.get(ClockKind.RESOLUTION)))));
        return deadlines;
    }

    private SlaClock clockOf(UUID ticketId, ClockKind kind) {
        return Objects.requireNonNull(clocks.of(ticketId).get(kind), "every ticket has both clocks");
    }
}
