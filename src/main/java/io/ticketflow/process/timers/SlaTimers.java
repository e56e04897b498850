package io.ticketflow.process.timers;

import io.ticketflow.escalation.Escalations;
import io.ticketflow.process.instances.TicketInstances;
import io.ticketflow.sla.ClockKind;
import io.ticketflow.sla.ServiceLevels;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/**
 * Computes the dates of a ticket's timers; models call it as {@code ${sla.…(execution)}}. The engine creates a timer whenever its scope is entered and asks for
 * its date before it calls any listener of the scope, so each answer comes from the ledger. No answer may be null, because the move would fail. The methods'
 * names can never change.
 */
@Component("sla")
@Transactional
public class SlaTimers {

    private final TicketInstances instances;
    private final ServiceLevels levels;
    private final Rungs rungs;
    private final Escalations escalations;
    private final Clock clock;

    SlaTimers(TicketInstances instances, ServiceLevels levels, Rungs rungs, Escalations escalations, Clock clock) {
        this.instances = instances;
        this.levels = levels;
        this.rungs = rungs;
        this.escalations = escalations;
        this.clock = clock;
    }

    public Date responseWarning(DelegateExecution execution) {
        return Date.from(levels.warningAt(ticketOf(execution), ClockKind.RESPONSE));
    }

    public Date responseDue(DelegateExecution execution) {
        return Date.from(levels.responseDueAt(ticketOf(execution)));
    }

    public Date resolutionWarning(DelegateExecution execution) {
        return Date.from(levels.warningAt(resumed(execution), ClockKind.RESOLUTION));
    }

    /**
     * A cycle that starts at the next rung. The engine asks again at each firing (reevaluateTimeCycleWhenDue) and uses the start of the answer, so the period
     * in it has no effect.
     */
    public String resolutionRungs(DelegateExecution execution) {
        return "R/%s/PT15M".formatted(toTheUnit(ChronoUnit.SECONDS, rungs.next(resumed(execution))));
    }

    /** Rounds up, because the engine's dates have milliseconds and the start of a cycle has seconds, and no timer may fire too early. */
    public static Instant toTheUnit(ChronoUnit unit, Instant exact) {
        var cut = exact.truncatedTo(unit);
        return cut.equals(exact) ? cut : cut.plus(1, unit);
    }

    private UUID resumed(DelegateExecution execution) {
        var ticketId = ticketOf(execution);
        levels.resume(ticketId);
        return ticketId;
    }

    /** By when the called level has to acknowledge. */
    public Date acknowledgeBy(DelegateExecution execution) {
        var ticket = ticketOf(execution);
        var by = escalations.open(ticket).map(open -> open.acknowledgeBy()).orElseGet(() -> inOneInterval(ticket));
        return Date.from(toTheUnit(ChronoUnit.MILLIS, by));
    }

    private Instant inOneInterval(UUID ticket) {
        return levels.after(ticket, clock.instant(), levels.escalateAfter(ticket));
    }

    private UUID ticketOf(DelegateExecution execution) {
        return instances.ticketOf(execution);
    }
}
