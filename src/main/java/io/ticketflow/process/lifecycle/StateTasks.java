package io.ticketflow.process.lifecycle;

import static io.ticketflow.process.model.TicketLifecycle.ESCALATION_REASON;
import static io.ticketflow.process.model.TicketLifecycle.ESCALATION_TRIGGER;
import static io.ticketflow.process.model.TicketLifecycle.TRANSITION;

import io.ticketflow.escalation.Trigger;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.process.instances.TicketInstances;
import io.ticketflow.process.instances.TicketVariables;
import io.ticketflow.process.model.LifecycleModels;
import io.ticketflow.process.model.StateMeaning;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.timers.ClockTimers;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.ticket.OpenTask;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Projection;
import io.ticketflow.ticket.Stage;
import io.ticketflow.ticket.Standing;
import io.ticketflow.ticket.TicketStatus;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The way up: writes what the engine reports about tasks and instances to the ticket's row. Every door passes here (this API, Tasklist, engine-rest, Cockpit,
 * timers, deployments), because these are built-in listeners, which run even where custom ones are skipped.
 */
@Component
public class StateTasks {

    private final Projection tickets;
    private final TicketInstances instances;
    private final ObjectProvider<Ownership> ownership;
    private final Directory directory;
    private final LifecycleModels models;
    private final ClockTimers timers;
    private final Assignees assignees;
    private final ObjectProvider<RuntimeService> runtime;

    StateTasks(
            Projection tickets,
            TicketInstances instances,
            ObjectProvider<Ownership> ownership,
            Directory directory,
            LifecycleModels models,
            ClockTimers timers,
            Assignees assignees,
            ObjectProvider<RuntimeService> runtime) {
        this.tickets = tickets;
        this.instances = instances;
        this.ownership = ownership;
        this.directory = directory;
        this.models = models;
        this.timers = timers;
        this.assignees = assignees;
        this.runtime = runtime;
    }

    /** A lifecycle has begun. Only a submission may start one: for a start at the engine's doors there is no ticket. */
    public void instanceStarted(DelegateExecution execution) {
        var by = CurrentActor.get();
        if (by.isAtTheEnginesDoors() || execution.getSuperExecution() != null) {
            throw new ConflictException(
                    "SUBMIT_A_TICKET", "A ticket's process is started by submitting the ticket, never by itself.");
        }
    }

    /** A state task has begun. */
    public void entered(DelegateTask task, StateMeaning meaning) {
        var execution = task.getExecution();
        var ticket = tickets.entered(ticketOf(task), standing(task, meaning), task.getId(), CurrentActor.get());
        execution.removeVariable(TRANSITION);
        TicketVariables.project(ticket, execution);
        assignees.fill(task, ticket);
    }

    /**
     * A state task was completed. Reads the given step and the steps that the model offers; the ticket then checks the step and carries it out. If it throws,
     * nothing has changed.
     */
    public void left(DelegateExecution execution) {
        var step = GivenStep.of(execution);
        var ticket = tickets.locked(ticketOf(execution));
        var from = ticket.status();
        TicketVariables.project(ticket, execution);
        var offered = models.transitions(
                execution.getProcessDefinitionId(), execution.getCurrentActivityId(), execution::getVariables);
        var chosen = tickets.leave(ticket, offered, step, CurrentActor.get());
        if (from == TicketStatus.NEW) {
            resolveRoutingIncidents(execution);
        }
        execution.removeVariable(ESCALATION_REASON);
        if (chosen.status() == TicketStatus.ESCALATED) {
            var trigger = from == TicketStatus.RESOLVED ? Trigger.REOPENED_TWICE : Trigger.MANUAL;
            execution.setVariable(ESCALATION_TRIGGER, trigger.name());
            execution.setVariable(ESCALATION_REASON, step.details().comment());
        }
        TicketLifecycle.GIVEN_WITH_A_STEP.forEach(execution::removeVariable);
    }

    private void resolveRoutingIncidents(DelegateExecution execution) {
        var service = runtime.getObject();
        service.createIncidentQuery()
                .processInstanceId(execution.getProcessInstanceId())
                .incidentType(TicketLifecycle.ROUTING_FAILED)
                .list()
                .forEach(incident -> service.resolveIncident(incident.getId()));
    }

    /** A timer, a hand-over or an operator has cancelled a state task. */
    public void cancelled(DelegateExecution execution, String taskId) {
        tickets.stateTaskCancelled(ticketOf(execution), taskId);
    }

    /**
     * A state task got another assignee: a person has claimed it, returned it, or assigned it to another person, or its model names its assignee.
     *
     * @param former the handle of the former assignee
     * @param by the system when the task begins with this assignee
     */
    public void assigned(DelegateTask task, @Nullable String former, Actor by) {
        ownership.getObject().taskAssigned(ticketOf(task), known(former), personOf(task.getAssignee()), by);
    }

    /** Like {@link #assigned}, for a process owner's extra task. */
    public void extraTaskAssigned(DelegateTask task, @Nullable String former, Actor by) {
        instances.find(task.getExecution()).ifPresent(ticketId -> ownership
                .getObject()
                .extraTaskAssigned(ticketId, known(former), personOf(task.getAssignee()), by));
    }

    private @Nullable Person known(@Nullable String handle) {
        return handle == null ? null : directory.findByHandle(handle).orElse(null);
    }

    private @Nullable Person personOf(@Nullable String handle) {
        var person = known(handle);
        if (handle != null && person == null) {
            throw InvalidException.field("userId", "there is no person called " + handle);
        }
        return person;
    }

    /** Whether the ticket's rules alone decide who has this task, because staff ask and it is a ticket's task. They are checked when its assignee changes. */
    public boolean followOurRules(DelegateTask task, Actor by) {
        return by.userId() != null
                && directory.person(by.userId()).isStaff()
                && instances.find(task.getExecution()).isPresent();
    }

    /** A process owner's extra task between two states has begun. The ticket waits for it. */
    public void extraTaskBegan(DelegateTask task) {
        instances
                .find(task.getExecution())
                .ifPresent(ticketId ->
                        tickets.extraTaskBegan(ticketId, new OpenTask(task.getTaskDefinitionKey(), task.getName())));
    }

    /** Restores the step that was chosen before the extra task; the person who completed the extra task cannot choose another. */
    public void extraTaskEnded(DelegateExecution execution) {
        instances.find(execution).ifPresent(ticketId -> {
            var chosen = tickets.extraTaskEnded(ticketId, execution.getCurrentActivityId());
            if (chosen != null && !chosen.equals(execution.getVariable(TRANSITION))) {
                execution.setVariable(TRANSITION, chosen);
            }
        });
    }

    /** An instance was migrated to another version of its model. */
    public void instanceMigrated(@Nullable String businessKey, String definitionId) {
        if (businessKey != null) {
            tickets.idOf(businessKey)
                    .ifPresent(ticketId ->
                            tickets.migrated(ticketId, definitionId, models::versionOf, CurrentActor.get()));
        }
    }

    /** An open task was migrated to another version, where it may have another name or mean another status. */
    public void taskMigrated(DelegateTask task) {
        instances.find(task.getExecution()).ifPresent(ticketId -> {
            var meaning = models.of(task.getProcessDefinitionId()).meaning(task.getTaskDefinitionKey());
            var isState = task.getId().equals(tickets.locked(ticketId).taskId());
            if (isState != meaning.isPresent()) {
                throw new ConflictException(
                        "STATE_ONTO_STATE",
                        "A state of a ticket is migrated onto a state, any other task onto any other.");
            }
            meaning.ifPresent(present ->
                    assignees.refit(task, tickets.restaged(ticketId, standing(task, present), CurrentActor.get())));
        });
    }

    private static Standing standing(DelegateTask task, StateMeaning meaning) {
        var stage = new Stage(task.getTaskDefinitionKey(), task.getName());
        return new Standing(meaning.status(), stage, meaning.waitsForOthers());
    }

    /**
     * When a clock timer will fire; never while an operator has suspended it. Empty for other jobs, and for a timer that failed for good, which operators may
     * delete.
     */
    public Optional<Instant> ringsAt(String jobId) {
        return timers.working(jobId)
                .map(timer -> timer.isSuspended()
                        ? ServiceLevels.NEVER
                        : timer.getDuedate().toInstant());
    }

    /** The instance has ended: at an end event, or because an operator deleted it. */
    public void instanceEnded(DelegateExecution execution, @Nullable String deleteReason) {
        instances
                .find(execution)
                .ifPresent(ticketId -> tickets.ended(
                        ticketId,
                        execution.getProcessInstanceId(),
                        execution.isCanceled(),
                        deleteReason,
                        CurrentActor.get()));
    }

    private UUID ticketOf(DelegateTask task) {
        return ticketOf(task.getExecution());
    }

    private UUID ticketOf(DelegateExecution execution) {
        return instances.ticketOf(execution);
    }
}
