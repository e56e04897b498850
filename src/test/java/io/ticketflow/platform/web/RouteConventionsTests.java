package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.RouteCaller;
import io.ticketflow.RouteCaller.Request;
import io.ticketflow.RouteRow;
import io.ticketflow.TicketflowTest;
import java.lang.reflect.Parameter;
import java.lang.reflect.RecordComponent;
import java.net.http.HttpResponse;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springdoc.core.annotations.ParameterObject;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.http.HttpHeaders;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/**
 * Rules for every route that changes something, and for every thing with an address of its own. The requests are the rows of {@code access-matrix.txt}, which
 * has a row for every route, and an administrator sends them. So a new route is tested here without another line.
 */
@TicketflowTest
class RouteConventionsTests {

    private static final String API = "/api/v1/";
    private static final String TICKETS = API + "tickets";
    private static final String IF_MATCH = HttpHeaders.IF_MATCH;

    /** A repetition of these requests changes nothing, so they need no key. */
    private static final Set<String> THE_SAME_TWICE =
            Set.of("POST /api/v1/tickets/{}/redact", "POST /api/v1/tickets/{}/history/{}/revert");

    @Autowired
    private RouteCaller routeCaller;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    private Http http;
    private Http admin;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        routeCaller.beginAnew();
        http = Http.on(port);
        admin = http.as("admin");
    }

    /** One row for each route of the API. */
    private static Stream<RouteRow> rows() {
        return RouteRow.all()
                .filter(row -> row.path().startsWith(API))
                // The same route as {person}.
                .filter(row -> !row.path().endsWith("/watchers/me"))
                .collect(Collectors.toMap(RouteRow::shape, row -> row, (first, second) -> first))
                .values()
                .stream()
                .sorted((one, other) -> one.shape().compareTo(other.shape()));
    }

    /** Without the routes that providers call in forms of their own. */
    static Stream<RouteRow> changes() {
        return rows().filter(row -> !row.method().equals("GET") && !row.path().contains("/webhooks/"));
    }

    static Stream<RouteRow> readings() {
        return rows().filter(row -> row.method().equals("GET"));
    }

    static Stream<RouteRow> changesWithJson() {
        return changes().filter(row -> row.body().startsWith("{"));
    }

    static Stream<RouteRow> acts() {
        return changes()
                .filter(row -> row.method().equals("POST") && row.path().startsWith(TICKETS))
                .filter(row -> !THE_SAME_TWICE.contains(row.shape()));
    }

    /** The routes that read one thing; {nothing} stands for a thing that does not exist. */
    static Stream<RouteRow> things() {
        return rows().filter(row -> row.method().equals("GET") && row.path().matches("[^?]*\\{(?!nothing)\\w+}"));
    }

    private Request request(RouteRow row) {
        return routeCaller.request(row, http, "admin", true);
    }

    /** The expected status for an administrator. */
    private static int usual(RouteRow row) {
        return Integer.parseInt(row.expected().get(6).replaceAll("/.*", ""));
    }

    private HandlerMethod handler(RouteRow row) {
        var handlers = new HashMap<String, HandlerMethod>();
        routes.getHandlerMethods().forEach((route, handler) -> {
            for (var method : route.getMethodsCondition().getMethods()) {
                route.getPatternValues().forEach(path -> handlers.put(RouteRow.shape(method.name(), path), handler));
            }
        });
        return Objects.requireNonNull(handlers.get(row.shape()), row.shape());
    }

    private static String code(HttpResponse<String> answer) {
        return JsonPath.read(answer.body(), "$.code");
    }

    private static List<String> fields(HttpResponse<String> answer) {
        return JsonPath.read(answer.body(), "$.errors[*].field");
    }

    @ParameterizedTest
    @MethodSource("changesWithJson")
    void what_a_body_does_not_know_it_names(RouteRow row) {
        var request = request(row);
        var body = request.body();

        var unknown = request.with(
                        body.equals("{}") ? "{\"surprise\": 1}" : body.replaceFirst("\\{", "{\"surprise\": 1, "))
                .by(admin);
        assertThat(unknown.statusCode()).as(unknown.body()).isEqualTo(400);
        assertThat(fields(unknown)).containsExactly("surprise");

        for (var unreadable : List.of("{", "[]", "\"text\"", body + "x")) {
            assertThat(request.with(unreadable).by(admin).statusCode())
                    .as(unreadable)
                    .isEqualTo(400);
        }
        var text = admin.send(request.method(), request.path(), body, "text/plain");
        assertThat(text.statusCode()).isEqualTo(415);
        assertThat(code(text)).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
    }

    /** Includes routes that accept no body, and requests that are not signed in. */
    @ParameterizedTest
    @MethodSource("changes")
    void a_body_is_of_one_kind(RouteRow row) {
        var request = request(row);

        assertIsNoKind(admin, request.method(), request.path());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/engine-rest/task/create",
                "/engine-rest/deployment/create",
                "/camunda/api/engine/engine/default/task/create",
                "/login",
                "/reset-password"
            })
    void a_body_is_of_one_kind_at_the_other_doors(String path) {
        assertIsNoKind(http, "POST", path);
    }

    private static void assertIsNoKind(Http caller, String method, String path) {
        for (var kind : List.of("*/*", "text/*", "application/*+json", "multipart/*; boundary=x", "json")) {
            var answer = caller.send(method, path, "{}", kind);
            assertThat(answer.statusCode()).as(kind + answer.body()).isEqualTo(415);
            assertThat(code(answer)).isEqualTo("UNSUPPORTED_MEDIA_TYPE");
        }
    }

    @ParameterizedTest
    @MethodSource("readings")
    void what_cannot_be_had_is_no_mistake_of_ours(RouteRow row) {
        var request = request(row);

        for (var kind : List.of("text/*", "image/png", "json", "*/*;q=x", "")) {
            assertThat(request.status(admin.with("Accept", kind))).as(kind).isLessThan(500);
        }
    }

    /** No encoding can write half of a character: stored, it would become a question mark. */
    @ParameterizedTest
    @MethodSource("changesWithJson")
    void half_a_character_is_refused_in_every_text(RouteRow row) {
        var request = request(row);
        var text = Pattern.compile("(?<=[:\\[] ?)\"[^\"]*\"").matcher(request.body());

        while (text.find()) {
            var body = request.body().substring(0, text.start()) + "\"a\\ud800\""
                    + request.body().substring(text.end());
            var answer = request.with(body).by(admin);
            assertThat(answer.statusCode()).as(body + answer.body()).isEqualTo(400);
            assertThat(code(answer)).startsWith("UNREADABLE");
        }
    }

    @ParameterizedTest
    @MethodSource("readings")
    void an_empty_element_of_a_list_is_refused_by_its_name(RouteRow row) {
        var path = request(row).path();
        var more = path + (path.contains("?") ? "&" : "?");

        for (var list : listsOf(handler(row)).toList()) {
            for (var values : List.of("x,", ",x", ",", "x,,x", "x,%20,x", "x,%E2%80%8B")) {
                assertNames(list, admin.get(more + list + "=" + values));
            }
            assertNames(list, admin.get(more + list + "=x&" + list + "="));
            assertThat(admin.get(more + list + "=").statusCode())
                    .as("a form's empty field")
                    .isEqualTo(usual(row));
        }
    }

    @Test
    void the_lists_that_routes_take_are_known() {
        assertThat(readings().flatMap(row -> listsOf(handler(row))).distinct())
                .contains("status", "priority", "category", "tag", "parent", "breached", "state", "level", "fields");
    }

    private static Stream<String> listsOf(HandlerMethod route) {
        return Arrays.stream(route.getMethod().getParameters())
                .flatMap(parameter -> parameter.isAnnotationPresent(ParameterObject.class)
                        ? Arrays.stream(parameter.getType().getRecordComponents())
                                .filter(component -> Collection.class.isAssignableFrom(component.getType()))
                                .map(RecordComponent::getName)
                        : Stream.of(parameter)
                                .filter(each -> each.isAnnotationPresent(RequestParam.class))
                                .filter(each -> Collection.class.isAssignableFrom(each.getType()))
                                .map(Parameter::getName));
    }

    private static void assertNames(String parameter, HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(code(answer)).isEqualTo("BAD_PARAMETER");
        assertThat(JsonPath.<List<String>>read(answer.body(), "$.errors[*].field"))
                .containsExactly(parameter);
    }

    @ParameterizedTest
    @MethodSource("changesWithJson")
    void a_list_without_a_value_in_it_is_refused(RouteRow row) {
        var request = request(row);
        var list = Pattern.compile("\\[[^\\[\\]]+]").matcher(request.body());

        while (list.find()) {
            var body = request.body().substring(0, list.start()) + "[null]"
                    + request.body().substring(list.end());
            var answer = request.with(body).by(admin);
            assertThat(answer.statusCode()).as(body + answer.body()).isBetween(400, 422);
        }
    }

    /** Names, titles and comments: nothing can be read in them. */
    @ParameterizedTest
    @MethodSource("changesWithJson")
    void invisible_characters_alone_are_no_text(RouteRow row) {
        var request = request(row);
        var text = Pattern.compile("(?<=\"(title|name|fullName|body|resolution|skills)\": ?\\[?)\"[^\"]*\"")
                .matcher(request.body());

        while (text.find()) {
            for (var nothing :
                    List.of("\\u200b", " \\u3000\\u00a0", "\\u3164", "\\u2060\\ufeff", "\\u2800\\u115f", "\\ufe0f")) {
                var body = request.body().substring(0, text.start()) + "\"" + nothing + "\""
                        + request.body().substring(text.end());
                var answer = request.with(body).by(admin);
                assertThat(answer.statusCode()).as(body + answer.body()).isEqualTo(422);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("changesWithJson")
    void a_problem_is_in_one_language(RouteRow row) {
        var request = request(row);
        var wrong = request.with(request.body().replaceAll("\"[^\"]*\"(?=[,}\\]])", "\"\""));

        var refused = wrong.by(admin);
        var asked = wrong.by(admin.with("Accept-Language", "de, ja;q=0.5"));

        if (refused.statusCode() == 422) {
            assertThat(asked.statusCode()).isEqualTo(422);
            assertThat(messages(asked)).containsExactlyInAnyOrderElementsOf(messages(refused));
        }
    }

    private static List<String> messages(HttpResponse<String> answer) {
        return JsonPath.read(answer.body(), "$.errors[*].message");
    }

    @ParameterizedTest
    @MethodSource("acts")
    void what_is_sent_twice_happens_once(RouteRow row) {
        var key = UUID.randomUUID().toString();
        var caller = admin.with(IdempotencyKeyArgument.HEADER, key);
        var request = request(row);

        var first = request.by(caller);
        var second = request.by(caller);

        assertThat(first.statusCode()).as(first.body()).isEqualTo(usual(row));
        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(second.statusCode()).as(second.body()).isEqualTo(usual(row));
        assertThat(second.headers().firstValue("Idempotency-Replayed")).hasValue("true");
        if (!request.body().isEmpty()) {
            var other = request.with(request.body() + " ").by(caller);
            assertThat(code(other)).isEqualTo("IDEMPOTENCY_KEY_REUSED");
        }
    }

    @ParameterizedTest
    @MethodSource("changes")
    void a_version_that_is_no_longer_there_is_not_changed(RouteRow row) {
        var request = request(row);
        var refused = request.by(admin.with(IF_MATCH, "\"an old one\""));

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(412);
        assertThat(code(refused)).isEqualTo("PRECONDITION_FAILED");
        var present = refused.headers().firstValue("ETag");
        assertThat(present.isPresent()).isEqualTo(comparesVersions(row));
        if (present.isPresent()) {
            assertThat(request.by(admin.with(IF_MATCH, "W/" + present.get())).statusCode())
                    .as("weak")
                    .isEqualTo(412);
            assertThat(request.by(admin.with(IF_MATCH, "\"x\", " + present.get()))
                            .statusCode())
                    .isEqualTo(usual(row));
        }
    }

    private boolean comparesVersions(RouteRow row) {
        return Arrays.stream(handler(row).getMethodParameters())
                .map(parameter -> parameter.getParameterAnnotation(RequestHeader.class))
                .anyMatch(header -> header != null && header.name().equals(IF_MATCH));
    }

    /** A route that changes a thing with versions must not forget to compare them. */
    @Test
    void whatever_changes_a_thing_with_versions_compares_them() {
        var things = things().map(row -> row.shape().substring("GET ".length())).collect(Collectors.toSet());

        assertThat(changes()
                        .filter(row -> things.contains(row.shape().replaceFirst("\\w+ ", "")))
                        .filter(row -> !comparesVersions(row)))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("things")
    void what_the_caller_has_is_not_sent_again(RouteRow row) {
        var request = request(row);
        var first = request.by(admin);
        var tag = first.headers().firstValue("ETag");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(tag).isPresent();
        for (var known : List.of(tag.get(), "\"x\", " + tag.get(), "*")) {
            var again = request.by(admin.with(HttpHeaders.IF_NONE_MATCH, known));
            assertThat(again.statusCode()).as(known).isEqualTo(304);
            assertThat(again.body()).isEmpty();
        }
        assertThat(request.by(admin.with(HttpHeaders.IF_NONE_MATCH, "\"x\"")).statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void every_answer_names_the_request(RouteRow row) {
        var answer = request(row).by(http.with("X-Request-Id", "convention-1"));

        assertThat(answer.headers().firstValue("X-Request-Id")).hasValue("convention-1");
    }
}
