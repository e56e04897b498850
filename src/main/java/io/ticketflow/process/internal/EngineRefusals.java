package io.ticketflow.process.internal;

import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.ProblemException;
import jakarta.persistence.PersistenceException;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.SuspendedEntityInteractionException;
import org.camunda.bpm.engine.TaskAlreadyClaimedException;
import org.camunda.bpm.engine.exception.NullValueException;
import org.camunda.bpm.engine.rest.exception.ProcessEngineExceptionHandler;
import org.camunda.bpm.engine.rest.exception.RestException;
import org.camunda.bpm.engine.rest.exception.RestExceptionHandler;
import org.glassfish.jersey.internal.spi.AutoDiscoverable;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Makes what is refused at the engine's doors a 4xx with a sentence for people, in engine-rest and in the web applications (Tasklist shows it and keeps
 * the form): our listeners' refusals, and what the engine answers with 500 although nothing is broken, such as a task that somebody else has completed.
 * Jersey finds this class by {@code META-INF/services}, because the engine registers its resources itself.
 */
public class EngineRefusals implements AutoDiscoverable {

    @Override
    public void configure(FeatureContext context) {
        context.register(OfOurs.class)
                .register(OfRest.class)
                .register(OfEngine.class)
                .register(OfDatabase.class)
                .register(OfPersistence.class);
    }

    /** The refusal behind an exception; empty when something is really broken. */
    private static Optional<ProblemException> refusalIn(Throwable exception) {
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
        return cause instanceof SQLException database ? refusal(database) : Optional.empty();
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

    private static Response answer(ProblemException refusal) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", refusal.code());
        body.put("message", sentence(refusal));
        body.putAll(refusal.properties());
        return Response.status(refusal.status())
                .type(MediaType.APPLICATION_JSON_TYPE)
                .entity(body)
                .build();
    }

    private static String sentence(ProblemException refusal) {
        var errors = refusal.errors().stream()
                .map(error -> error.field() + " " + error.message())
                .toList();
        return errors.isEmpty() ? refusal.detail() : refusal.detail() + " " + String.join("; ", errors) + ".";
    }

    /** Thrown by our listeners, and not wrapped on its way. */
    static class OfOurs implements ExceptionMapper<ProblemException> {
        @Override
        public Response toResponse(ProblemException refusal) {
            return answer(refusal);
        }
    }

    /** Wrapped by the engine's REST resources; everything else keeps the engine's own answer. */
    static class OfRest implements ExceptionMapper<RestException> {
        private final RestExceptionHandler engines = new RestExceptionHandler();

        @Override
        public Response toResponse(RestException exception) {
            return refusalIn(exception).map(EngineRefusals::answer).orElseGet(() -> engines.toResponse(exception));
        }
    }

    /** Thrown by the engine itself. */
    static class OfEngine implements ExceptionMapper<ProcessEngineException> {
        private final ProcessEngineExceptionHandler engines = new ProcessEngineExceptionHandler();

        @Override
        public Response toResponse(ProcessEngineException exception) {
            return refusalIn(exception).map(EngineRefusals::answer).orElseGet(() -> engines.toResponse(exception));
        }
    }

    /** Found out by the database when the transaction was written. */
    static class OfDatabase implements ExceptionMapper<DataAccessException> {
        @Override
        public Response toResponse(DataAccessException exception) {
            return refusalIn(exception).map(EngineRefusals::answer).orElseThrow(() -> exception);
        }
    }

    /** As {@link OfDatabase}, before Spring has translated it. */
    static class OfPersistence implements ExceptionMapper<PersistenceException> {
        @Override
        public Response toResponse(PersistenceException exception) {
            return refusalIn(exception).map(EngineRefusals::answer).orElseThrow(() -> exception);
        }
    }
}
