package io.ticketflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.jayway.jsonpath.JsonPath;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.io.IOException;
import java.net.URLEncoder;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The OpenAPI document is complete, and every answer to every request has a status that the document names. */
@TicketflowTest
class ApiDescriptionTests {

    private static final long SEED = 20261123;
    private static final int TRIES = 8;

    /** Routes that end the caller's session, or whose answer never ends. */
    private static final Set<String> LEFT_ALONE =
            Set.of("/api/v1/auth/logout", "/api/v1/notifications/stream", "/api/v1/auth/sessions/{id}");

    /** The examples of these routes name a mailed secret, a password or a person that does not exist, and are refused only for that. */
    private static final Set<String> ABOUT_NOBODY = Set.of(
            "POST /api/v1/auth/verify-email",
            "POST /api/v1/auth/reset-password",
            "POST /api/v1/auth/mfa/enable",
            "POST /api/v1/reports/subscriptions",
            "POST /api/v1/tickets/{id}/assign",
            "POST /api/v1/tickets/{id}/links",
            "POST /api/v1/tickets/{id}/merge",
            "POST /api/v1/tickets/{id}/redact",
            "PUT /api/v1/auth/me/password");

    /** Texts that programs have failed on. */
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "-1",
            "0",
            "99999999999999999999",
            "1e400",
            "NaN",
            "null",
            "true",
            "\u0000",
            "a\u0000b",
            "\uD83D\uDCA5",
            "\uD83D",
            "' or 1=1 --",
            "%",
            "..",
            "a\nb",
            "TKT-1001",
            "TKT-99999999999999999999",
            "TKT-",
            "me",
            "none",
            "P1",
            "OPEN",
            "PUBLIC",
            "createdAt",
            "2026-11-23T08:00:00Z",
            "+1000000000-01-01T00:00:00Z",
            "2026-02-30T00:00:00Z",
            "PT1S",
            "P999999999999D",
            "\"a b",
            "a:* & !b",
            "eA",
            "x".repeat(5_000),
            UUID.randomUUID().toString());

    @Autowired
    private World world;

    @Autowired
    private PeopleWithPasswords people;

    private final ObjectMapper json = new ObjectMapper();
    private Http http;
    private JsonNode document;

    @BeforeEach
    void read(@LocalServerPort int port) throws IOException {
        world.beginAnew();
        http = Http.on(port);
        var answer = http.get("/v3/api-docs");
        Files.createDirectories(Path.of("target"));
        // A developer can read there what has changed.
        Files.writeString(Path.of("target", "openapi.json"), answer.body());
        document = json.readTree(answer.body());
    }

    @AfterAll
    static void leaveNothing(@Autowired World world) {
        world.beginAnew();
    }

    /** A route of the document. */
    private record Route(String method, String path, JsonNode operation) {
        String name() {
            return method + " " + path;
        }
    }

    private List<Route> routes() {
        var routes = new ArrayList<Route>();
        document.get("paths").properties().forEach(path -> path.getValue()
                .properties()
                .forEach(operation -> routes.add(
                        new Route(operation.getKey().toUpperCase(Locale.ROOT), path.getKey(), operation.getValue()))));
        return routes;
    }

    @Test
    void every_route_has_a_name_of_its_own_a_summary_and_answers() {
        var names = new HashSet<String>();

        assertThat(routes()).hasSizeGreaterThan(90).allSatisfy(route -> {
            assertThat(names.add(route.operation().path("operationId").asText()))
                    .as(route.name() + ": " + route.operation().path("operationId"))
                    .isTrue();
            assertThat(route.operation().path("operationId").asText())
                    .as(route.name())
                    .matches("[a-z][A-Za-z]+");
            assertThat(route.operation().path("summary").asText())
                    .as(route.name())
                    .isNotBlank();
            assertThat(fields(route.operation().get("responses")))
                    .as(route.name())
                    .contains("400", "401", "403", "429")
                    .anyMatch(status -> status.startsWith("2"));
        });
    }

    /** A tag that controllers describe differently stands in the document twice, and generators of clients refuse it. */
    @Test
    void each_tag_stands_in_the_document_once() {
        assertThat(document.path("tags").findValuesAsText("name"))
                .hasSizeGreaterThan(5)
                .doesNotHaveDuplicates();
    }

    /** Generators of clients fail at a set of values whose type has no name of its own. */
    @Test
    void each_set_of_constants_names_their_type() {
        var sets = JsonPath.<List<Map<String, Object>>>read(document.toString(), "$..[?(@.uniqueItems)].items");

        assertThat(sets).hasSizeGreaterThan(5).noneMatch(items -> items.containsKey("enum"));
    }

    private static List<String> fields(JsonNode node) {
        var names = new ArrayList<String>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void every_reference_leads_somewhere() {
        var text = document.toString();
        var named = JsonPath.<List<String>>read(text, "$..['$ref']");

        assertThat(named).isNotEmpty().allSatisfy(reference -> {
            var node = document;
            for (var part : reference.substring(2).split("/", -1)) {
                node = node.path(part);
            }
            assertThat(node.isMissingNode()).as(reference).isFalse();
        });
    }

    /** For readers of the document: each member whose name does not say it all has an example of its type. */
    @Test
    void every_member_has_an_example_of_its_kind() {
        var schemas = document.path("components").path("schemas");

        assertThat(fields(schemas)).allSatisfy(name -> schemas.path(name)
                .path("properties")
                .properties()
                .forEach(member -> {
                    var kind = member.getValue();
                    if (!kind.has("$ref") && !kind.has("enum") && !hasReferences(kind)) {
                        assertThat(kindOf(kind.path("example")))
                                .as(name + "." + member.getKey() + ": " + kind)
                                .isIn(kinds(kind.path("type")));
                    }
                }));
    }

    /** Whether the member consists of other schemas, which have examples of their own, or is a boolean. */
    private static boolean hasReferences(JsonNode kind) {
        return kind.path("items").has("$ref") || kind.path("type").asText().equals("boolean");
    }

    private static Set<String> kinds(JsonNode type) {
        var kinds = new HashSet<String>();
        if (type.isArray()) {
            type.forEach(one -> kinds.add(one.asText()));
        } else {
            kinds.add(type.asText());
        }
        return kinds;
    }

    private static String kindOf(JsonNode example) {
        return switch (example.getNodeType()) {
            case STRING -> "string";
            case NUMBER -> example.isIntegralNumber() ? "integer" : "number";
            case ARRAY -> "array";
            case OBJECT -> "object";
            default -> "none";
        };
    }

    /** A client can send each example as it is: the things and people in it may not exist, but its form is valid. */
    @Test
    void every_body_has_an_example_that_is_understood() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3).number();
        var admin = signedIn(people.someone(Role.ADMIN));
        var answers = new TreeMap<String, String>();

        for (var route : routes()) {
            var content = route.operation().path("requestBody").path("content").path("application/json");
            if (content.isMissingNode()) {
                continue;
            }
            assertThat(content.has("example")).as(route.name()).isTrue();
            var path = route.path()
                    .replace("/processes/{key}", "/processes/ticket-lifecycle")
                    .replace("tickets/{id}", "tickets/" + ticket)
                    .replaceAll("\\{\\w+}", UUID.randomUUID().toString());
            var answer = send(admin, route, path, content.get("example").toString());
            if (List.of(400, 415, 422).contains(answer.statusCode())) {
                answers.put(route.name(), answer.body());
            }
        }

        assertThat(answers.keySet()).as(answers.toString()).isSubsetOf(ABOUT_NOBODY);
    }

    @Test
    void whatever_is_sent_the_answer_is_one_that_the_document_names() {
        var random = new Random(SEED);
        world.openAndRouted(Category.VM, Priority.P3);
        var callers = List.of(signedIn(people.someone(Role.ADMIN)), signedIn(people.someone(Role.END_USER)), http);
        var surprises = new ArrayList<String>();

        for (var route : routes()) {
            if (LEFT_ALONE.contains(route.path())) {
                continue;
            }
            for (var i = 0; i < TRIES; i++) {
                var target = target(route, random);
                var body = body(route, random);
                var caller = callers.get(i % callers.size() == 2 ? 2 : random.nextInt(2));
                var answer = send(caller, route, target, body);
                var status = Integer.toString(answer.statusCode());
                if (answer.statusCode() >= 500
                        || !route.operation().get("responses").has(status)) {
                    surprises.add(
                            "%s %s %.300s → %s %.300s".formatted(route.method(), target, body, status, answer.body()));
                }
            }
        }

        assertThat(surprises).isEmpty();
    }

    private Http signedIn(Person person) {
        var answer = http.json(
                "POST",
                "/api/v1/auth/login",
                "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(person.handle(), PeopleWithPasswords.PASSWORD));
        return http.bearer(JsonPath.read(answer.body(), "$.accessToken"));
    }

    private static HttpResponse<String> send(Http caller, Route route, String target, String body) {
        return caller.send(route.method(), target, body, "application/json");
    }

    private String target(Route route, Random random) {
        var target = route.path();
        var query = new StringBuilder();
        for (var parameter : route.operation().path("parameters")) {
            var name = parameter.get("name").asText();
            var value = text(parameter.path("schema"), random);
            if (parameter.get("in").asText().equals("path")) {
                // An empty value would make it another route.
                target = target.replace("{" + name + "}", encoded(value.isBlank() || value.equals("..") ? "x" : value));
            } else if (parameter.get("in").asText().equals("query") && random.nextInt(3) == 0) {
                query.append(query.isEmpty() ? '?' : '&')
                        .append(name)
                        .append('=')
                        .append(encoded(value));
            }
        }
        return target + query;
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    private String text(JsonNode schema, Random random) {
        var choices =
                schema.has("enum") ? schema.get("enum") : schema.path("items").path("enum");
        if (choices instanceof ArrayNode values && random.nextInt(3) > 0) {
            return values.get(random.nextInt(values.size())).asText();
        }
        return TEXTS.get(random.nextInt(TEXTS.size()));
    }

    private String body(Route route, Random random) {
        var schema = route.operation()
                .path("requestBody")
                .path("content")
                .path("application/json")
                .path("schema");
        if (schema.isMissingNode()) {
            return "";
        }
        return switch (random.nextInt(10)) {
            case 0 -> TEXTS.get(random.nextInt(TEXTS.size()));
            case 1 -> "[".repeat(100);
            case 2 -> "{}";
            default -> value(schema, random, 0).toString();
        };
    }

    /** A random value, mostly of the type that the schema demands. */
    private JsonNode value(JsonNode schema, Random random, int depth) {
        if (schema.has("$ref")) {
            var name = schema.get("$ref").asText().replace("#/components/schemas/", "");
            return value(document.path("components").path("schemas").path(name), random, depth + 1);
        }
        if (random.nextInt(12) == 0 || depth > 6) {
            return odd(random);
        }
        return switch (schema.path("type").asText()) {
            case "object" -> {
                var object = json.createObjectNode();
                schema.path("properties").properties().forEach(property -> {
                    if (random.nextInt(4) > 0) {
                        object.set(property.getKey(), value(property.getValue(), random, depth + 1));
                    }
                });
                yield object;
            }
            case "array" -> {
                var array = json.createArrayNode();
                for (var i = random.nextInt(3); i >= 0; i--) {
                    array.add(value(schema.path("items"), random, depth + 1));
                }
                yield array;
            }
            case "integer", "number" -> json.getNodeFactory().numberNode(random.nextInt(5) - 1);
            case "boolean" -> json.getNodeFactory().booleanNode(random.nextBoolean());
            default -> json.getNodeFactory().textNode(text(schema, random));
        };
    }

    private JsonNode odd(Random random) {
        return List.<JsonNode>of(
                        json.nullNode(),
                        json.getNodeFactory().numberNode(Long.MAX_VALUE),
                        json.getNodeFactory().numberNode(1.5),
                        json.getNodeFactory().textNode("\u0000"),
                        json.createArrayNode(),
                        json.createObjectNode())
                .get(random.nextInt(6));
    }

    @Test
    void both_pages_for_readers_open() {
        assertThat(http.get("/docs").statusCode()).isEqualTo(302);
        assertThat(http.get("/redoc").body()).contains("/v3/api-docs", "/redoc/redoc.standalone.js");
        assertThat(http.get("/redoc/redoc.standalone.js").statusCode()).isEqualTo(200);
    }

    @Test
    void the_description_is_written_once_and_the_same_for_all() {
        for (var path : List.of("/v3/api-docs", "/v3/api-docs.yaml")) {
            var first = http.get(path);
            var second = http.get(path);

            assertThat(second.statusCode()).isEqualTo(200);
            assertThat(second.body()).isEqualTo(first.body()).contains("createTicket");
            assertThat(second.headers().firstValue("Content-Type"))
                    .isEqualTo(first.headers().firstValue("Content-Type"));
            assertThat(second.headers().firstValue("X-Content-Type-Options")).hasValue("nosniff");
        }
    }
}
