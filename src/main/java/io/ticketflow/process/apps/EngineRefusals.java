package io.ticketflow.process.apps;

import io.ticketflow.platform.ProblemException;
import io.ticketflow.platform.UnreadableException;
import io.ticketflow.process.engine.RefusalInterceptor;
import jakarta.ws.rs.container.ContainerRequestContext;
import jakarta.ws.rs.container.ContainerRequestFilter;
import jakarta.ws.rs.container.ContainerResponseContext;
import jakarta.ws.rs.container.ContainerResponseFilter;
import jakarta.ws.rs.core.FeatureContext;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.ext.ExceptionMapper;
import java.lang.annotation.Annotation;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.camunda.bpm.engine.rest.dto.ExceptionDto;
import org.glassfish.jersey.internal.spi.AutoDiscoverable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers a refusal with a 4xx and a sentence for people, in engine-rest and in the web applications (Tasklist shows the sentence and keeps the form). Jersey
 * finds this class by {@code META-INF/services}, because the engine registers its resources itself. {@link RefusalInterceptor} decides what is a refusal: a
 * mapper for the engine's exceptions would compete with the engine's own mapper, and Jersey does not define which one wins. Only real faults are answered with
 * 500.
 */
public class EngineRefusals implements AutoDiscoverable {

    private static final Logger LOG = LoggerFactory.getLogger(EngineRefusals.class);
    private static final Annotation[] NO_ANNOTATIONS = {};
    private static final int SERVER_ERROR = 500;
    private static final Map<String, Object> OUR_MISTAKE = Map.of(
            "type", "INTERNAL_ERROR", "message", "Something went wrong on our side. The request id leads to the log.");

    @Override
    public void configure(FeatureContext context) {
        context.register(Mapper.class);
        context.register(Unwrapping.class);
        context.register(BoundedBodies.class);
        context.register(TaskCommentRoutes.class);
    }

    private static Map<String, Object> body(ProblemException refusal) {
        var body = new LinkedHashMap<String, Object>();
        body.put("type", refusal.code());
        body.put("message", sentence(refusal));
        body.putAll(refusal.properties());
        return body;
    }

    private static String sentence(ProblemException refusal) {
        var errors = refusal.errors().stream()
                .map(error -> error.field() + " " + error.message())
                .toList();
        return errors.isEmpty() ? refusal.detail() : refusal.detail() + " " + String.join("; ", errors) + ".";
    }

    /** Restores the refusal where a resource of the engine has turned it into an error of its own. */
    static class Unwrapping implements ContainerRequestFilter, ContainerResponseFilter {

        @Override
        public void filter(ContainerRequestContext request) {
            RefusalInterceptor.takeLast();
        }

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            var failure = RefusalInterceptor.takeLast();
            if (response.getStatus() < SERVER_ERROR) {
                return;
            }
            var refusal = failure.isEmpty()
                    ? Optional.of(notUnderstood(request, response))
                    : RefusalInterceptor.refusalIn(failure.get());
            response.setStatus(refusal.map(ProblemException::status).orElse(SERVER_ERROR));
            response.setEntity(
                    refusal.map(EngineRefusals::body).orElse(OUR_MISTAKE),
                    NO_ANNOTATIONS,
                    MediaType.APPLICATION_JSON_TYPE);
        }

        /** No command has failed: the engine's resource itself could not handle the request, for example because the body is missing. */
        private static ProblemException notUnderstood(
                ContainerRequestContext request, ContainerResponseContext response) {
            if (response.getEntity() instanceof ExceptionDto said) {
                LOG.info(
                        "{} {} was not understood: {}",
                        request.getMethod(),
                        request.getUriInfo().getPath(),
                        said.getType());
                // The message has a code when it is the engine's own, and none when it is Java's.
                if (said.getCode() != null) {
                    return new UnreadableException(said.getMessage());
                }
            }
            return new UnreadableException(
                    "The request cannot be read: something in it is missing, or not what it should be.");
        }
    }

    static class Mapper implements ExceptionMapper<ProblemException> {
        @Override
        public Response toResponse(ProblemException refusal) {
            return Response.status(refusal.status())
                    .type(MediaType.APPLICATION_JSON_TYPE)
                    .entity(body(refusal))
                    .build();
        }
    }
}
