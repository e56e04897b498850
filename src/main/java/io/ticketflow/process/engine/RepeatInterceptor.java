package io.ticketflow.process.engine;

import io.ticketflow.platform.CurrentActor;
import java.sql.SQLException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Does again, three times at most, what somebody asks at the engine's doors and somebody else's commit overtook: a timer that rings while a person completes
 * its task is no reason to send that person an error. Our own API repeats its whole transaction instead, and the job executor its jobs.
 */
class RepeatInterceptor extends CommandInterceptor {

    private static final int REPETITIONS = 3;

    @Override
    public <T> T execute(Command<T> command) {
        if (Context.getCommandContext() != null || !CurrentActor.get().isAtTheEnginesDoors()) {
            return next.execute(command);
        }
        for (var repetition = 0; ; repetition++) {
            try {
                return next.execute(command);
            } catch (RuntimeException exception) {
                if (repetition == REPETITIONS || !isOvertaken(exception)) {
                    throw exception;
                }
            }
        }
    }

    private static boolean isOvertaken(Throwable exception) {
        for (@Nullable Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof OptimisticLockingException
                    || (cause instanceof SQLException database && isDeadlock(database))
                    || (cause instanceof NullPointerException broken && isTheEnginesOwn(broken))) {
                return true;
            }
        }
        return false;
    }

    /** Class 40 of SQL states: the transaction was rolled back for the sake of another one. */
    private static boolean isDeadlock(SQLException database) {
        return String.valueOf(database.getSQLState()).startsWith("40");
    }

    /** The engine reads a task, then its execution; a commit between the two leaves it with one and without the other. */
    private static boolean isTheEnginesOwn(NullPointerException broken) {
        var thrower = broken.getStackTrace();
        return thrower.length > 0 && thrower[0].getClassName().startsWith("org.camunda.bpm.engine.");
    }
}
