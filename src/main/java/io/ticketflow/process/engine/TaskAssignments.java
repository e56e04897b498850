package io.ticketflow.process.engine;

import io.ticketflow.platform.CurrentActor;
import io.ticketflow.process.lifecycle.StateTasks;
import org.camunda.bpm.engine.impl.cmd.AssignTaskCmd;
import org.camunda.bpm.engine.impl.cmd.ClaimTaskCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Lets staff claim, give back and assign the tasks of tickets by the tickets' rules, which a listener of the task checks. The engine's own right to assign would
 * also let its owner change names, dates and candidates of all tasks.
 */
class TaskAssignments extends CommandInterceptor {

    private final ObjectProvider<StateTasks> states;

    TaskAssignments(ObjectProvider<StateTasks> states) {
        this.states = states;
    }

    @Override
    public <T> T execute(Command<T> command) {
        var passesOn = command instanceof AssignTaskCmd || command instanceof ClaimTaskCmd;
        return passesOn && CurrentActor.get().isAtTheEnginesDoors()
                ? next.execute(context -> byOurRules(command, context))
                : next.execute(command);
    }

    private <T> T byOurRules(Command<T> command, CommandContext context) {
        var id = taskOf(command);
        var task = id == null ? null : context.getTaskManager().findTaskById(id);
        return task != null
                        && task.getExecutionId() != null
                        && states.getObject().followOurRules(task, CurrentActor.get())
                ? context.runWithoutAuthorization(() -> command.execute(context))
                : command.execute(context);
    }

    /** The engine's commands hide this field. */
    private static @Nullable String taskOf(Command<?> command) {
        return (String) new DirectFieldAccessor(command).getPropertyValue("taskId");
    }
}
