package io.ticketflow.process.check;

import io.ticketflow.escalation.Escalations;
import io.ticketflow.process.model.LifecycleModels;
import io.ticketflow.process.timers.ClockTimers;
import io.ticketflow.process.timers.Rungs;
import io.ticketflow.process.timers.SlaTimers;
import io.ticketflow.sla.ClockKind;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.ticket.Ticket;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.stereotype.Component;

/** Compares the waiting timers of a ticket with what its clocks demand. */
@Component
class TimerFaults {

    /**
     * The tolerance for timers that are about to fire. If a clock demands a call at once, its timer is set a second ahead, and a timer that fires without
     * anything to do sets the next date.
     */
    private static final Duration AT_ONCE = Duration.ofSeconds(2);

    private final LifecycleModels models;
    private final ClockTimers timers;
    private final ServiceLevels levels;
    private final Rungs rungs;
    private final Escalations escalations;
    private final Clock clock;

    TimerFaults(
            LifecycleModels models,
            ClockTimers timers,
            ServiceLevels levels,
            Rungs rungs,
            Escalations escalations,
            Clock clock) {
        this.models = models;
        this.timers = timers;
        this.levels = levels;
        this.rungs = rungs;
        this.escalations = escalations;
        this.clock = clock;
    }

    /** Describes the faults in the timers of a ticket that is in a state. */
    List<String> of(Ticket ticket, List<Job> armed) {
        var faults = new ArrayList<String>();
        var stage = Objects.requireNonNull(ticket.stage(), "the ticket stands at a state");
        var expected =
                models.of(Objects.requireNonNull(ticket.processDefinitionId())).questionsAt(stage.id());
        var found = new HashSet<String>();
        for (var job : armed) {
            var question = timers.questionOf(job);
            if (question != null) {
                if (!found.add(question)) {
                    faults.add("two timers for " + question);
                }
                compare(ticket, job, question, faults);
            }
        }
        for (var question : expected) {
            if (!found.contains(question) && isDemanded(ticket, question)) {
                faults.add("no timer for " + question);
            }
        }
        var shouldRun =
                expected.contains(ClockTimers.RESOLUTION_RUNGS) && !levels.isOver(ticket.id(), ClockKind.RESOLUTION);
        if (levels.isRunning(ticket.id(), ClockKind.RESOLUTION) != shouldRun) {
            faults.add(shouldRun ? "the resolution clock stands still" : "the resolution clock runs");
        }
        return faults;
    }

    private void compare(Ticket ticket, Job job, String question, List<String> faults) {
        var rings = job.getDuedate().toInstant();
        var isAboutToRing = !rings.isAfter(clock.instant().plus(AT_ONCE));
        var demanded = answer(ticket, question).orElse(rings);
        if (!rings.equals(demanded) && !isAboutToRing && !asksAgain(ticket, question, rings, demanded)) {
            faults.add("%s rings at %s instead of %s".formatted(question, rings, demanded));
        }
    }

    /**
     * Each act of staff postpones the instant at which the ticket counts as left alone. A timer that fires earlier finds this out and sets a new date, so it is
     * no fault.
     */
    private boolean asksAgain(Ticket ticket, String question, Instant rings, Instant demanded) {
        return question.equals(ClockTimers.RESOLUTION_RUNGS)
                && rings.isBefore(demanded)
                && rungs.idleUntil(ticket.id()).isPresent();
    }

    /** The present answer of the clocks to this question; empty when they have none, because an operator moved the ticket and no level was called. */
    private Optional<Instant> answer(Ticket ticket, String question) {
        return switch (question) {
            case "responseWarning" -> Optional.of(levels.warningAt(ticket.id(), ClockKind.RESPONSE));
            case "responseDue" -> Optional.of(levels.responseDueAt(ticket.id()));
            case "resolutionWarning" -> Optional.of(levels.warningAt(ticket.id(), ClockKind.RESOLUTION));
            case ClockTimers.RESOLUTION_RUNGS ->
                Optional.of(SlaTimers.toTheUnit(ChronoUnit.SECONDS, rungs.next(ticket.id())));
            case ClockTimers.ACKNOWLEDGE_BY ->
                escalations
                        .open(ticket.id())
                        .map(open -> open.acknowledgeBy())
                        .map(by -> SlaTimers.toTheUnit(ChronoUnit.MILLIS, by));
            default -> throw new IllegalStateException("The clocks know nothing of " + question);
        };
    }

    /** False for a warning or a first breach that has happened: their timers fire once and are then gone. */
    private boolean isDemanded(Ticket ticket, String question) {
        return switch (question) {
            case "responseWarning" -> levels.isToBeWarned(ticket.id(), ClockKind.RESPONSE);
            case "resolutionWarning" -> levels.isToBeWarned(ticket.id(), ClockKind.RESOLUTION);
            case "responseDue" -> levels.responseDueAt(ticket.id()).isBefore(ServiceLevels.NEVER);
            default -> true;
        };
    }
}
