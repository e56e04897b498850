package io.ticketflow.process.lifecycle;

import static io.ticketflow.process.model.TicketLifecycle.ASSIGNEE_ID;
import static io.ticketflow.process.model.TicketLifecycle.COMMENT;
import static io.ticketflow.process.model.TicketLifecycle.RESOLUTION;
import static io.ticketflow.process.model.TicketLifecycle.RESOLUTION_CODE;
import static io.ticketflow.process.model.TicketLifecycle.TITLE;
import static io.ticketflow.process.model.TicketLifecycle.TRANSITION;

import io.ticketflow.escalation.Escalations;
import io.ticketflow.escalation.Trigger;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.process.instances.TicketVariables;
import io.ticketflow.process.model.LifecycleModels;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.tables.Calls;
import io.ticketflow.process.timers.ClockTimers;
import io.ticketflow.process.timers.WaitTimers;
import io.ticketflow.ticket.Lifecycle;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Patience;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Transition;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.SuspendedEntityInteractionException;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.variable.VariableMap;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.stereotype.Component;

/**
 * The way down: the service desk's calls of the engine. They run in the transaction of the request, so ticket and process instance are saved together or not at
 * all. The way up is {@link StateTasks}.
 */
@Component
class EngineLifecycle implements Lifecycle {

    private final ObjectProvider<RuntimeService> runtime;
    private final ObjectProvider<TaskService> tasks;
    private final ObjectProvider<AuthorizationService> rights;
    private final ClockTimers timers;
    private final WaitTimers waits;
    private final PromptRouting prompt;
    private final LifecycleModels models;
    private final Assignees assignees;
    private final ObjectProvider<Escalations> escalations;
    private final ObjectProvider<Calls> calls;

    EngineLifecycle(
            ObjectProvider<RuntimeService> runtime,
            ObjectProvider<TaskService> tasks,
            ObjectProvider<AuthorizationService> rights,
            ClockTimers timers,
            WaitTimers waits,
            PromptRouting prompt,
            LifecycleModels models,
            Assignees assignees,
            ObjectProvider<Escalations> escalations,
            ObjectProvider<Calls> calls) {
        this.runtime = runtime;
        this.tasks = tasks;
        this.rights = rights;
        this.timers = timers;
        this.waits = waits;
        this.prompt = prompt;
        this.models = models;
        this.assignees = assignees;
        this.escalations = escalations;
        this.calls = calls;
    }

    @Override
    public Instance start(Ticket ticket, Actor by) {
        try {
            var instance = asking(by, () -> runtime.getObject()
                    .startProcessInstanceByKey(TicketLifecycle.PROCESS, ticket.number(), TicketVariables.of(ticket)));
            prompt.reserve(instance.getId());
            return new Instance(instance.getId(), instance.getProcessDefinitionId());
        } catch (NullValueException nothingDeployed) {
            throw new ConflictException(
                    "NO_LIFECYCLE", "No model of the ticket's life is deployed; an administrator has to deploy one.");
        }
    }

    @Override
    public List<Transition> transitions(Ticket ticket, @Nullable Person caller) {
        var stage = ticket.stage();
        if (stage == null || !ticket.isAtRest()) {
            return List.of();
        }
        var offered = models.transitions(
                Objects.requireNonNull(ticket.processDefinitionId()), stage.id(), () -> variables(ticket));
        if (caller == null || ticket.status() != TicketStatus.ESCALATED) {
            return offered;
        }
        return offered.stream()
                .filter(transition -> escalations.getObject().mayLeave(ticket, caller, transition.status()))
                .toList();
    }

    private Map<String, Object> variables(Ticket ticket) {
        Map<String, Object> variables = runtime.getObject().getVariables(ticket.processInstanceId());
        variables.putAll(TicketVariables.of(ticket));
        return variables;
    }

    @Override
    public void move(Ticket ticket, String transition, MoveDetails details, Actor by) {
        var variables = Variables.putValue(TRANSITION, transition);
        // The text may be longer than the engine can store, but the listener removes the variable before the engine
        // stores it.
        putIfGiven(variables, COMMENT, details.comment());
        putIfGiven(variables, RESOLUTION, details.resolution());
        putIfGiven(variables, RESOLUTION_CODE, details.resolutionCode());
        putIfGiven(variables, ASSIGNEE_ID, details.assigneeId());
        asking(by, () -> {
            tasks.getObject().complete(ticket.taskId(), variables);
            return ticket;
        });
    }

    @Override
    public void passTurn(Ticket ticket, boolean toStaff, Actor by) {
        var step = ticket.waitsForRequester() == toStaff ? stepToOtherSide(ticket) : Optional.<String>empty();
        if (step.isPresent()) {
            move(ticket, step.get(), MoveDetails.NONE, by.asSystem());
        } else {
            asking(by, () -> {
                waits.passTurn(ticket, toStaff);
                return ticket;
            });
        }
    }

    private Optional<String> stepToOtherSide(Ticket ticket) {
        var model = models.of(Objects.requireNonNull(ticket.processDefinitionId()));
        return transitions(ticket, null).stream()
                .filter(step -> step.status() == TicketStatus.RESOLVED)
                .filter(step -> Optional.ofNullable(step.stage())
                        .flatMap(stage -> model.meaning(stage.id()))
                        .filter(meaning -> meaning.waitsForOthers() == ticket.waitsForRequester())
                        .isPresent())
                .map(Transition::key)
                .findFirst();
    }

    /** Calls the engine on behalf of a person and translates the engine's exceptions. */
    private static <T> T asking(Actor by, Supplier<T> work) {
        try {
            return CurrentActor.as(by, work);
        } catch (SuspendedEntityInteractionException suspended) {
            throw new ConflictException("SUSPENDED", "An operator has suspended this process.");
        } catch (OptimisticLockingException tooLate) {
            throw new OptimisticLockingFailureException("The engine changed the ticket at this moment", tooLate);
        } catch (ProcessEngineException wrapped) {
            // The engine wraps the refusal of a task listener.
            if (wrapped.getCause() instanceof ProblemException refusal) {
                throw refusal;
            }
            throw wrapped;
        }
    }

    private static void putIfGiven(VariableMap variables, String name, @Nullable Object value) {
        if (value != null) {
            variables.putValue(name, value.toString());
        }
    }

    @Override
    public void end(Ticket ticket, String reason, Actor by) {
        asking(by, () -> {
            runtime.getObject().deleteProcessInstance(ticket.processInstanceId(), reason, true, true, true);
            return ticket;
        });
    }

    @Override
    public void callNextLevel(Ticket ticket, String reason, Actor by) {
        var instance = Objects.requireNonNull(ticket.processInstanceId());
        asking(by, () -> {
            runtime.getObject()
                    .setVariables(
                            instance,
                            Variables.putValue(TicketLifecycle.ESCALATION_TRIGGER, Trigger.MANUAL.name())
                                    .putValue(TicketLifecycle.ESCALATION_REASON, reason));
            if (!timers.ring(instance, ClockTimers.ACKNOWLEDGE_BY)) {
                throw new ConflictException(
                        "NO_NEXT_LEVEL", "The model of this ticket calls no other level from where it stands.");
            }
            return ticket;
        });
    }

    @Override
    public Patience patience(Ticket ticket) {
        return waits.of(Objects.requireNonNull(ticket.processInstanceId()));
    }

    @Override
    public void assigned(Ticket ticket, Actor by) {
        if (ticket.isAtRest()) {
            asking(by, () -> {
                assignees.follow(ticket, tasks.getObject());
                return ticket;
            });
        }
    }

    @Override
    public void requesterChanged(Ticket ticket, Person former, Actor by) {
        asking(by, () -> {
            if (ticket.isAtRest()) {
                assignees.followRequester(ticket, tasks.getObject());
            }
            takeRights(former.handle(), Resources.PROCESS_INSTANCE, ticket.processInstanceId());
            takeRights(former.handle(), Resources.TASK, ticket.taskId());
            return ticket;
        });
    }

    /** Takes what a requester was granted when a task of the ticket became theirs; staff have no such rights of their own. */
    private void takeRights(String handle, Resources resource, @Nullable String id) {
        var service = rights.getObject();
        if (id != null) {
            service.createAuthorizationQuery().userIdIn(handle).resourceType(resource).resourceId(id).list().stream()
                    .map(Authorization::getId)
                    .forEach(service::deleteAuthorization);
        }
    }

    @Override
    public void changed(Ticket ticket, Actor by) {
        var instance = Objects.requireNonNull(ticket.processInstanceId());
        asking(by, () -> {
            if (!ticket.title().equals(runtime.getObject().getVariable(instance, TITLE))) {
                runtime.getObject().setVariable(instance, TITLE, ticket.title());
            }
            timers.rearm(instance);
            if (ticket.stage() != null && ticket.status() != TicketStatus.RESOLVED) {
                calls.getObject().announceIfCritical(ticket.id());
            }
            if (ticket.isAtRest()) {
                assignees.reprioritise(ticket, tasks.getObject());
            }
            return ticket;
        });
    }
}
