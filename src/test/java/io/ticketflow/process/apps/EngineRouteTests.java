package io.ticketflow.process.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketflow.Http;
import io.ticketflow.Multipart;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.filter.Filter;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * Sends requests with unknown ids and with unreadable content to every route of the engine's REST API: each answer is an error of the caller, never of the
 * server.
 */
@TicketflowTest
@TestInstance(Lifecycle.PER_CLASS)
class EngineRouteTests {

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int DEPTH = 4;

    @Autowired
    private World world;

    @Autowired
    private ProcessEngine engine;

    @LocalServerPort
    private int port;

    private JsonNode api;
    private Set<String> filters;
    private Set<String> authorizations;

    /** An operation from the engine's description, with an unknown id in its path. */
    private record Route(String method, String path, List<String> parameters, JsonNode bodies) {

        boolean isForm() {
            return bodies.has("multipart/form-data");
        }

        boolean hasBody() {
            return !bodies.isEmpty();
        }
    }

    @BeforeAll
    void readTheApi() throws IOException {
        try (var description = ProcessEngine.class.getResourceAsStream("/openapi.json")) {
            api = JSON.readTree(description);
        }
        world.beginAnew();
        filters = filters().collect(Collectors.toSet());
        authorizations = authorizations().collect(Collectors.toSet());
    }

    /** Deletes what an administrator's requests have created meanwhile. */
    @AfterAll
    void nothingIsLeft() {
        filters().filter(id -> !filters.contains(id)).forEach(engine.getFilterService()::deleteFilter);
        authorizations()
                .filter(id -> !authorizations.contains(id))
                .forEach(engine.getAuthorizationService()::deleteAuthorization);
        var management = engine.getManagementService();
        management.createBatchQuery().list().forEach(batch -> management.deleteBatch(batch.getId(), true));
    }

    private Stream<String> filters() {
        return engine.getFilterService().createFilterQuery().list().stream().map(Filter::getId);
    }

    private Stream<String> authorizations() {
        return engine.getAuthorizationService().createAuthorizationQuery().list().stream()
                .map(Authorization::getId);
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "admin"})
    void an_id_that_nothing_has_is_no_fault_of_ours(String who) {
        var caller = Http.on(port).as(who);

        assertThat(routes()).hasSizeGreaterThan(350);
        assertThat(ourFaults(routes().map(route ->
                        ask(caller, route, example(schema(route), 0).toString()))))
                .isEmpty();
    }

    @Test
    void a_body_that_cannot_be_read_is_no_fault_of_ours() {
        var caller = Http.on(port).as("admin");

        assertThat(ourFaults(routes().filter(Route::hasBody)
                        .flatMap(route -> Stream.of("", "{}", "[]", "null", "nonsense", "\"x\"")
                                .map(body -> ask(caller, route, body)))))
                .isEmpty();
    }

    @Test
    void a_parameter_that_cannot_be_read_is_no_fault_of_ours() {
        var caller = Http.on(port).as("admin");
        var asked = new HashSet<String>();

        assertThat(ourFaults(routes().filter(route -> route.method().equals("GET"))
                        .flatMap(route -> route.parameters().stream()
                                // Most lists accept the same parameters for their rows and for their count.
                                .filter(name -> asked.add(route.path().replace("/count", "") + name))
                                .flatMap(name -> Stream.of("~", "", "-1").map(value -> name + "=" + value))
                                .map(query -> caller.get("/engine-rest" + route.path() + "?" + query)))))
                .isEmpty();
        assertThat(asked).hasSizeGreaterThan(400);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET    | /process-instance/unknown/variables              |
                    GET    | /execution/unknown/localVariables/x              |
                    GET    | /process-definition/unknown/statistics           |
                    GET    | /external-task/unknown/errorDetails              |
                    GET    | /deployment/unknown/resources/unknown/data       |
                    GET    | /task/unknown/deployed-form                      |
                    POST   | /process-definition/unknown/start                | {}
                    POST   | /execution/unknown/signal                        | {}
                    PUT    | /process-instance/unknown/variables/x            | {"value": 1}
                    PUT    | /process-definition/unknown/history-time-to-live | {"historyTimeToLive": 1}
                    DELETE | /execution/unknown/localVariables/x              |
                    """)
    void what_there_is_not_is_not_found(String method, String path, String body) {
        var answer =
                Http.on(port).as("admin").json(method, "/engine-rest" + path, Objects.requireNonNullElse(body, ""));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(404);
        assertThat(answer.body()).doesNotContain("org.camunda", "Cannot invoke");
    }

    /** The requests whose answer is a fault of the server, with the answers. */
    private static Stream<String> ourFaults(Stream<HttpResponse<String>> answers) {
        return answers.filter(answer -> answer.statusCode() >= 500)
                .map(answer -> "%s: %d %s".formatted(answer.request(), answer.statusCode(), answer.body()));
    }

    private static HttpResponse<String> ask(Http caller, Route route, String body) {
        var path = "/engine-rest" + route.path();
        return route.isForm()
                ? caller.upload(path, Multipart.form().field("unknown", body))
                : caller.json(route.method(), path, route.hasBody() ? body : "");
    }

    private Stream<Route> routes() {
        var routes = new ArrayList<Route>();
        api.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().forEach(operation -> {
                    var names = new ArrayList<String>();
                    operation.getValue().path("parameters").forEach(parameter -> {
                        if (resolved(parameter).path("in").asText().equals("query")) {
                            names.add(resolved(parameter).get("name").asText());
                        }
                    });
                    routes.add(new Route(
                            operation.getKey().toUpperCase(Locale.ROOT),
                            path.getKey().replaceAll("\\{[^}]+}", "unknown"),
                            names,
                            operation.getValue().path("requestBody").path("content")));
                }));
        return routes.stream();
    }

    private static JsonNode schema(Route route) {
        return route.bodies().path("application/json").path("schema");
    }

    private JsonNode resolved(JsonNode described) {
        return described.has("$ref") ? api.at(described.get("$ref").asText().substring(1)) : described;
    }

    /** A body with all described members, each with a value of its type. */
    private JsonNode example(JsonNode described, int depth) {
        return JSON.valueToTree(value(resolved(described), depth));
    }

    private Object value(JsonNode schema, int depth) {
        if (schema.has("enum")) {
            return schema.get("enum").get(0);
        }
        if (schema.has("allOf") || schema.has("properties")) {
            return members(schema, depth);
        }
        return switch (schema.path("type").asText()) {
            case "array" -> depth < DEPTH ? List.of(example(schema.get("items"), depth + 1)) : List.of();
            case "integer", "number" -> 1;
            case "boolean" -> false;
            case "object" -> Map.of();
            default -> schema.path("format").asText().equals("date-time") ? "2030-01-01T00:00:00.000+0000" : "unknown";
        };
    }

    private Map<String, Object> members(JsonNode schema, int depth) {
        var members = new LinkedHashMap<String, Object>();
        schema.path("allOf").forEach(part -> members.putAll(members(resolved(part), depth)));
        if (depth < DEPTH) {
            schema.path("properties")
                    .properties()
                    .forEach(member -> members.put(member.getKey(), example(member.getValue(), depth + 1)));
        }
        return members;
    }
}
