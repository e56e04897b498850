package io.ticketflow.process;

import static io.ticketflow.process.TicketLifecycle.ASSIGNEE_ID;
import static io.ticketflow.process.TicketLifecycle.COMMENT;
import static io.ticketflow.process.TicketLifecycle.NUMBER;
import static io.ticketflow.process.TicketLifecycle.REOPEN_COUNT;
import static io.ticketflow.process.TicketLifecycle.RESOLUTION;
import static io.ticketflow.process.TicketLifecycle.RESOLUTION_CODE;
import static io.ticketflow.process.TicketLifecycle.TICKET_ID;
import static io.ticketflow.process.TicketLifecycle.TITLE;
import static io.ticketflow.process.TicketLifecycle.TRANSITION;

import io.ticketflow.escalation.Escalations;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.ticket.Lifecycle;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Transition;
import java.util.List;
import java.util.Objects;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.SuspendedEntityInteractionException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.stereotype.Component;

/**
 * The way down: what the service desk asks of the engine. Runs in the transaction of the request, so ticket and process instance are saved together or
 * not at all. The way up is {@link StateTasks}.
 */
@Component
class EngineLifecycle implements Lifecycle {

    private final ObjectProvider<RuntimeService> runtime;
    private final ObjectProvider<TaskService> tasks;
    private final ObjectProvider<ManagementService> jobs;
    private final LifecycleModels models;
    private final Assignees assignees;
    private final ObjectProvider<Escalations> escalations;

    EngineLifecycle(
            ObjectProvider<RuntimeService> runtime,
            ObjectProvider<TaskService> tasks,
            ObjectProvider<ManagementService> jobs,
            LifecycleModels models,
            Assignees assignees,
            ObjectProvider<Escalations> escalations) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.jobs = jobs;
        this.models = models;
        this.assignees = assignees;
        this.escalations = escalations;
    }

    @Override
    public Instance start(Ticket ticket, Actor by) {
        VariableMap variables = Variables.putValue(TICKET_ID, ticket.id().toString())
                .putValue(NUMBER, ticket.number())
                .putValue(TITLE, ticket.title())
                .putValue(REOPEN_COUNT, ticket.reopenCount());
        var instance = CurrentActor.as(by, () -> runtime.getObject()
                .startProcessInstanceByKey(TicketLifecycle.PROCESS, ticket.number(), variables));
        return new Instance(instance.getId(), instance.getProcessDefinitionId());
    }

    @Override
    public List<Transition> transitions(Ticket ticket, @Nullable Person caller) {
        var stage = ticket.stage();
        if (stage == null || !ticket.isAtRest()) {
            return List.of();
        }
        var offered = models.transitions(
                Objects.requireNonNull(ticket.processDefinitionId()), stage.id(), () -> runtime.getObject()
                        .getVariables(ticket.processInstanceId()));
        if (caller == null || ticket.status() != TicketStatus.ESCALATED) {
            return offered;
        }
        return offered.stream()
                .filter(transition -> escalations.getObject().mayLeave(ticket, caller, transition.status()))
                .toList();
    }

    @Override
    public void move(Ticket ticket, String transition, MoveDetails details, Actor by) {
        var variables = Variables.putValue(TRANSITION, transition);
        // Transient: a comment may be longer than what the engine stores, and our tables keep it anyway.
        putTransient(variables, COMMENT, details.comment());
        putTransient(variables, RESOLUTION, details.resolution());
        putTransient(variables, RESOLUTION_CODE, details.resolutionCode());
        putTransient(variables, ASSIGNEE_ID, details.assigneeId());
        asking(by, () -> tasks.getObject().complete(ticket.taskId(), variables));
    }

    /** Asks the engine on somebody's behalf. What it throws never reaches a caller as such. */
    private static void asking(Actor by, Runnable work) {
        try {
            CurrentActor.as(by, () -> {
                work.run();
                return by;
            });
        } catch (SuspendedEntityInteractionException suspended) {
            throw new ConflictException("SUSPENDED", "An operator has suspended this ticket's process.");
        } catch (OptimisticLockingException tooLate) {
            throw new ConflictException("CONCURRENT_CHANGE", "Somebody else changed the ticket at this moment.");
        } catch (ProcessEngineException wrapped) {
            // A task listener's refusal comes wrapped.
            if (wrapped.getCause() instanceof ProblemException refusal) {
                throw refusal;
            }
            throw wrapped;
        }
    }

    private static void putTransient(VariableMap variables, String name, @Nullable Object value) {
        if (value != null) {
            variables.putValue(name, Variables.stringValue(value.toString(), true));
        }
    }

    @Override
    public void assigned(Ticket ticket, Actor by) {
        if (ticket.isAtRest()) {
            asking(by, () -> assignees.follow(ticket, tasks.getObject()));
        }
    }

    @Override
    public void edited(Ticket ticket) {
        var instance = ticket.processInstanceId();
        var runtimeService = runtime.getObject();
        if (!ticket.title().equals(runtimeService.getVariable(instance, TITLE))) {
            runtimeService.setVariable(instance, TITLE, ticket.title());
        }
        // Another promise: every timer asks its bean again.
        for (var timer : jobs.getObject()
                .createJobQuery()
                .processInstanceId(instance)
                .timers()
                .list()) {
            jobs.getObject().recalculateJobDuedate(timer.getId(), false);
        }
        if (ticket.isAtRest()) {
            assignees.reprioritise(ticket, tasks.getObject());
        }
    }
}
