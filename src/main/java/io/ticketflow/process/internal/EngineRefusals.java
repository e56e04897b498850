package io.ticketflow.process.internal;

import io.ticketflow.platform.ProblemException;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.util.LinkedHashMap;
import org.camunda.bpm.engine.rest.exception.RestException;
import org.glassfish.jersey.internal.spi.AutoDiscoverable;
import org.jspecify.annotations.Nullable;

/**
 * Makes what our listeners refuse a 4xx with a sentence for people, in engine-rest and in the web applications (Tasklist shows it and keeps the form).
 * Jersey finds this class by {@code META-INF/services}, because the engine registers its resources itself.
 */
public class EngineRefusals implements AutoDiscoverable {

    @Override
    public void configure(FeatureContext context) {
        context.register(Refused.class).register(Wrapped.class);
    }

    /** Ours, as it was thrown. */
    static class Refused implements ExceptionMapper<ProblemException> {
        @Override
        public Response toResponse(ProblemException refusal) {
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
    }

    /** Ours, wrapped by the engine on its way; everything else keeps the engine's own answer. */
    static class Wrapped implements ExceptionMapper<RestException> {

        private final Refused refused = new Refused();
        private final org.camunda.bpm.engine.rest.exception.RestExceptionHandler engines =
                new org.camunda.bpm.engine.rest.exception.RestExceptionHandler();

        @Override
        public Response toResponse(RestException exception) {
            for (@Nullable Throwable cause = exception.getCause(); cause != null; cause = cause.getCause()) {
                if (cause instanceof ProblemException refusal) {
                    return refused.toResponse(refusal);
                }
            }
            return engines.toResponse(exception);
        }
    }
}
