package io.ticketflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.session.Scope;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Tests every route with every role, on the caller's own things and on those of others. The expected answers are in {@code access-matrix.txt}. */
@TicketflowTest
class AccessMatrixTests {

    private static final List<String> CALLERS = List.of("user", "engineer", "senior", "lead", "manager", "admin");

    @Autowired
    private RouteCaller routeCaller;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    @LocalServerPort
    private int port;

    private Http http;

    @BeforeEach
    void beginAnew() {
        routeCaller.beginAnew();
        http = Http.on(port);
    }

    static Stream<RouteRow> rows() {
        return RouteRow.all();
    }

    @Test
    void every_route_has_its_row() {
        var known = rows().map(RouteRow::shape).collect(Collectors.toSet());
        var declared = new TreeSet<String>();
        routes.getHandlerMethods().forEach((route, handler) -> {
            if (handler.getBeanType().getName().startsWith("io.ticketflow")) {
                for (var method : route.getMethodsCondition().getMethods()) {
                    route.getPatternValues().forEach(path -> declared.add(RouteRow.shape(method.name(), path)));
                }
            }
        });

        assertThat(declared).hasSizeGreaterThan(70).isSubsetOf(known);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_role_gets_what_the_table_says(RouteRow row) {
        var actual = new LinkedHashMap<String, String>();
        var expected = new LinkedHashMap<String, String>();
        expected.put("nobody", row.expected().get(0));
        actual.put("nobody", String.valueOf(ask(row, null, true)));
        for (var i = 0; i < CALLERS.size(); i++) {
            var caller = CALLERS.get(i);
            var answers = row.expected().get(i + 1);
            expected.put(caller, answers);
            actual.put(
                    caller,
                    answers.contains("/")
                            ? ask(row, caller, true) + "/" + ask(row, caller, false)
                            : String.valueOf(ask(row, caller, true)));
        }

        assertThat(actual).isEqualTo(expected);
    }

    private int ask(RouteRow row, @Nullable String caller, boolean own) {
        var request = routeCaller.request(row, http, caller, own);
        var client = caller == null ? http : row.path().endsWith("/logout") ? http.asAnew(caller) : http.as(caller);
        return request.status(client);
    }

    /** The things in the paths do not exist: only the answer 403 matters, which says that a scope does not cover the route. */
    @Test
    void a_personal_token_reaches_what_its_scope_names() {
        var tokens = new TreeMap<String, Http>();
        for (var scope : Scope.values()) {
            var created = http.as("admin")
                    .json(
                            "POST",
                            "/api/v1/auth/tokens",
                            "{\"name\": \"m\", \"scopes\": [\"%s\"]}".formatted(scope.text()));
            tokens.put(scope.text(), http.bearer(JsonPath.read(created.body(), "$.token")));
        }
        var actual = new TreeMap<String, Set<String>>();
        var expected = new TreeMap<String, Set<String>>();

        rows().filter(row -> !row.reach().equals("-")).forEach(row -> {
            var path = row.path().replaceAll("\\{\\w+}", UUID.randomUUID().toString());
            expected.put(row.shape(), scopes(row.reach()));
            actual.put(
                    row.shape(),
                    tokens.entrySet().stream()
                            .filter(token -> token.getValue().status(row.method(), path, "{}") != 403)
                            .map(Map.Entry::getKey)
                            .collect(Collectors.toSet()));
        });

        assertThat(actual).hasSizeGreaterThan(70).isEqualTo(expected);
    }

    private static Set<String> scopes(String reach) {
        return switch (reach) {
            case "open" -> Arrays.stream(Scope.values()).map(Scope::text).collect(Collectors.toSet());
            case "none" -> Set.of();
            default -> Set.of(Scope.of(reach).text());
        };
    }

    @Test
    void every_role_has_its_column() {
        assertThat(CALLERS).hasSize(Role.values().length);
        assertThat(rows().map(row -> row.expected().size())).containsOnly(CALLERS.size() + 1);
    }
}
