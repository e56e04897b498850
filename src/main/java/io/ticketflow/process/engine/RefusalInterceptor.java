package io.ticketflow.process.engine;

import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.NotFoundException;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.platform.UnreadableException;
import io.ticketflow.platform.database.DatabaseOutage;
import io.ticketflow.process.tables.BrokenTableException;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.camunda.bpm.dmn.engine.DmnEngineException;
import org.camunda.bpm.dmn.feel.impl.FeelException;
import org.camunda.bpm.engine.AuthorizationException;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.MismatchingMessageCorrelationException;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.SuspendedEntityInteractionException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.interceptor.Command;
import org.camunda.bpm.engine.impl.interceptor.CommandInterceptor;
import org.camunda.bpm.engine.migration.MigratingProcessInstanceValidationException;
import org.camunda.bpm.engine.migration.MigrationPlanValidationException;
import org.camunda.bpm.impl.juel.jakarta.el.ELException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns refusals at the engine's doors into our own exceptions: those of our listeners, which the engine wraps, and those of the engine although nothing is
 * broken, such as for a task that another person has completed. It is the outermost interceptor, so that it also sees the database's refusals at the commit. It
 * logs real faults, because the engine's own log line for each exception, refusals included, is off. Our API and the job executor need the engine's own
 * exceptions and report them themselves.
 */
public class RefusalInterceptor extends CommandInterceptor {

    private static final Logger LOG = LoggerFactory.getLogger(RefusalInterceptor.class);

    private static final ThreadLocal<@Nullable Throwable> LAST = new ThreadLocal<>();

    /** The methods in which the engine uses a search result without checking whether there is one. */
    private static final Pattern NOTHING_FOUND = Pattern.compile(
            "Cannot invoke \"org\\.camunda\\.bpm\\.engine\\.impl\\.[\\w.]*(?:Entity|Reporter)\\..* is null");

    /** A statement of the engine has this error only when a caller has left a list empty. */
    private static final String SYNTAX_ERROR = "42601";

    private static final Pattern SEVERAL_WAIT = Pattern.compile("(\\d+) (?:executions|process definitions) match");

    /** The end of the engine's message for an unknown id. For a missing argument the message is this text alone. */
    private static final Pattern THERE_IS_NONE = Pattern.compile("(?s).+: \\w+ is null");

    @Override
    public <T> T execute(Command<T> command) {
        if (Context.getCommandContext() != null || !CurrentActor.get().isAtTheEnginesDoors()) {
            return next.execute(command);
        }
        try {
            return next.execute(command);
        } catch (RuntimeException | Error failure) {
            LAST.set(failure);
            var refusal = refusalIn(failure);
            if (refusal.isEmpty()) {
                LOG.error("A command at the engine's doors failed", failure);
            }
            if (refusal.isEmpty() || isAnsweredByTheEngine(failure)) {
                throw failure;
            }
            throw refusal.get();
        }
    }

    /** The failure of this thread's last command, and forgets it. Some of the engine's resources turn every exception into their own without a cause. */
    public static Optional<Throwable> takeLast() {
        var last = Optional.ofNullable(LAST.get());
        LAST.remove();
        return last;
    }

    /** The engine's REST API has statuses for these exceptions, and tells more than our exceptions could: which right is missing, or where a model is wrong. */
    private static boolean isAnsweredByTheEngine(Throwable failure) {
        return failure instanceof AuthorizationException || isBadRequest(failure);
    }

    private static boolean isBadRequest(Throwable failure) {
        return failure instanceof BadUserRequestException
                || failure instanceof ParseException
                || failure instanceof MigrationPlanValidationException
                || failure instanceof MigratingProcessInstanceValidationException;
    }

    /** The refusal behind an exception; empty for a real fault. */
    public static Optional<ProblemException> refusalIn(Throwable exception) {
        var outage = DatabaseOutage.answerTo(exception);
        if (outage.isPresent()) {
            return Optional.of(outage.get());
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
                    new ConflictException("CONCURRENT_CHANGE", "Another person changed it at this moment. Try again."));
        }
        if (cause instanceof TaskAlreadyClaimedException) {
            return Optional.of(new ConflictException("ALREADY_ASSIGNED", "Another person has claimed this task."));
        }
        if (cause instanceof SuspendedEntityInteractionException) {
            return Optional.of(new ConflictException("SUSPENDED", "An operator has suspended this process."));
        }
        if (cause instanceof NullValueException
                && String.valueOf(cause.getMessage()).contains("task is null")) {
            return Optional.of(new ConflictException(
                    "TASK_GONE", "This task is over: another person or a timer was faster. Look at the ticket again."));
        }
        if (cause instanceof ProcessEngineException
                && cause.getClass().getSimpleName().endsWith("NotFoundException")) {
            return Optional.of(new NotFoundException("NOT_FOUND", String.valueOf(cause.getMessage())));
        }
        if (cause instanceof MismatchingMessageCorrelationException) {
            return Optional.of(notDelivered(String.valueOf(cause.getMessage())));
        }
        if (cause instanceof DmnEngineException || cause instanceof FeelException) {
            return Optional.of(new ConflictException("TABLE_FAILED", BrokenTableException.words(cause.getMessage())));
        }
        if (cause instanceof NullValueException || isBadRequest(cause)) {
            return Optional.of(unknownOrUnreadable(String.valueOf(cause.getMessage())));
        }
        if (cause instanceof NullPointerException
                && NOTHING_FOUND.matcher(String.valueOf(cause.getMessage())).matches()) {
            return Optional.of(new NotFoundException("NOT_FOUND", "There is no such thing."));
        }
        if (cause instanceof AuthorizationException) {
            return Optional.of(new ForbiddenException("FORBIDDEN", String.valueOf(cause.getMessage())));
        }
        if (cause instanceof SQLException database) {
            return refusal(database);
        }
        return isTheEnginesWord(cause)
                ? Optional.of(new ConflictException("NOT_POSSIBLE", String.valueOf(cause.getMessage())))
                : Optional.empty();
    }

    private static ProblemException notDelivered(String message) {
        var several = SEVERAL_WAIT.matcher(message);
        return several.find()
                ? new ConflictException(
                        "SEVERAL_WAIT",
                        "%s processes wait for this message. Name one of them by businessKey or processInstanceId."
                                .formatted(several.group(1)))
                : new ConflictException("NOTHING_WAITS", "No process waits for this message, so nothing has changed.");
    }

    private static ProblemException unknownOrUnreadable(String message) {
        return THERE_IS_NONE.matcher(message).matches()
                ? new NotFoundException("NOT_FOUND", message)
                : new UnreadableException(message);
    }

    /** The engine refuses with its most general exception, and wraps real faults in the same one: a real fault has a cause. */
    private static boolean isTheEnginesWord(Throwable cause) {
        return cause.getClass() == ProcessEngineException.class
                && (cause.getCause() == null || cause.getCause() instanceof ELException);
    }

    /** Decides by the class of the SQL state: 22 is invalid data, 23 a violated constraint. The message would show rows. */
    private static Optional<ProblemException> refusal(SQLException database) {
        var state = String.valueOf(database.getSQLState());
        if (state.equals(SYNTAX_ERROR)) {
            return Optional.of(new UnreadableException("Such a question cannot be asked: a list in it is empty."));
        }
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
