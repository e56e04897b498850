package io.ticketflow.process.tables;

import static io.ticketflow.process.model.TicketLifecycle.ASSIGNMENT_TABLE;
import static io.ticketflow.process.model.TicketLifecycle.TRANSITION;

import io.ticketflow.assignment.Dispatcher;
import io.ticketflow.decision.Decision.Outcome;
import io.ticketflow.decision.Decisions;
import io.ticketflow.process.instances.TicketInstances;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.ticket.Projection;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/** Assigns a ticket according to the table's verdict, or sends it to triage with the reason. A broken table never loses a ticket. */
@Component
public class Routing {

    private final TicketInstances instances;
    private final TableVerdicts verdicts;
    private final Dispatcher dispatcher;
    private final Decisions decisions;
    private final Projection tickets;
    private final Calls calls;
    private final ObjectProvider<RuntimeService> runtime;

    Routing(
            TicketInstances instances,
            TableVerdicts verdicts,
            Dispatcher dispatcher,
            Decisions decisions,
            Projection tickets,
            Calls calls,
            ObjectProvider<RuntimeService> runtime) {
        this.instances = instances;
        this.verdicts = verdicts;
        this.dispatcher = dispatcher;
        this.decisions = decisions;
        this.tickets = tickets;
        this.calls = calls;
        this.runtime = runtime;
    }

    public void assign(DelegateExecution execution) {
        var ticketId = instances.ticketOf(execution);
        var answer = verdicts.take(execution);
        var failure = answer.failure();
        Outcome outcome;
        if (failure.isPresent()) {
            dispatcher.routingFailed(ticketId, ASSIGNMENT_TABLE, failure.get());
            outcome = Outcome.ROUTING_FAILED;
        } else {
            outcome = dispatcher.dispatch(ticketId, answer.decisionId().orElseThrow());
        }
        if (outcome == Outcome.ROUTING_FAILED) {
            var reason = failure.orElseGet(() -> reasonOf(answer));
            runtime.getObject()
                    .createIncident(TicketLifecycle.ROUTING_FAILED, execution.getId(), ASSIGNMENT_TABLE, reason);
        }
        var kept = tickets.locked(ticketId).assigneeId() != null;
        calls.announceIfCritical(ticketId);
        execution.setVariable(TRANSITION, kept ? TicketLifecycle.ROUTED : TicketLifecycle.TRIAGE);
    }

    private String reasonOf(TableVerdicts.Answer answer) {
        return answer.decisionId().map(decisions::reason).orElse("The table gave no answer.");
    }
}
