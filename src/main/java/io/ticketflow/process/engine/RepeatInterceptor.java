package io.ticketflow.process.engine;

import io.ticketflow.platform.CurrentActor;
import java.sql.SQLException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Repeats a command at the engine's doors up to three times when another transaction's commit came in between: a person should not get an error because a timer
 * fired while they completed its task. Our own API repeats its whole transaction instead, and the job executor its jobs.
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

    /** Class 40 of the SQL states: the database rolled the transaction back in favour of another one. */
    private static boolean isDeadlock(SQLException database) {
        return String.valueOf(database.getSQLState()).startsWith("40");
    }

    /** The engine reads a task and then its execution; after a commit in between it has the task and not the execution. */
    private static boolean isTheEnginesOwn(NullPointerException broken) {
        var thrower = broken.getStackTrace();
        return thrower.length > 0 && thrower[0].getClassName().startsWith("org.camunda.bpm.engine.");
    }
}
