package io.ticketflow.process.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.apache.catalina.Context;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.boot.web.embedded.tomcat.TomcatWebServer;
import org.springframework.boot.web.servlet.context.ServletWebServerApplicationContext;

@TicketflowTest
class WebApplicationsDoorTests {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final String TASKLIST = "/camunda/app/tasklist/default/";

    @Autowired
    private PeopleWithPasswords people;

    private int port;
    private Http browser;
    private Context container;

    @BeforeEach
    void aBrowser(@LocalServerPort int port, @Autowired ServletWebServerApplicationContext application) {
        this.port = port;
        this.container = (Context) ((TomcatWebServer) application.getWebServer())
                .getTomcat()
                .getHost()
                .findChildren()[0];
        this.browser = Http.browser(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda",
                "/camunda/",
                "/camunda/app/",
                "/camunda/app/tasklist/",
                "/camunda/app/tasklist/default/",
                "/camunda/app/cockpit/default/",
                "/camunda/app/admin/default/setup/",
                "/camunda/app/welcome/default/",
                "/camunda/lib/deps.js"
            })
    void strangers_are_led_to_our_sign_in(String path) {
        var answer = browser.get(path);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(location(answer)).endsWith("/login");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /camunda/api/engine/engine/",
                "GET /camunda/api/engine/engine/default/task",
                "GET /camunda/api/engine/engine/default/identity/password-policy",
                "GET /camunda/api/tasklist/plugin/tasklistPlugins/static/app/plugin.js",
                "GET /camunda/api/cockpit/plugin/base/default/process-definition/statistics",
                "GET /camunda/api/admin/auth/user/default",
                "POST /camunda/api/nowhere"
            })
    void strangers_get_nothing_from_the_web_applications_api(String request) {
        var parts = request.split(" ", -1);

        var answer = browser.json(parts[0], parts[1], "");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void after_signing_in_the_page_asked_for_is_shown() {
        var engineer = people.someone(Role.DEVOPS_ENGINEER);
        browser.get(TASKLIST + "?filter=x");

        var answer = signIn(engineer.email(), PeopleWithPasswords.PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(location(answer)).contains(TASKLIST + "?filter=x");
        assertThat(browser.get(TASKLIST).body()).contains("camTasklistAppCtrl");
    }

    @Test
    void the_page_asked_for_is_one_of_ours_and_forgotten_once_it_is_shown() {
        var engineer = people.someone(Role.DEVOPS_ENGINEER);
        for (var elsewhere : List.of("https://elsewhere.example/", "//elsewhere.example/", "/\\\\elsewhere.example/")) {
            var kept = Base64.getEncoder().encodeToString(elsewhere.getBytes(StandardCharsets.UTF_8));
            var fields = Map.of(
                    "username", engineer.handle(),
                    "password", PeopleWithPasswords.PASSWORD,
                    "_csrf", tokenIn(browser.get("/login").body()));

            var answer = Http.on(port)
                    .with("Cookie", "REDIRECT_URI=%s; FORM-TOKEN=%s".formatted(kept, browser.cookie("FORM-TOKEN")))
                    .form("/login", fields);

            assertThat(location(answer)).as(elsewhere).matches("(http://localhost:\\d+)?/[^/].*");
        }

        browser.get(TASKLIST);
        signIn(engineer);
        assertThat(browser.get(TASKLIST).headers().allValues("Set-Cookie"))
                .anyMatch(cookie -> cookie.startsWith("REDIRECT_URI=;"));
    }

    @Test
    void strangers_get_no_session() {
        var before = container.getManager().getActiveSessions();

        for (var page : List.of(
                "/",
                "/login",
                "/login?error",
                "/login?logout",
                "/forgot-password",
                "/reset-password?token=x",
                "/verify-email?token=x",
                "/pages.css",
                "/nowhere",
                "/error",
                "/camunda",
                "/camunda/app/tasklist/default/",
                "/camunda/app/admin/default/setup/",
                "/camunda/lib/deps.js",
                "/camunda/api/engine/engine",
                "/camunda/api/admin/auth/user/default",
                "/engine-rest/engine",
                "/api/v1/tickets",
                "/docs",
                "/redoc",
                "/swagger-ui/index.html",
                "/v3/api-docs",
                "/health",
                "/ready",
                "/metrics")) {
            var stranger = Http.browser(port);
            for (var method : List.of("GET", "POST", "OPTIONS")) {
                assertThat(stranger.json(method, page, "").headers().allValues("Set-Cookie"))
                        .as("%s %s", method, page)
                        .noneMatch(cookie -> cookie.startsWith("JSESSIONID"));
            }
        }
        signIn("nobody@test.example", "wrong password");
        browser.form("/login", Map.of("username", "x"));
        browser.form("/logout", Map.of("_csrf", tokenIn(browser.get("/login").body())));
        browser.form(
                "/forgot-password",
                Map.of(
                        "email",
                        "nobody@test.example",
                        "_csrf",
                        tokenIn(browser.get("/forgot-password").body())));

        assertThat(container.getManager().getActiveSessions()).isEqualTo(before);
    }

    @Test
    void without_a_wish_tasklist_is_shown() {
        var requester = people.someone(Role.END_USER);

        assertThat(location(signIn(requester.handle(), PeopleWithPasswords.PASSWORD)))
                .endsWith("/camunda/app/tasklist/");
    }

    @Test
    void a_wrong_password_leads_back_and_tells_nothing() {
        var engineer = people.someone(Role.DEVOPS_ENGINEER);

        var wrong = signIn(engineer.email(), "wrong password");
        var unknown = signIn("nobody@test.example", "wrong password");

        assertThat(location(wrong)).endsWith("/login?error");
        assertThat(location(unknown)).endsWith("/login?error");
        assertThat(browser.get("/login?error").body()).contains("Unknown account, wrong password");
        assertThat(browser.get(TASKLIST).statusCode()).isEqualTo(302);
    }

    @Test
    void signing_in_asks_for_the_token_of_our_page() {
        var engineer = people.someone(Role.DEVOPS_ENGINEER);

        var forged =
                browser.form("/login", Map.of("username", engineer.handle(), "password", PeopleWithPasswords.PASSWORD));

        assertThat(location(forged)).endsWith("/login?expired");
        assertThat(browser.get("/login?expired").body()).contains("open for too long");
        assertThat(browser.get(TASKLIST).statusCode()).isEqualTo(302);
    }

    @Test
    void the_session_cookie_changes_and_no_script_reads_it() {
        var engineer = people.someone(Role.DEVOPS_ENGINEER);
        signIn(people.someone(Role.END_USER));
        var before = browser.cookie("JSESSIONID");

        var cookies = signIn(engineer.handle(), PeopleWithPasswords.PASSWORD)
                .headers()
                .allValues("Set-Cookie");

        assertThat(cookies)
                .filteredOn(cookie -> cookie.startsWith("JSESSIONID"))
                .singleElement()
                .asString()
                .contains("HttpOnly")
                .containsOnlyOnce("SameSite=Lax")
                .doesNotContain(before);
        assertThat(cookies)
                .as("scripts of our pages read the token from its cookie")
                .filteredOn(cookie -> cookie.startsWith("XSRF-TOKEN"))
                .singleElement()
                .asString()
                .contains("Path=/;", "SameSite=Strict")
                .doesNotContain("HttpOnly");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    END_USER,        200, 403, 403
                    DEVOPS_ENGINEER, 200, 403, 403
                    SENIOR_ENGINEER, 200, 403, 403
                    TEAM_LEAD,       200, 403, 403
                    MANAGER,         200, 200, 403
                    ADMIN,           200, 200, 200
                    """)
    void each_role_has_its_web_applications(Role role, int tasklist, int cockpit, int admin) {
        signIn(people.someone(role));

        assertThat(browser.get(TASKLIST).statusCode()).isEqualTo(tasklist);
        assertThat(browser.get("/camunda/app/cockpit/default/").statusCode()).isEqualTo(cockpit);
        assertThat(browser.get("/camunda/app/admin/default/").statusCode()).isEqualTo(admin);
    }

    @Test
    void a_process_owner_has_cockpit() {
        signIn(people.processOwner());

        assertThat(browser.get("/camunda/app/cockpit/default/").statusCode()).isEqualTo(200);
    }

    @Test
    void the_web_applications_know_who_is_signed_in() {
        var engineer = people.someone(Role.DEVOPS_ENGINEER);
        signIn(engineer);
        browser.get(TASKLIST);

        assertThat(browser.get("/camunda/api/admin/auth/user/default").body())
                .contains("\"userId\":\"" + engineer.handle() + "\"")
                .contains("tasklist")
                .doesNotContain("cockpit");
        assertThat(browser.get("/camunda/api/engine/engine/default/process-definition/key/ticket-lifecycle")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_change_through_the_web_applications_needs_their_csrf_token() {
        signIn(people.someone(Role.DEVOPS_ENGINEER));
        assertThat(browser.get(TASKLIST).headers().allValues("Set-Cookie"))
                .as("the token of the sign-in is the token here")
                .noneMatch(cookie -> cookie.startsWith("XSRF-TOKEN"));
        var path = "/camunda/api/engine/engine/default/task?maxResults=10";

        var withToken = browser.with("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN"));

        assertThat(withToken.json("POST", path, "{}").statusCode()).isEqualTo(200);
        assertThat(browser.json("POST", path, "{}").statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource({"false, 403, AuthorizationException", "true, 400, no status of a ticket"})
    void the_deploy_gate_stands_here_too_and_only_process_owners_come_as_far(boolean owner, int status, String reason)
            throws IOException {
        signIn(owner ? people.processOwner() : people.someone(Role.MANAGER));
        browser.get("/camunda/app/cockpit/default/");
        var model = Files.readString(Path.of("processes/ticket-lifecycle.bpmn"))
                .replace("value=\"RESOLVED\"", "value=\"SOLVED\"");
        var body = "--part\r\nContent-Disposition: form-data; name=\"data\"; filename=\"ticket-lifecycle.bpmn\"\r\n\r\n"
                + model
                + "\r\n--part--\r\n";

        var answer = browser.with("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN"))
                .send(
                        "POST",
                        "/camunda/api/engine/engine/default/deployment/create",
                        body,
                        "multipart/form-data; boundary=part");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(reason);
    }

    @Test
    void a_page_has_one_content_policy() {
        signIn(people.someone(Role.DEVOPS_ENGINEER));

        assertThat(browser.get(TASKLIST).headers().allValues("Content-Security-Policy"))
                .hasSize(1);
        assertThat(browser.get("/login").headers().allValues("Content-Security-Policy"))
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/camunda/api/admin/auth/user/default/login/tasklist",
                "/camunda/api/admin/auth/user/default/login/tasklist/",
                "/camunda/api/admin/setup/default/user/create"
            })
    void their_own_sign_in_is_shut_for_strangers_and_for_us(String path) {
        var admin = people.someone(Role.ADMIN);
        var credentials = Map.of("username", admin.handle(), "password", PeopleWithPasswords.PASSWORD);

        assertThat(browser.form(path, credentials).statusCode()).isEqualTo(403);

        signIn(admin);
        browser.get(TASKLIST);
        assertThat(browser.with("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN"))
                        .form(path, credentials)
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void signing_out_in_the_web_applications_signs_out() {
        signIn(people.someone(Role.DEVOPS_ENGINEER));
        browser.get(TASKLIST);

        var answer = browser.with("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN"))
                .json("POST", "/camunda/api/admin/auth/user/default/logout", "");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(browser.get(TASKLIST).statusCode()).isEqualTo(302);
        assertThat(browser.get("/camunda/api/admin/auth/user/default").statusCode())
                .isEqualTo(401);
    }

    @Test
    void signing_out_on_our_page_signs_out() {
        var engineer = people.someone(Role.DEVOPS_ENGINEER);
        signIn(engineer);
        var start = browser.get("/").body();
        assertThat(start).contains("Sign out", engineer.fullName(), TASKLIST.replace("default/", ""));

        var answer = browser.form("/logout", Map.of("_csrf", tokenIn(start)));

        assertThat(location(answer)).endsWith("/login?logout");
        assertThat(browser.get("/login?logout").body()).contains("You are signed out.");
        assertThat(browser.get(TASKLIST).statusCode()).isEqualTo(302);
        assertThat(browser.get("/").body()).doesNotContain("Sign out");
    }

    @Test
    void a_deactivated_person_is_out_at_the_next_click() {
        var engineer = people.someone(Role.DEVOPS_ENGINEER);
        signIn(engineer);
        assertThat(browser.get(TASKLIST).statusCode()).isEqualTo(200);

        people.deactivate(engineer.id());

        assertThat(browser.get("/camunda/api/engine/engine/default/task").statusCode())
                .isEqualTo(401);
        assertThat(browser.get(TASKLIST).statusCode()).isEqualTo(302);
        assertThat(location(signIn(engineer.handle(), PeopleWithPasswords.PASSWORD)))
                .endsWith("/login?error");
    }

    @Test
    void a_session_that_is_ended_elsewhere_is_out_of_every_web_application() {
        var admin = people.someone(Role.ADMIN);
        signIn(admin);
        var pages = List.of(TASKLIST, "/camunda/app/cockpit/default/", "/camunda/app/admin/default/");
        assertThat(pages)
                .allSatisfy(page -> assertThat(browser.get(page).statusCode()).isEqualTo(200));

        var credentials =
                "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(admin.handle(), PeopleWithPasswords.PASSWORD);
        var elsewhere = Http.on(port)
                .bearer(JsonPath.read(
                        Http.on(port)
                                .json("POST", "/api/v1/auth/login", credentials)
                                .body(),
                        "$.accessToken"));
        List<String> others =
                JsonPath.read(elsewhere.get("/api/v1/auth/sessions").body(), "$[?(@.current == false)].id");
        assertThat(others).hasSize(1);
        elsewhere.json("DELETE", "/api/v1/auth/sessions/" + others.get(0), "");

        assertThat(pages)
                .allSatisfy(page -> assertThat(browser.get(page).statusCode()).isEqualTo(302));
        assertThat(browser.get("/camunda/api/engine/engine/default/task").statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_browser_session_is_no_key_to_the_engines_api() {
        signIn(people.someone(Role.ADMIN));

        assertThat(browser.get("/engine-rest/task").statusCode()).isEqualTo(401);
    }

    @Test
    void the_next_person_in_the_same_browser_is_not_the_one_before() {
        signIn(people.someone(Role.ADMIN));
        browser.get("/camunda/app/admin/default/");
        var engineer = people.someone(Role.DEVOPS_ENGINEER);

        signIn(engineer);

        assertThat(browser.get(TASKLIST).statusCode()).isEqualTo(200);
        assertThat(browser.get("/camunda/api/admin/auth/user/default").body()).contains(engineer.handle());
        assertThat(browser.get("/camunda/app/admin/default/").statusCode()).isEqualTo(403);
    }

    @Test
    void our_pages_have_their_style() {
        var anonymous = Http.on(port);

        assertThat(anonymous.get("/pages.css").statusCode()).isEqualTo(200);
        assertThat(anonymous.get("/").statusCode()).isEqualTo(200);
        assertThat(anonymous.get("/login").body()).contains("<label>", "autocomplete=\"current-password\"");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    GET    |                 | /process-instance/unknown/variables        | 404
                    GET    |                 | /process-definition/unknown/statistics     | 404
                    POST   | {}              | /process-definition/unknown/start          | 404
                    DELETE |                 | /process-instance/unknown/variables/x      | 404
                    POST   |                 | /message                                   | 400
                    PUT    | {"retries": "x"}| /job/unknown/retries                       | 400
                    """)
    void what_is_unknown_or_not_understood_is_no_fault_of_ours(
            String method, @Nullable String body, String path, int status) {
        signIn(people.someone(Role.ADMIN));
        browser.get(TASKLIST);

        var answer = browser.with("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN"))
                .json(method, "/camunda/api/engine/engine/default" + path, body == null ? "" : body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    private void signIn(Person person) {
        assertThat(location(signIn(person.handle(), PeopleWithPasswords.PASSWORD)))
                .doesNotContain("error");
    }

    private HttpResponse<String> signIn(String name, String password) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("username", name);
        fields.put("password", password);
        fields.put("_csrf", tokenIn(browser.get("/login").body()));
        return browser.form("/login", fields);
    }

    private static String tokenIn(String page) {
        var token = CSRF.matcher(page);
        assertThat(token.find()).isTrue();
        return token.group(1);
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }
}
