package io.ticketflow.process;

import static io.ticketflow.process.TicketLifecycle.ASKED_FROM;
import static io.ticketflow.process.TicketLifecycle.ASSIGNEE_ID;
import static io.ticketflow.process.TicketLifecycle.COMMENT;
import static io.ticketflow.process.TicketLifecycle.ESCALATION_REASON;
import static io.ticketflow.process.TicketLifecycle.ESCALATION_TRIGGER;
import static io.ticketflow.process.TicketLifecycle.REOPEN_COUNT;
import static io.ticketflow.process.TicketLifecycle.RESOLUTION;
import static io.ticketflow.process.TicketLifecycle.RESOLUTION_CODE;
import static io.ticketflow.process.TicketLifecycle.TICKET_ID;
import static io.ticketflow.process.TicketLifecycle.TRANSITION;

import io.ticketflow.escalation.Escalations;
import io.ticketflow.escalation.Trigger;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.OpenTask;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.Stage;
import io.ticketflow.ticket.TicketProjection;
import io.ticketflow.ticket.TicketStatus;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The way up: what the engine tells of tasks and instances becomes the ticket's row. Every door passes here (this API, Tasklist, engine-rest, Cockpit,
 * timers, deployments), because these are built-in listeners, which run even where custom ones are skipped.
 */
@Component
public class StateTasks {

    private static final List<String> FORM_FIELDS = List.of(COMMENT, RESOLUTION, RESOLUTION_CODE, ASSIGNEE_ID);

    private final TicketProjection tickets;
    private final ObjectProvider<Ownership> ownership;
    private final ObjectProvider<Escalations> escalations;
    private final Directory directory;
    private final LifecycleModels models;
    private final Assignees assignees;
    private final ObjectProvider<RuntimeService> runtime;

    StateTasks(
            TicketProjection tickets,
            ObjectProvider<Ownership> ownership,
            ObjectProvider<Escalations> escalations,
            Directory directory,
            LifecycleModels models,
            Assignees assignees,
            ObjectProvider<RuntimeService> runtime) {
        this.tickets = tickets;
        this.ownership = ownership;
        this.escalations = escalations;
        this.directory = directory;
        this.models = models;
        this.assignees = assignees;
        this.runtime = runtime;
    }

    /** A state task has begun. */
    public void entered(DelegateTask task, TicketStatus status) {
        var stage = new Stage(task.getTaskDefinitionKey(), task.getName());
        var ticket = tickets.entered(ticketOf(task), status, stage, task.getId(), CurrentActor.get());
        task.getExecution().removeVariable(TRANSITION);
        if (!Integer.valueOf(ticket.reopenCount()).equals(task.getVariable(REOPEN_COUNT))) {
            task.getExecution().setVariable(REOPEN_COUNT, ticket.reopenCount());
        }
        assignees.fill(task, ticket);
    }

    /** A state task was completed: checks the step that was chosen and carries it out, or throws, and nothing has happened. */
    public void left(DelegateExecution execution) {
        var ticketId = ticketOf(execution);
        var ticket = tickets.locked(ticketId);
        var offered = models.transitions(
                execution.getProcessDefinitionId(), execution.getCurrentActivityId(), execution::getVariables);
        var by = CurrentActor.get();
        var from = ticket.status();
        var details = details(execution);
        var chosen = tickets.leaving(ticketId, offered, text(execution, TRANSITION), details, by);
        if (from == TicketStatus.ESCALATED) {
            escalations.getObject().acknowledge(ticketId, chosen.status(), by);
        }
        if (from == TicketStatus.NEW) {
            resolveRoutingIncidents(execution);
        }
        if (chosen.status() == TicketStatus.ESCALATED) {
            var trigger = from == TicketStatus.RESOLVED ? Trigger.REOPENED_TWICE : Trigger.MANUAL;
            execution.setVariable(ESCALATION_TRIGGER, trigger.name());
            execution.setVariable(ESCALATION_REASON, details.comment());
        }
        if (chosen.status() == TicketStatus.PENDING_INFO) {
            execution.setVariable(ASKED_FROM, from.name());
        }
        FORM_FIELDS.forEach(execution::removeVariable);
    }

    private void resolveRoutingIncidents(DelegateExecution execution) {
        var service = runtime.getObject();
        service.createIncidentQuery()
                .processInstanceId(execution.getProcessInstanceId())
                .incidentType(TicketLifecycle.ROUTING_FAILED)
                .list()
                .forEach(incident -> service.resolveIncident(incident.getId()));
    }

    /** A state task was taken away: by a timer, a hand-over, or an operator. */
    public void cancelled(DelegateExecution execution) {
        tickets.stateTaskCancelled(ticketOf(execution));
    }

    /** Somebody took a state task, gave it back, or gave it to somebody else. */
    public void assigned(DelegateTask task) {
        var handle = task.getAssignee();
        var person = handle == null ? null : personOf(handle);
        ownership.getObject().taskAssigned(ticketOf(task), person, CurrentActor.get());
    }

    private Person personOf(String handle) {
        return directory
                .findByHandle(handle)
                .orElseThrow(() -> InvalidException.field("userId", "there is nobody called " + handle));
    }

    /** A task that an owner drew between two states has begun; the ticket waits for it. */
    public void extraTaskBegan(DelegateTask task) {
        if (hasTicket(task.getExecution())) {
            tickets.extraTaskBegan(ticketOf(task), new OpenTask(task.getTaskDefinitionKey(), task.getName()));
        }
    }

    public void extraTaskEnded(DelegateExecution execution) {
        if (hasTicket(execution)) {
            tickets.extraTaskEnded(ticketOf(execution), execution.getCurrentActivityId());
        }
    }

    /** The instance is over: at an end event, or because somebody deleted it. */
    public void instanceEnded(DelegateExecution execution, @Nullable String deleteReason) {
        if (hasTicket(execution)) {
            tickets.ended(ticketOf(execution), execution.isCanceled(), deleteReason, CurrentActor.get());
        }
    }

    private static MoveDetails details(DelegateExecution execution) {
        return new MoveDetails(
                text(execution, COMMENT),
                code(text(execution, RESOLUTION_CODE)),
                text(execution, RESOLUTION),
                id(text(execution, ASSIGNEE_ID)));
    }

    private static @Nullable String text(DelegateExecution execution, String name) {
        var value = execution.getVariable(name);
        return value == null || value.toString().isBlank() ? null : value.toString();
    }

    private static @Nullable ResolutionCode code(@Nullable String name) {
        if (name == null) {
            return null;
        }
        return Arrays.stream(ResolutionCode.values())
                .filter(code -> code.name().equals(name))
                .findFirst()
                .orElseThrow(() -> InvalidException.field(RESOLUTION_CODE, "is no resolution code"));
    }

    private static @Nullable UUID id(@Nullable String text) {
        try {
            return text == null ? null : UUID.fromString(text);
        } catch (IllegalArgumentException noId) {
            throw InvalidException.field(ASSIGNEE_ID, "is no id of a person");
        }
    }

    static boolean hasTicket(DelegateExecution execution) {
        return execution.hasVariable(TICKET_ID);
    }

    private static UUID ticketOf(DelegateTask task) {
        return UUID.fromString((String) task.getVariable(TICKET_ID));
    }

    static UUID ticketOf(DelegateExecution execution) {
        return UUID.fromString((String) execution.getVariable(TICKET_ID));
    }
}
