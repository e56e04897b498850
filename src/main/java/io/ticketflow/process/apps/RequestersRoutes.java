package io.ticketflow.process.apps;

import io.ticketflow.identity.Directory;
import io.ticketflow.identity.session.SignedIn;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpMethod;
import org.springframework.security.authorization.AuthorizationDecision;
import org.springframework.security.authorization.AuthorizationManager;
import org.springframework.security.web.access.intercept.RequestAuthorizationContext;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.NegatedRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;
import org.springframework.stereotype.Component;

/**
 * The only routes of the engine that requesters may use: those with which Tasklist shows the tasks that wait for them. Other routes would show a requester
 * little, but make the engine search through all data.
 */
@Component
class RequestersRoutes {

    private static final PathPatternRequestMatcher.Builder PATHS = PathPatternRequestMatcher.withDefaults();

    /** The form of the engine's ids; it excludes other routes below the same path. */
    private static final String TASK = "{id:[0-9a-f-]+}";

    private static final String DEFINITION = "{id:.+:.+}";

    /** The roots of the same resources: the REST API and the web applications' copy of it. */
    private static final List<String> ROOTS =
            List.of("/engine-rest", "/engine-rest/engine/default", "/camunda/api/engine/engine/default");

    private static final RequestMatcher ALLOWED = new OrRequestMatcher(Stream.concat(
                    Stream.of(
                            PATHS.matcher(HttpMethod.GET, "/engine-rest/engine"),
                            PATHS.matcher(HttpMethod.GET, "/camunda/api/engine/engine/"),
                            new NegatedRequestMatcher(new OrRequestMatcher(
                                    PATHS.matcher("/engine-rest/**"), PATHS.matcher("/camunda/api/**"))),
                            PATHS.matcher("/camunda/api/admin/auth/**"),
                            PATHS.matcher("/camunda/api/*/plugin/*/static/**")),
                    ROOTS.stream().flatMap(RequestersRoutes::ofTasks))
            .toArray(RequestMatcher[]::new));

    private final Directory directory;

    RequestersRoutes(Directory directory) {
        this.directory = directory;
    }

    private static Stream<RequestMatcher> ofTasks(String root) {
        return Stream.of(
                PATHS.matcher(HttpMethod.GET, root + "/version"),
                PATHS.matcher(HttpMethod.GET, root + "/filter"),
                PATHS.matcher(HttpMethod.OPTIONS, root + "/filter"),
                PATHS.matcher(HttpMethod.GET, root + "/filter/count"),
                PATHS.matcher(HttpMethod.GET, root + "/filter/{id}"),
                PATHS.matcher(HttpMethod.OPTIONS, root + "/filter/{id}"),
                PATHS.matcher(root + "/filter/{id}/list"),
                PATHS.matcher(root + "/filter/{id}/count"),
                PATHS.matcher(root + "/filter/{id}/singleResult"),
                PATHS.matcher(root + "/task"),
                PATHS.matcher(root + "/task/count"),
                PATHS.matcher(root + "/task/" + TASK + "/**"),
                PATHS.matcher(HttpMethod.GET, root + "/history/user-operation"),
                PATHS.matcher(HttpMethod.GET, root + "/history/user-operation/count"),
                PATHS.matcher(HttpMethod.GET, root + "/variable-instance/{id}"),
                PATHS.matcher(HttpMethod.GET, root + "/process-definition"),
                PATHS.matcher(HttpMethod.GET, root + "/process-definition/count"),
                PATHS.matcher(HttpMethod.GET, root + "/process-definition/" + DEFINITION),
                PATHS.matcher(HttpMethod.GET, root + "/process-definition/" + DEFINITION + "/xml"),
                PATHS.matcher(HttpMethod.GET, root + "/process-definition/" + DEFINITION + "/diagram"),
                PATHS.matcher(HttpMethod.GET, root + "/authorization/check"),
                PATHS.matcher(HttpMethod.GET, root + "/identity/groups"),
                PATHS.matcher(HttpMethod.GET, root + "/user"),
                PATHS.matcher(HttpMethod.GET, root + "/user/count"),
                PATHS.matcher(HttpMethod.GET, root + "/user/{id}/profile"));
    }

    /** Grants these routes to requesters, and all routes to staff and process owners. */
    AuthorizationManager<RequestAuthorizationContext> only() {
        return (caller, asked) -> new AuthorizationDecision(
                ALLOWED.matches(asked.getRequest()) || mayAskMore(caller.get().getPrincipal()));
    }

    private boolean mayAskMore(@Nullable Object caller) {
        return caller instanceof SignedIn signedIn
                && directory
                        .find(signedIn.userId())
                        .filter(person -> person.isStaff() || person.processOwner())
                        .isPresent();
    }
}
