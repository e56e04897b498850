package io.ticketflow.identity.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.identity.Accounts;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.SignedInBrowser;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Actor.Source;
import java.net.http.HttpResponse;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A page of ours calls the API with the session of the browser. */
@TicketflowTest
class BrowserSessionApiTests {

    private static final String TICKET =
            "{\"category\": \"VM\", \"title\": \"Slow\", \"description\": \"Since noon\", \"priority\": \"P4\"}";

    private static final String TOKEN = "X-XSRF-TOKEN";

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private Accounts accounts;

    @LocalServerPort
    private int port;

    private Person requester;
    private Http browser;
    private String token;

    @BeforeEach
    void someoneSignsIn() {
        requester = people.someone(Role.END_USER);
        browser = SignedInBrowser.of(port, requester);
        token = browser.cookie("XSRF-TOKEN");
    }

    @Test
    void a_page_of_ours_acts_as_the_person_who_looks_at_it() {
        var created = browser.with(TOKEN, token)
                .with("Origin", "http://localhost:" + port)
                .with("Sec-Fetch-Site", "same-origin")
                .json("POST", "/api/v1/tickets", TICKET);

        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);
        String number = JsonPath.read(created.body(), "$.number");
        var ticket = browser.get("/api/v1/tickets/" + number);
        assertThat(ticket.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<String>read(ticket.body(), "$.requester.id"))
                .isEqualTo(requester.id().toString());
        assertThat(browser.get("/api/v1/escalations?limit=1").statusCode())
                .as("the rights of a requester")
                .isEqualTo(403);
        var history = Http.on(port)
                .bearer(tokenOf(people.someone(Role.MANAGER)))
                .get("/api/v1/tickets/" + number + "/history");
        assertThat(JsonPath.<List<String>>read(history.body(), "$[?(@.action == 'CREATED')].source"))
                .containsExactly("API");
    }

    @Test
    void the_session_keeps_its_id_for_the_other_requests_of_the_page() {
        var id = browser.cookie("JSESSIONID");

        assertThat(browser.get("/api/v1/auth/me").headers().allValues("Set-Cookie"))
                .isEmpty();
        browser.bearer(tokenOf(requester)).get("/api/v1/auth/me");

        assertThat(browser.cookie("JSESSIONID")).isEqualTo(id);
        assertThat(browser.get("/api/v1/auth/me").statusCode()).isEqualTo(200);
    }

    @Test
    void a_change_needs_the_token_of_the_same_session() {
        var another = SignedInBrowser.of(port, people.someone(Role.END_USER));

        assertRefused(browser.json("POST", "/api/v1/tickets", TICKET), "XSRF_TOKEN_MISSING");
        assertRefused(browser.with(TOKEN, "").json("POST", "/api/v1/tickets", TICKET), "XSRF_TOKEN_MISSING");
        assertRefused(
                browser.with(TOKEN, another.cookie("XSRF-TOKEN")).json("POST", "/api/v1/tickets", TICKET),
                "XSRF_TOKEN_MISSING");
        for (var method : List.of("PUT", "PATCH", "DELETE")) {
            assertRefused(browser.json(method, "/api/v1/tickets/TKT-1", "{}"), "XSRF_TOKEN_MISSING");
        }
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    GET,  https://elsewhere.example,  -
                    GET,  -,                          cross-site
                    GET,  -,                          same-site
                    GET,  null,                       -
                    GET,  http://localhost.evil:PORT, -
                    GET,  https://localhost:PORT,     -
                    GET,  http://localhost:1,         -
                    POST, https://elsewhere.example,  -
                    POST, null,                       -
                    POST, http://localhost:PORT,      cross-site
                    POST, https://elsewhere.example,  same-origin
                    POST, -,                          same-site
                    """)
    void pages_of_other_origins_cannot_use_the_session(String method, @Nullable String origin, @Nullable String site) {
        var page = browser.with(TOKEN, token);
        if (origin != null) {
            page = page.with("Origin", origin.replace("PORT", String.valueOf(port)));
        }
        if (site != null) {
            page = page.with("Sec-Fetch-Site", site);
        }

        var answer = method.equals("GET") ? page.get("/api/v1/auth/me") : page.json("POST", "/api/v1/tickets", TICKET);

        assertRefused(answer, "CROSS_ORIGIN");
    }

    @Test
    void a_person_may_open_an_address_of_the_api() {
        var answer = browser.with("Sec-Fetch-Site", "none").get("/api/v1/auth/me");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<String>read(answer.body(), "$.handle")).isEqualTo(requester.handle());
    }

    /** As browsers send it when a person follows a link, in a mail for example. */
    private static Http followsLink(Http browser, String site) {
        return browser.with("Sec-Fetch-Site", site)
                .with("Sec-Fetch-Mode", "navigate")
                .with("Sec-Fetch-Dest", "document");
    }

    @ParameterizedTest
    @ValueSource(strings = {"cross-site", "same-site"})
    void a_person_may_follow_a_link_to_an_address_of_the_api(String site) {
        var answer = followsLink(browser, site).get("/api/v1/auth/me");

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(JsonPath.<String>read(answer.body(), "$.handle")).isEqualTo(requester.handle());
        assertThat(answer.headers().firstValue("Access-Control-Allow-Origin")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    GET,    navigate, iframe,   -
                    GET,    navigate, frame,    -
                    GET,    navigate, object,   -
                    GET,    navigate, -,        -
                    GET,    -,        document, -
                    GET,    no-cors,  image,    -
                    GET,    no-cors,  script,   -
                    GET,    cors,     empty,    https://elsewhere.example
                    GET,    navigate, document, https://elsewhere.example
                    GET,    navigate, document, null
                    HEAD,   navigate, document, -
                    POST,   navigate, document, -
                    POST,   navigate, document, null
                    DELETE, navigate, document, -
                    """)
    void only_a_window_that_reads_may_come_from_elsewhere(
            String method, @Nullable String mode, @Nullable String dest, @Nullable String origin) {
        var page = browser.with(TOKEN, token).with("Sec-Fetch-Site", "cross-site");
        for (var header : new String[][] {{"Sec-Fetch-Mode", mode}, {"Sec-Fetch-Dest", dest}, {"Origin", origin}}) {
            page = header[1] == null ? page : page.with(header[0], header[1]);
        }

        var answer = page.send(method, "/api/v1/auth/me", "", "");

        assertThat(answer.statusCode()).isEqualTo(403);
        if (!method.equals("HEAD")) {
            assertRefused(answer, "CROSS_ORIGIN");
        }
    }

    @Test
    void a_person_who_follows_a_link_signs_in_first_and_comes_back() {
        var stranger = followsLink(Http.browser(port), "cross-site");
        var address = "/api/v1/tickets?q=a%20b&status=NEW";

        var sent = stranger.get(address);
        assertThat(sent.statusCode()).isEqualTo(302);
        assertThat(sent.headers().firstValue("Location").orElseThrow()).endsWith("/login");

        var back = SignedInBrowser.signIn(stranger, requester);
        assertThat(back.headers().firstValue("Location")).hasValue(address);
        var answer = stranger.get(address);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("Set-Cookie").orElseThrow())
                .as("the address is forgotten")
                .startsWith("REDIRECT_URI=;");
    }

    @Test
    void programs_and_scripts_without_a_sign_in_are_not_led_elsewhere() {
        assertThat(Http.browser(port).get("/api/v1/tickets").statusCode()).isEqualTo(401);
        assertThat(followsLink(Http.on(port).bearer("wrong"), "cross-site")
                        .get("/api/v1/tickets")
                        .statusCode())
                .isEqualTo(401);
        assertThat(followsLink(Http.on(port), "cross-site")
                        .json("POST", "/api/v1/tickets", TICKET)
                        .statusCode())
                .isEqualTo(401);
        assertThat(followsLink(Http.on(port), "cross-site")
                        .get("/reconciliation")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_token_of_the_request_counts_and_not_the_session_of_the_browser() {
        assertThat(browser.bearer("wrong").get("/api/v1/auth/me").statusCode()).isEqualTo(401);

        var another = people.someone(Role.TEAM_LEAD);
        var both = browser.bearer(tokenOf(another))
                .with("Origin", "https://elsewhere.example")
                .with("Sec-Fetch-Site", "cross-site")
                .get("/api/v1/auth/me");
        assertThat(JsonPath.<String>read(both.body(), "$.id"))
                .isEqualTo(another.id().toString());
    }

    @Test
    void signing_in_at_the_api_goes_past_the_session() {
        var answer = browser.with("Sec-Fetch-Site", "cross-site")
                .json(
                        "POST",
                        "/api/v1/auth/login",
                        "{\"email\": \"%s\", \"password\": \"%s\"}"
                                .formatted(requester.email(), PeopleWithPasswords.PASSWORD));

        assertThat(answer.statusCode()).isEqualTo(200);
    }

    @Test
    void a_role_counts_from_the_next_request_on_and_an_ended_session_no_longer() {
        accounts.changeRole(
                requester.id(),
                Role.DEVOPS_ENGINEER,
                null,
                Actor.of(people.someone(Role.ADMIN).id(), Source.API));
        assertThat(browser.get("/api/v1/escalations?limit=1").statusCode()).isEqualTo(200);

        people.deactivate(requester.id());

        assertThat(browser.get("/api/v1/auth/me").statusCode()).isEqualTo(401);
        assertThat(browser.with(TOKEN, token)
                        .json("POST", "/api/v1/tickets", TICKET)
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void signing_out_by_the_api_ends_the_session_of_the_browser() {
        assertThat(browser.with(TOKEN, token)
                        .json("POST", "/api/v1/auth/logout", "")
                        .statusCode())
                .isEqualTo(204);

        assertThat(browser.get("/api/v1/auth/me").statusCode()).isEqualTo(401);
        assertThat(browser.get("/camunda/app/tasklist/default/").statusCode()).isEqualTo(302);
    }

    @Test
    void the_requests_of_the_session_and_of_a_token_count_together() {
        var first = Integer.parseInt(browser.get("/api/v1/auth/me")
                .headers()
                .firstValue("RateLimit-Remaining")
                .orElseThrow());
        var second = Http.on(port).bearer(tokenOf(requester)).get("/api/v1/auth/me");

        assertThat(second.headers().firstValue("RateLimit-Remaining")).hasValue(String.valueOf(first - 1));
        var refused = browser.json("POST", "/api/v1/tickets", TICKET);
        assertThat(refused.headers().firstValue("RateLimit-Remaining")).hasValue(String.valueOf(first - 2));
    }

    private String tokenOf(Person person) {
        var login = Http.on(port)
                .json(
                        "POST",
                        "/api/v1/auth/login",
                        "{\"email\": \"%s\", \"password\": \"%s\"}"
                                .formatted(person.email(), PeopleWithPasswords.PASSWORD));
        return JsonPath.read(login.body(), "$.accessToken");
    }

    private static void assertRefused(HttpResponse<String> answer, String code) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(JsonPath.<String>read(answer.body(), "$.code")).isEqualTo(code);
        assertThat(JsonPath.<String>read(answer.body(), "$.detail")).contains("session of a browser");
    }
}
