package io.ticketflow.process.engine;

import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.process.lifecycle.StateTasks;
import java.util.Objects;
import org.camunda.bpm.engine.impl.cmd.DeleteJobCmd;
import org.camunda.bpm.engine.impl.cmd.ExecuteJobsCmd;
import org.camunda.bpm.engine.impl.cmd.SetJobDuedateCmd;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.springframework.beans.DirectFieldAccessor;
import org.springframework.beans.factory.ObjectProvider;

/**
 * Refuses to move, delete or pre-empt a clock timer at the engine's doors, and tells the caller to change the ticket instead. A timer that failed for good may
 * be deleted.
 */
class TimerGuard extends CommandInterceptor {

    private final ObjectProvider<StateTasks> states;

    TimerGuard(ObjectProvider<StateTasks> states) {
        this.states = states;
    }

    @Override
    public <T> T execute(Command<T> command) {
        if (!CurrentActor.get().isAtTheEnginesDoors()) {
            return next.execute(command);
        }
        if (command instanceof ExecuteJobsCmd) {
            isNoFailure(command);
        }
        if (tampersWithAClock(command)) {
            throw new ConflictException(
                    "DEADLINE_OF_A_CLOCK",
                    "This timer follows the ticket's clock. Change the ticket's priority, or its policy.");
        }
        return next.execute(command);
    }

    private boolean tampersWithAClock(Command<?> command) {
        if (command instanceof SetJobDuedateCmd || command instanceof DeleteJobCmd) {
            return states.getObject().ringsAt(jobOf(command)).isPresent();
        }
        // A due timer may be executed by hand; a timer that is executed too early would do nothing and then be gone.
        return command instanceof ExecuteJobsCmd
                && states.getObject()
                        .ringsAt(jobOf(command))
                        .filter(ClockUtil.getCurrentTime().toInstant()::isBefore)
                        .isPresent();
    }

    /** A person who executes a job by hand sees the error. The job is not postponed and loses no retry. */
    private static void isNoFailure(Command<?> execution) {
        new DirectFieldAccessor(privately(execution, "jobFailureCollector")).setPropertyValue("jobId", null);
    }

    private static String jobOf(Command<?> command) {
        return (String) privately(command, "jobId");
    }

    /** The engine's commands hide these fields. */
    private static Object privately(Command<?> command, String field) {
        return Objects.requireNonNull(new DirectFieldAccessor(command).getPropertyValue(field));
    }
}
