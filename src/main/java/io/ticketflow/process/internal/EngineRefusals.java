package io.ticketflow.process.internal;

import io.ticketflow.platform.ProblemException;
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
import org.glassfish.jersey.internal.spi.AutoDiscoverable;

/**
 * Makes a refusal a 4xx with a sentence for people, in engine-rest and in the web applications (Tasklist shows it and keeps the form). Jersey finds this
 * class by {@code META-INF/services}, because the engine registers its resources itself. What becomes a refusal, {@link RefusalInterceptor} says: a
 * mapper of the engine's exceptions would compete with the engine's own, and Jersey does not say which one wins.
 */
public class EngineRefusals implements AutoDiscoverable {

    private static final Annotation[] NO_ANNOTATIONS = {};

    @Override
    public void configure(FeatureContext context) {
        context.register(Mapper.class);
        context.register(Unwrapping.class);
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

    /** Puts the refusal back where a resource of the engine has made an error of it. */
    static class Unwrapping implements ContainerRequestFilter, ContainerResponseFilter {

        @Override
        public void filter(ContainerRequestContext request) {
            RefusalInterceptor.takeLast();
        }

        @Override
        public void filter(ContainerRequestContext request, ContainerResponseContext response) {
            var refused = RefusalInterceptor.takeLast();
            if (response.getStatus() >= 500 && refused.isPresent()) {
                response.setStatus(refused.get().status());
                response.setEntity(body(refused.get()), NO_ANNOTATIONS, MediaType.APPLICATION_JSON_TYPE);
            }
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
