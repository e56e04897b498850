package io.ticketflow.process.tables;

import static io.ticketflow.process.model.TicketLifecycle.ESCALATION_DUE;
import static io.ticketflow.process.model.TicketLifecycle.ESCALATION_REASON;
import static io.ticketflow.process.model.TicketLifecycle.ESCALATION_TABLE;
import static io.ticketflow.process.model.TicketLifecycle.ESCALATION_TRIGGER;

import io.ticketflow.decision.Decision.Candidate;
import io.ticketflow.decision.Decision.Kind;
import io.ticketflow.decision.Decision.Outcome;
import io.ticketflow.decision.Decision.Verdict;
import io.ticketflow.decision.Decisions;
import io.ticketflow.escalation.Call;
import io.ticketflow.escalation.Escalation;
import io.ticketflow.escalation.Escalations;
import io.ticketflow.escalation.Trigger;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.process.instances.TicketInstances;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.timers.ClockTimers;
import io.ticketflow.process.timers.Rungs;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Projection;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * Calls the next level according to the table's verdict, or the next level of the path if the table is broken. No method here may fail for a reason that lasts.
 */
@Component
public class Calls {

    private static final List<String> UNDECIDED = List.of("IN_APP", "EMAIL");
    private static final List<String> UNDECIDED_BUT_CRITICAL = List.of("IN_APP", "EMAIL", "SMS");

    private final TicketInstances instances;
    private final Projection tickets;
    private final TableVerdicts verdicts;
    private final Decisions decisions;
    private final Escalations escalations;
    private final Rungs rungs;
    private final ClockTimers timers;
    private final Directory directory;
    private final ObjectProvider<RuntimeService> runtime;

    Calls(
            TicketInstances instances,
            Projection tickets,
            TableVerdicts verdicts,
            Decisions decisions,
            Escalations escalations,
            Rungs rungs,
            ClockTimers timers,
            Directory directory,
            ObjectProvider<RuntimeService> runtime) {
        this.instances = instances;
        this.tickets = tickets;
        this.verdicts = verdicts;
        this.decisions = decisions;
        this.escalations = escalations;
        this.rungs = rungs;
        this.timers = timers;
        this.directory = directory;
        this.runtime = runtime;
    }

    /** Calls the next level. Answers whether the ticket itself is handed over. */
    public boolean raise(DelegateExecution execution) {
        var ticketId = instances.ticketOf(execution);
        var trigger = Trigger.valueOf((String) execution.getVariable(ESCALATION_TRIGGER));
        var answer = verdicts.take(execution);
        var failure = answer.failure();
        var decisionId = answer.decisionId()
                .orElseGet(() -> decisions.decided(ticketId, Kind.ESCALATION, Verdict.none(ESCALATION_TABLE)));
        var call = call(ticketId, trigger, decisions.verdict(decisionId), text(execution, ESCALATION_REASON));
        var raised = escalations.raise(call);
        if (failure.isPresent()) {
            decisions.conclude(decisionId, Outcome.ROUTING_FAILED, List.of(), null, failure.get());
            runtime.getObject()
                    .createIncident(TicketLifecycle.ROUTING_FAILED, execution.getId(), ESCALATION_TABLE, failure.get());
        } else {
            decisions.conclude(decisionId, Outcome.DECIDED, candidates(raised), raised.targetId(), null);
        }
        execution.removeVariable(ESCALATION_TRIGGER);
        execution.removeVariable(ESCALATION_REASON);
        execution.removeVariable(ESCALATION_DUE);
        rearm(execution.getProcessInstanceId(), trigger, call.handOver());
        return call.handOver();
    }

    /**
     * Lets other timers of the ticket follow the new call: the timer for the acknowledgement and, unless it has caused this call, the timer of a late solution.
     */
    private void rearm(String instanceId, Trigger trigger, boolean handOver) {
        if (!handOver) {
            timers.rearm(instanceId, ClockTimers.ACKNOWLEDGE_BY);
        }
        if (trigger != Trigger.RESOLUTION_BREACH) {
            timers.rearm(instanceId, ClockTimers.RESOLUTION_RUNGS);
        }
    }

    private Call call(UUID ticketId, Trigger trigger, Verdict verdict, @Nullable String reason) {
        var role = Arrays.stream(Role.values())
                .filter(each -> each.name().equals(verdict.text("targetRole")))
                .findFirst()
                .orElse(null);
        // Without an answer of the table a late solution is only announced, and every other ticket is handed over, as
        // in the shipped table.
        var handOver = verdict.outputs().get("handOver") instanceof Boolean decided
                ? decided
                : trigger != Trigger.RESOLUTION_BREACH;
        var channels = verdict.text("channels");
        return new Call(
                ticketId,
                trigger,
                role,
                handOver,
                channels == null
                        ? undecided(trigger)
                        : Arrays.stream(channels.split(",")).map(String::strip).toList(),
                reason,
                rungs.acknowledgeBy(ticketId, trigger),
                CurrentActor.get());
    }

    /** Sends the notice of a critical ticket once it is routed, and once only. If the table fails, the notice is sent all the same. */
    public void announceIfCritical(UUID ticketId) {
        var ticket = tickets.locked(ticketId);
        if (ticket.priority() != Priority.P1 || escalations.isAnnounced(ticketId)) {
            return;
        }
        var decisionId = verdicts.ask(ticket, ESCALATION_TABLE, Trigger.CRITICAL_PRIORITY.name());
        var notice = escalations.announceCritical(
                call(ticketId, Trigger.CRITICAL_PRIORITY, decisions.verdict(decisionId), null));
        if (decisions.reason(decisionId) == null) {
            decisions.conclude(decisionId, Outcome.DECIDED, candidates(notice), notice.targetId(), null);
        }
    }

    private static List<String> undecided(Trigger trigger) {
        return trigger == Trigger.CRITICAL_PRIORITY ? UNDECIDED_BUT_CRITICAL : UNDECIDED;
    }

    private List<Candidate> candidates(Escalation raised) {
        if (raised.targetId() == null) {
            return List.of();
        }
        var target = directory.person(raised.targetId());
        return List.of(new Candidate(target.id(), target.fullName(), true, 0, "next level: " + raised.toRole()));
    }

    private static @Nullable String text(DelegateExecution execution, String name) {
        var value = execution.getVariable(name);
        return value == null ? null : value.toString();
    }

    /** Whether the ticket was handed over by an escalation that is not acknowledged yet. */
    public boolean isHandedOver(UUID ticketId) {
        return escalations
                .open(ticketId)
                .filter(open -> open.handedOver() && open.acknowledgedBy() == null)
                .isPresent();
    }
}
