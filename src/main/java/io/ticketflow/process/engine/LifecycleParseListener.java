package io.ticketflow.process.engine;

import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.process.lifecycle.StateTasks;
import io.ticketflow.process.model.StateMeaning;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.tables.EvaluatedTables;
import io.ticketflow.process.tables.TableVerdicts;
import java.util.List;
import org.camunda.bpm.engine.delegate.DelegateTask;
import org.camunda.bpm.engine.delegate.ExecutionListener;
import org.camunda.bpm.engine.delegate.TaskListener;
import org.camunda.bpm.engine.impl.bpmn.behavior.UserTaskActivityBehavior;
import org.camunda.bpm.engine.impl.bpmn.parser.AbstractBpmnParseListener;
import org.camunda.bpm.engine.impl.persistence.entity.ExecutionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.ProcessDefinitionEntity;
import org.camunda.bpm.engine.impl.persistence.entity.TaskEntity;
import org.camunda.bpm.engine.impl.pvm.process.ActivityImpl;
import org.camunda.bpm.engine.impl.pvm.process.ScopeImpl;
import org.camunda.bpm.engine.impl.task.TaskDefinition;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.camunda.bpm.engine.task.DelegationState;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Makes a user task with the property {@code ticketStatus} a state of the ticket, in every model. It uses built-in listeners, because operators can skip custom
 * ones.
 */
class LifecycleParseListener extends AbstractBpmnParseListener {

    private final ObjectProvider<StateTasks> states;
    private final ObjectProvider<TableVerdicts> verdicts;
    private final EvaluatedTables tables;

    LifecycleParseListener(
            ObjectProvider<StateTasks> states, ObjectProvider<TableVerdicts> verdicts, EvaluatedTables tables) {
        this.states = states;
        this.verdicts = verdicts;
        this.tables = tables;
    }

    @Override
    public void parseProcess(Element process, ProcessDefinitionEntity definition) {
        if (TicketLifecycle.PROCESS.equals(definition.getKey())) {
            definition.addBuiltInListener(ExecutionListener.EVENTNAME_START, (ExecutionListener)
                    execution -> states.getObject().instanceStarted(execution));
        }
        definition.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) execution ->
                states.getObject().instanceEnded(execution, ((ExecutionEntity) execution).getDeleteReason()));
    }

    @Override
    public void parseUserTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        var task = ((UserTaskActivityBehavior) activity.getActivityBehavior()).getTaskDefinition();
        ParsedTasks.meaningOf(element)
                .ifPresentOrElse(meaning -> state(task, activity, meaning), () -> extra(task, activity));
    }

    private void state(TaskDefinition task, ActivityImpl activity, StateMeaning meaning) {
        task.addBuiltInTaskListener(
                TaskListener.EVENTNAME_CREATE, created -> states.getObject().entered(created, meaning));
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, assigned -> states.getObject()
                .assigned(assigned, formerAssignee(assigned), assignedBy(assigned)));
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_UPDATE, LifecycleParseListener::refuseDelegation);
        // Not the task's complete listener, because a signal to the execution skips that one.
        activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) execution -> {
            var open = ((ExecutionEntity) execution).getTasks();
            if (execution.isCanceled()) {
                open.forEach(taken -> states.getObject().cancelled(execution, taken.getId()));
            } else {
                refuseSignal(open);
                states.getObject().left(execution);
            }
        });
    }

    private static @Nullable String formerAssignee(DelegateTask task) {
        var change = ((TaskEntity) task).getPropertyChanges().get(TaskEntity.ASSIGNEE);
        return change == null ? null : change.getOrgValueString();
    }

    /** A task that begins in this command gets its assignee from its ticket or model, and not from the person who took the step before. */
    private static Actor assignedBy(DelegateTask task) {
        var isNew = ((TaskEntity) task).getRevision() == 0;
        return isNew ? CurrentActor.get().asSystem() : CurrentActor.get();
    }

    /** At this point a completed task is gone; a task whose execution was signalled is still there. */
    private static void refuseSignal(List<TaskEntity> open) {
        if (!open.isEmpty()) {
            throw new ConflictException(
                    "COMPLETE_THE_TASK", "A ticket's step is taken by completing its task, not by a signal.");
        }
    }

    /** A delegated task can only be resolved and not completed, and tickets do not support that. People assign a task to another person instead. */
    private static void refuseDelegation(DelegateTask task) {
        if (((TaskEntity) task).getDelegationState() == DelegationState.PENDING) {
            throw new ConflictException(
                    "ASSIGN_INSTEAD",
                    "A ticket's task cannot be delegated: assign the ticket to the person who works on it.");
        }
    }

    private void extra(TaskDefinition task, ActivityImpl activity) {
        task.addBuiltInTaskListener(
                TaskListener.EVENTNAME_CREATE, created -> states.getObject().extraTaskBegan(created));
        task.addBuiltInTaskListener(TaskListener.EVENTNAME_ASSIGNMENT, assigned -> states.getObject()
                .extraTaskAssigned(assigned, formerAssignee(assigned), assignedBy(assigned)));
        activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener)
                execution -> states.getObject().extraTaskEnded(execution));
    }

    @Override
    public void parseBusinessRuleTask(Element element, ScopeImpl scope, ActivityImpl activity) {
        activity.addBuiltInListener(ExecutionListener.EVENTNAME_START, (ExecutionListener)
                execution -> verdicts.getObject().offerInputs(execution));
        activity.addBuiltInListener(ExecutionListener.EVENTNAME_END, (ExecutionListener) execution -> {
            var evaluated = tables.take();
            if (evaluated.isPresent() && !execution.isCanceled()) {
                verdicts.getObject().record(execution, evaluated.get());
            }
        });
    }
}
