package io.ticketflow.process.internal;

import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.platform.UnavailableException;
import io.ticketflow.platform.database.DatabaseOutage;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.SuspendedEntityInteractionException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.jspecify.annotations.Nullable;

/**
 * What somebody asks at the engine's doors and is refused, leaves the engine as a refusal of ours: our listeners' own, which the engine wraps, and what it
 * throws although nothing is broken, such as for a task that somebody else has completed. Outermost, so that it sees the database's word at the commit,
 * too. Our API and the job executor want the engine's own exceptions.
 */
public class RefusalInterceptor extends CommandInterceptor {

    private static final ThreadLocal<@Nullable ProblemException> LAST = new ThreadLocal<>();

    @Override
    public <T> T execute(Command<T> command) {
        if (Context.getCommandContext() != null || !CurrentActor.get().isAtTheEnginesDoors()) {
            return next.execute(command);
        }
        try {
            return next.execute(command);
        } catch (RuntimeException exception) {
            var refusal = refusalIn(exception);
            refusal.ifPresent(LAST::set);
            throw refusal.<RuntimeException>map(refused -> refused).orElse(exception);
        }
    }

    /** What this thread was refused since it was asked last; some of the engine's resources turn every exception into one of theirs without a cause. */
    static Optional<ProblemException> takeLast() {
        var last = Optional.ofNullable(LAST.get());
        LAST.remove();
        return last;
    }

    /** The refusal behind an exception; empty when something is really broken. */
    public static Optional<ProblemException> refusalIn(Throwable exception) {
        if (DatabaseOutage.isBehind(exception)) {
            return Optional.of(new UnavailableException());
        }
        for (@Nullable Throwable cause = exception; cause != null; cause = cause.getCause()) {
            var refusal = refusal(cause);
            if (refusal.isPresent()) {
                return refusal;
            }
        }
        return Optional.empty();
    }

    private static Optional<ProblemException> refusal(Throwable cause) {
        if (cause instanceof ProblemException ours) {
            return Optional.of(ours);
        }
        if (cause instanceof OptimisticLockingException) {
            return Optional.of(
                    new ConflictException("CONCURRENT_CHANGE", "Somebody else changed it at this moment. Try again."));
        }
        if (cause instanceof TaskAlreadyClaimedException) {
            return Optional.of(new ConflictException("ALREADY_ASSIGNED", "Somebody else has taken this task."));
        }
        if (cause instanceof SuspendedEntityInteractionException) {
            return Optional.of(new ConflictException("SUSPENDED", "An operator has suspended this process."));
        }
        if (cause instanceof NullValueException gone
                && String.valueOf(gone.getMessage()).contains("task is null")) {
            return Optional.of(new ConflictException(
                    "TASK_GONE", "This task is over: somebody was faster, or a timer. Look at the ticket again."));
        }
        if (cause instanceof SQLException database) {
            return refusal(database);
        }
        return isTheEnginesWord(cause)
                ? Optional.of(new ConflictException("NOT_POSSIBLE", String.valueOf(cause.getMessage())))
                : Optional.empty();
    }

    /** The engine says no with its plainest exception, and wraps what is broken in the same: then there is a cause behind it. */
    private static boolean isTheEnginesWord(Throwable cause) {
        return cause.getClass() == ProcessEngineException.class
                && (cause.getCause() == null || cause.getCause() instanceof ELException);
    }

    /** By the classes of SQL states: 22 is data that does not fit, 23 a constraint. The message would show rows. */
    private static Optional<ProblemException> refusal(SQLException database) {
        var state = String.valueOf(database.getSQLState());
        if (state.startsWith("22")) {
            return Optional.of(
                    new InvalidException("VALIDATION_FAILED", "A value is too long or of the wrong kind.", List.of()));
        }
        return state.startsWith("23")
                ? Optional.of(new ConflictException(
                        "CONTRADICTION", "This would contradict what is stored, such as a ticket at two states."))
                : Optional.empty();
    }
}
