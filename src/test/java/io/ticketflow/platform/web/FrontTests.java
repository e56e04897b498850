package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.database.TestDatabase;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.autoconfigure.actuate.observability.AutoConfigureObservability;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.UseMainMethod;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.test.context.ActiveProfiles;
import org.springframework.test.context.ContextConfiguration;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Tests the front in production, behind a proxy, with small limits that no other context of the tests has. Each test is a client with an address of its own.
 *
 * <p>This context starts after all others: the engine's web applications keep their engine in static fields, where this context's engine replaces theirs.
 */
@SpringBootTest(
        webEnvironment = WebEnvironment.RANDOM_PORT,
        useMainMethod = UseMainMethod.ALWAYS,
        properties = {
            "ticketflow.environment=production",
            // The setting must exist before TestDatabase replaces it.
            "ticketflow.database-url=jdbc:postgresql:",
            "ticketflow.app-url=https://desk.example.org",
            "ticketflow.sign-in.jwt-secret-key=kX3q9vTz7LmN2bRw8sYd5fGh1jPc4aQe",
            "ticketflow.sign-in.admin-email=root@front.example",
            "ticketflow.sign-in.admin-password=" + FrontTests.PASSWORD,
            "ticketflow.front.rate-limit-per-minute=20",
            "ticketflow.front.login-rate-limit-per-minute=5",
            "ticketflow.front.trusted-proxies=127.0.0.1,::1",
            "ticketflow.front.metrics-token=" + FrontTests.METRICS_TOKEN,
            "ticketflow.front.cors-origins=https://app.example.org, http://localhost:3000"
        })
@ActiveProfiles({"production", "test"})
@ContextConfiguration(initializers = TestDatabase.class)
@Tag("last")
@Order(Integer.MAX_VALUE - 1)
@AutoConfigureObservability(tracing = false)
class FrontTests {

    static final String PASSWORD = "correct horse battery";
    static final String METRICS_TOKEN = "metrics-for-FrontTests";

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final AtomicInteger CLIENTS = new AtomicInteger();

    @Autowired
    private PeopleWithPasswords people;

    private int port;
    private String address = "";
    private Http http;

    @BeforeEach
    void aClientThatNobodyHasSeen(@LocalServerPort int port) {
        this.port = port;
        this.address = "198.51.100." + CLIENTS.incrementAndGet();
        this.http = Http.on(port).with("X-Forwarded-For", address);
    }

    @Test
    void an_address_has_so_many_requests_and_then_is_told_when_to_come_back() {
        for (var i = 1; i <= 20; i++) {
            var answer = http.get(i % 2 == 0 ? "/api/v1/tickets" : "/engine-rest/engine");
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(header(answer, "RateLimit-Remaining")).isEqualTo(String.valueOf(20 - i));
        }

        var refused = http.get("/api/v1/tickets");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(JsonPath.<String>read(refused.body(), "$.code")).isEqualTo("RATE_LIMITED");
        assertThat(header(refused, "RateLimit-Limit")).isEqualTo("20");
        assertThat(Integer.parseInt(header(refused, "Retry-After"))).isBetween(1, 60);
        assertThat(header(refused, "RateLimit-Reset")).isEqualTo(header(refused, "Retry-After"));
        assertThat(http.get("/health").statusCode()).isEqualTo(200);
        assertThat(from("198.51.100.250").get("/api/v1/tickets").statusCode()).isEqualTo(401);
    }

    @Test
    void a_person_is_counted_apart_from_the_strangers_at_the_same_address() {
        var admin = http.bearer(adminToken());

        var mine = admin.get("/api/v1/auth/me");
        var strangers = http.bearer("not.a.token").get("/api/v1/auth/me");

        assertThat(mine.statusCode()).isEqualTo(200);
        assertThat(strangers.statusCode()).isEqualTo(401);
        assertThat(header(strangers, "RateLimit-Remaining")).isEqualTo("19");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "login",
                "register",
                "verify-email",
                "resend-verification",
                "forgot-password",
                "reset-password",
                "mfa/verify"
            })
    void sign_in_routes_have_fewer(String route) {
        var path = "/api/v1/auth/" + route;
        for (var i = 1; i <= 5; i++) {
            var answer = http.json("POST", path, "{}");
            assertThat(answer.statusCode()).isNotEqualTo(429);
            assertThat(header(answer, "RateLimit-Limit")).isEqualTo("5");
        }

        assertThat(http.json("POST", path, "{}").statusCode()).isEqualTo(429);
        assertThat(header(http.get("/api/v1/tickets"), "RateLimit-Remaining")).isEqualTo("19");
    }

    @Test
    void the_sign_in_page_has_as_few() {
        for (var i = 1; i <= 5; i++) {
            assertThat(header(signIn("root", "wrong password"), "Location")).isEqualTo("/login?error");
        }

        assertThat(signIn("root", PASSWORD).statusCode()).isEqualTo(429);
    }

    @Test
    void wrong_passwords_at_the_engine_are_attempts_to_sign_in_and_right_ones_are_not() {
        var right = http.basic("root", PASSWORD);
        for (var i = 1; i <= 6; i++) {
            assertThat(right.get("/engine-rest/engine").statusCode()).isEqualTo(200);
        }
        for (var i = 1; i <= 5; i++) {
            assertThat(http.basic("root", "wrong" + i)
                            .get("/engine-rest/engine")
                            .statusCode())
                    .isEqualTo(401);
        }

        var refused = http.basic("root", "wrong again").get("/engine-rest/engine");

        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(header(refused, "RateLimit-Limit")).isEqualTo("5");
        assertThat(header(refused, "Retry-After")).isNotEmpty();
        assertThat(http.json("POST", "/api/v1/auth/login", "{}").statusCode()).isEqualTo(429);
        assertThat(right.get("/engine-rest/engine").statusCode())
                .as("a person who was right a moment ago is not looked at again")
                .isEqualTo(200);
    }

    @Test
    void many_wrong_passwords_at_once_are_not_all_looked_at() {
        var answers = Stream.iterate(1, i -> i + 1)
                .limit(20)
                .parallel()
                .map(i -> http.basic("root", "wrong" + i)
                        .get("/engine-rest/engine")
                        .statusCode())
                .toList();

        assertThat(answers).containsOnly(401, 429);
        assertThat(answers.stream().filter(status -> status == 401)).hasSize(5);
    }

    @Test
    void ipv6_clients_of_one_network_are_one() {
        for (var i = 1; i <= 20; i++) {
            from("2001:db8:77:1::" + i).get("/api/v1/tickets");
        }

        assertThat(from("2001:db8:77:1:ffff::1").get("/api/v1/tickets").statusCode())
                .isEqualTo(429);
        assertThat(from("2001:db8:77:2::1").get("/api/v1/tickets").statusCode()).isEqualTo(401);
    }

    @Test
    void people_are_led_to_the_address_they_came_by() {
        var browser = Http.browser(port)
                .with("X-Forwarded-For", address)
                .with("X-Forwarded-Proto", "https")
                .with("X-Forwarded-Host", "desk.example.org");

        assertThat(header(browser.get("/camunda/app/tasklist/"), "Location"))
                .isIn("/login", "https://desk.example.org/login");
        assertThat(browser.get("/v3/api-docs").body()).doesNotContain("localhost");
    }

    @Test
    void a_page_elsewhere_is_told_what_it_may_send() {
        var page = http.with("Origin", "https://app.example.org");

        var told = page.with("Access-Control-Request-Method", "PATCH")
                .with("Access-Control-Request-Headers", "authorization,content-type,if-match,idempotency-key")
                .send("OPTIONS", "/api/v1/tickets/TKT-1", "", "");

        assertThat(told.statusCode()).isEqualTo(200);
        assertThat(header(told, "Access-Control-Allow-Origin")).isEqualTo("https://app.example.org");
        assertThat(header(told, "Access-Control-Allow-Methods")).contains("PATCH");
        assertThat(header(told, "Access-Control-Allow-Headers")).contains("if-match", "idempotency-key");
        assertThat(header(told, "Access-Control-Allow-Credentials")).isEmpty();
        assertThat(header(told, "RateLimit-Limit")).as("asking costs nothing").isEmpty();
    }

    @Test
    void a_page_elsewhere_sees_answers_and_refusals_with_their_headers() {
        var answer = http.with("Origin", "http://localhost:3000").get("/api/v1/tickets");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEqualTo("http://localhost:3000");
        assertThat(header(answer, "Access-Control-Expose-Headers"))
                .contains(
                        "ETag",
                        "Location",
                        "RateLimit-Remaining",
                        "Retry-After",
                        "X-Request-Id",
                        "Idempotency-Replayed");
        assertThat(answer.headers().allValues("Vary")).contains("Origin");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    https://app.example.org.evil.example, /api/v1/tickets, 401
                    http://app.example.org,               /api/v1/tickets, 401
                    null,                                 /api/v1/tickets, 401
                    https://app.example.org,              /engine-rest/engine, 401
                    https://app.example.org,              /v3/api-docs, 200
                    https://app.example.org,              /login, 200
                    """)
    void to_any_other_page_and_place_nothing_is_said(String origin, String path, int status) {
        var answer = http.with("Origin", origin).get(path);
        var asked = http.with("Origin", origin)
                .with("Access-Control-Request-Method", "GET")
                .send("OPTIONS", path, "", "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(header(answer, "Access-Control-Allow-Origin")).isEmpty();
        if (path.startsWith("/api/")) {
            assertThat(asked.statusCode()).isEqualTo(403);
            assertThat(header(asked, "Access-Control-Allow-Origin")).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET  | /api/v1/tickets            | root | 200 | API
                    GET  | /api/v1/tickets            |      | 401 | API
                    GET  | /api/v1/tickets/TKT-0      | root | 404 | API
                    GET  | /api/v1/nowhere            | root | 404 | API
                    GET  | /api/v1/tickets?limit=x    | root | 400 | API
                    PUT  | /api/v1/tickets            | root | 405 | API
                    GET  | /api/v1/tickets;x          | root | 400 | API
                    POST | /api/v1/auth/login         |      | 400 | API
                    GET  | /engine-rest/engine        | root | 200 | API
                    GET  | /api/v1/broken             | root | 500 | API
                    GET  | /engine-rest/engine        |      | 401 | API
                    GET  | /engine-rest/task/nowhere  | root | 404 | API
                    GET  | /engine-rest/task?maxResults=x | root | 404 | API
                    GET  | /health                    |      | 200 | API
                    GET  | /ready                     |      | 200 | API
                    GET  | /metrics                   |      | 401 | API
                    GET  | /v3/api-docs               |      | 200 | API
                    GET  | /docs                      |      | 302 | API
                    GET  | /nowhere                   |      | 404 | API
                    GET  | /login;x                   |      | 400 | API
                    GET  | /error                     |      | 404 | API
                    GET  | /swagger-ui/index.html     |      | 200 | SWAGGER
                    GET  | /swagger-ui/swagger-ui.css |      | 200 | SWAGGER
                    GET  | /swagger-ui/nowhere        |      | 404 | SWAGGER
                    GET  | /login                     |      | 200 | PAGE
                    GET  | /                          |      | 200 | PAGE
                    GET  | /pages.css                 |      | 200 | PAGE
                    POST | /login                     |      | 403 | ANY
                    PUT  | /                          |      | 403 | ANY
                    GET  | /camunda/app/tasklist/     |      | 302 | FRAMED
                    GET  | /camunda/api/engine/engine |      | 401 | FRAMED
                    GET  | /camunda/lib/deps.js       | page | 200 | FRAMED
                    GET  | /camunda/app/nowhere/x.js  | page | 404 | FRAMED
                    GET  | /camunda/app/cockpit/default/ | page | 200 | CAMUNDA
                    GET  | /camunda/api/engine/engine/default/task/nowhere | page | 404 | FRAMED
                    """)
    void every_answer_tells_browsers_what_not_to_do(
            String method, String path, @Nullable String caller, int status, String kind) {
        var client = caller == null
                ? http
                : caller.equals("root") ? http.bearer(adminToken()) : http.with("Cookie", adminSession());

        var answer = client.json(method, path, "");

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().allValues("X-Content-Type-Options")).containsExactly("nosniff");
        assertThat(answer.headers().allValues("Referrer-Policy")).containsExactly("same-origin");
        assertThat(answer.headers().allValues("Strict-Transport-Security"))
                .containsExactly("max-age=31536000; includeSubDomains");
        assertThat(answer.headers().map()).doesNotContainKeys("server", "x-powered-by");
        assertThat(answer.headers().allValues("X-Frame-Options"))
                .hasSize(1)
                .first()
                .isIn(
                        kind.equals("FRAMED") || kind.equals("CAMUNDA")
                                ? List.of("SAMEORIGIN", "DENY")
                                : List.of("DENY"));
        assertThat(answer.headers().allValues("Content-Security-Policy"))
                .hasSize(1)
                .first()
                .asString()
                .contains(
                        switch (kind) {
                            case "API" -> "default-src 'none'; frame-ancestors 'none'";
                            case "SWAGGER" -> "script-src 'self';";
                            case "PAGE" -> "style-src 'self'; form-action 'self'";
                            case "CAMUNDA" -> "'nonce-";
                            default -> "";
                        });
    }

    @Test
    void clients_are_held_to_a_pace(@Autowired ServletWebServerApplicationContext application) {
        var server = (TomcatWebServer) application.getWebServer();

        assertThat(server.getTomcat().getConnector().getProtocolHandler())
                .isInstanceOfSatisfying(PacedProtocol.class, held -> assertThat(held.getConnectionTimeout())
                        .isEqualTo(60_000));
    }

    @Test
    void cookies_go_over_secure_connections_alone() {
        var signedIn = signIn(people.someone(Role.ADMIN).handle(), PeopleWithPasswords.PASSWORD);
        var page = http.with("Cookie", cookiesOf(signedIn)).get("/camunda/app/tasklist/default/");

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(header(page, "X-Frame-Options")).isEqualTo("SAMEORIGIN");
        assertThat(signedIn.headers().allValues("Set-Cookie"))
                .filteredOn(cookie -> cookie.startsWith("XSRF-TOKEN=") || cookie.startsWith("JSESSIONID="))
                .hasSize(2)
                .allMatch(cookie -> cookie.contains("Secure") && cookie.contains("SameSite="));
        assertThat(http.get("/login").headers().allValues("Set-Cookie"))
                .singleElement()
                .asString()
                .startsWith("FORM-TOKEN=")
                .contains("; Secure", "; HttpOnly", "; SameSite=Lax");
    }

    @Test
    void a_body_is_taken_as_it_stands_or_refused() {
        var admin = http.bearer(adminToken());
        var ticket = "{\"title\":\"Disk full\",\"description\":\"df says so\",\"category\":\"STORAGE\"%s}";

        assertThat(admin.json("POST", "/api/v1/tickets", ticket.formatted("")).statusCode())
                .isEqualTo(201);
        for (var more : List.of(
                ",\"category\":\"VM\"",
                ",\"priority\":1",
                ",\"priority\":\"P9\"",
                ",\"tags\":[5]",
                ",\"tags\":\"one\"",
                ",\"watcherIds\":" + "[".repeat(60) + "]".repeat(60),
                "} {",
                "}, 1, {\"a\":2")) {
            assertThat(admin.json("POST", "/api/v1/tickets", ticket.formatted(more))
                            .statusCode())
                    .as(more)
                    .isEqualTo(400);
        }
        assertThat(admin.json(
                                "POST",
                                "/api/v1/tickets",
                                ticket.replace("\"Disk full\"", "true").formatted(""))
                        .statusCode())
                .isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /api/v1/tickets,                       application/json,                  0, 413
                    /api/v1/tickets/TKT-1/attachments,     application/json,                  0, 413
                    /api/v1/tickets/TKT-1/attachments,     multipart/form-data; boundary=x,  25, 413
                    /engine-rest/task/count,               application/json,                  9, 413
                    /camunda/api/engine/engine/default/task/count, application/json,          9, 413
                    """)
    void more_than_is_taken_is_refused_announced_or_not(String path, String type, int mebibytes, int status)
            throws Exception {
        var token = adminToken();
        var session = path.startsWith("/camunda") ? adminSession() : "";
        var body = new byte[(mebibytes + 1) * 1_048_576 + 1];
        Arrays.fill(body, (byte) ' ');
        var isUpload = type.startsWith("multipart");

        for (var publisher : isUpload
                ? List.of(BodyPublishers.ofByteArray(body))
                : List.of(
                        BodyPublishers.ofByteArray(body),
                        BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(body)))) {
            var answer = send(path, type, token, session, publisher);

            assertThat(answer.statusCode()).isEqualTo(status);
            assertThat(JsonPath.<String>read(answer.body(), "$.code")).isEqualTo("BODY_TOO_LARGE");
        }
    }

    @Test
    void what_is_just_small_enough_is_read_announced_or_not() throws Exception {
        var token = adminToken();
        var ticket = "{\"title\":\"Disk full\",\"description\":\"%s\",\"category\":\"STORAGE\"}";
        var wide = ticket.formatted("x")
                + " ".repeat(1_048_576 - ticket.formatted("x").length());

        for (var publisher : List.of(
                BodyPublishers.ofString(wide),
                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(wide.getBytes(StandardCharsets.UTF_8))))) {
            assertThat(send("/api/v1/tickets", "application/json", token, "", publisher)
                            .statusCode())
                    .isEqualTo(201);
        }
        var filter = "{\"nameLike\":\"%s\"}".formatted("x".repeat(2_000_000)).getBytes(StandardCharsets.UTF_8);
        assertThat(send(
                                "/engine-rest/task/count",
                                "application/json",
                                token,
                                "",
                                BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(filter)))
                        .statusCode())
                .isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    /v3/api-docs,                         gzip
                    /swagger-ui/swagger-ui-bundle.js,     gzip
                    /swagger-ui/swagger-ui.css,           gzip
                    /api/v1/LONG,                         gzip
                    /api/v1/auth/LONG,                    ''
                    /health,                              ''
                    """)
    void long_answers_are_compressed_but_never_those_with_secrets(String path, String encoding) {
        var answer =
                http.bearer(adminToken()).with("Accept-Encoding", "gzip").get(path.replace("LONG", "x".repeat(4_000)));

        assertThat(header(answer, "Content-Encoding")).isEqualTo(encoding);
    }

    @Test
    void what_signs_people_in_is_never_kept() {
        for (var answer : List.of(
                http.json("POST", "/api/v1/auth/login", "{}"),
                http.json("POST", "/api/v1/auth/refresh", "{\"refreshToken\":\"x\"}"),
                http.bearer(adminToken()).get("/api/v1/auth/me"))) {
            assertThat(header(answer, "Cache-Control")).contains("no-store");
        }
    }

    @Test
    void metrics_are_for_those_who_bring_the_token() {
        assertThat(http.get("/metrics").statusCode()).isEqualTo(401);
        assertThat(http.bearer("metrics-for-fronttests").get("/metrics").statusCode())
                .isEqualTo(401);
        assertThat(http.basic("x", METRICS_TOKEN).get("/metrics").statusCode()).isEqualTo(401);
        assertThat(http.bearer(adminToken()).get("/metrics").statusCode())
                .as("signed in, without the scope")
                .isEqualTo(403);

        var metrics = http.bearer(METRICS_TOKEN).get("/metrics");

        assertThat(metrics.statusCode()).isEqualTo(200);
        assertThat(metrics.body()).contains("http_server_requests", "hikaricp_connections_active");
        assertThat(http.bearer(METRICS_TOKEN).get("/reconciliation").statusCode())
                .isEqualTo(401);
    }

    private HttpResponse<String> send(String path, String type, String token, String cookies, BodyPublisher body)
            throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + port + path))
                .header("X-Forwarded-For", address)
                .header("Content-Type", type)
                .POST(body);
        if (cookies.isEmpty()) {
            request.header("Authorization", "Bearer " + token);
        } else {
            request.header("Cookie", cookies);
        }
        return HttpClient.newHttpClient().send(request.build(), BodyHandlers.ofString());
    }

    /** Creates a new administrator each time, because an administrator's requests are counted. */
    private String adminToken() {
        return accessToken(people.someone(Role.ADMIN).handle());
    }

    private String adminSession() {
        return cookiesOf(signIn(people.someone(Role.ADMIN).handle(), PeopleWithPasswords.PASSWORD));
    }

    /** The session's cookies are marked as secure, so the test's client would not send them over HTTP by itself. */
    private HttpResponse<String> signIn(String name, String password) {
        var page = http.get("/login");
        var token = CSRF.matcher(page.body());
        assertThat(token.find()).isTrue();
        return http.with("Cookie", cookiesOf(page))
                .form("/login", Map.of("username", name, "password", password, "_csrf", token.group(1)));
    }

    private static String cookiesOf(HttpResponse<?> answer) {
        return answer.headers().allValues("Set-Cookie").stream()
                .map(cookie -> cookie.substring(0, cookie.indexOf(';')))
                .collect(Collectors.joining("; "));
    }

    private String accessToken(String handle) {
        var answer = http.json(
                "POST",
                "/api/v1/auth/login",
                "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(handle, PeopleWithPasswords.PASSWORD));
        return JsonPath.read(answer.body(), "$.accessToken");
    }

    private Http from(String client) {
        return Http.on(port).with("X-Forwarded-For", client);
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("");
    }

    @TestConfiguration
    static class WithAFault {

        @Bean
        Broken broken() {
            return new Broken();
        }
    }

    @RestController
    static class Broken {

        @GetMapping("/api/v1/broken")
        String get() {
            throw new IllegalStateException("secret");
        }
    }
}
