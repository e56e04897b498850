package io.ticketflow.identity.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.web.Client;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.Locale;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@TicketflowTest
class SignInTests {

    private static final String PASSWORD = PeopleWithPasswords.PASSWORD;
    private static final Client CLIENT = new Client("127.0.0.1", null, null);

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private PasswordAuthentication passwords;

    @Autowired
    private Sessions sessions;

    @Autowired
    private UserSessions storedSessions;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transaction;

    private Http http;
    private Person ada;

    @BeforeEach
    void anAccount(@LocalServerPort int port) {
        http = Http.on(port);
        ada = people.someone(Role.DEVOPS_ENGINEER);
    }

    @Test
    void a_password_opens_a_session_by_address_and_by_handle() {
        var answer = login(ada.email().toUpperCase(Locale.ROOT), PASSWORD);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(read(answer, "$.tokenType")).isEqualTo("Bearer");
        assertThat(JsonPath.<Integer>read(answer.body(), "$.expiresIn")).isEqualTo(900);
        assertThat(read(answer, "$.user.handle")).isEqualTo(ada.handle());
        assertThat(answer.headers().firstValue("Cache-Control"))
                .get()
                .asString()
                .contains("no-store");
        assertThat(login(ada.handle(), PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void the_caller_sees_the_own_account() {
        var me = http.bearer(accessToken()).get("/api/v1/auth/me");

        assertThat(me.statusCode()).isEqualTo(200);
        assertThat(read(me, "$.id")).isEqualTo(ada.id().toString());
        assertThat(read(me, "$.email")).isEqualTo(ada.email());
        assertThat(read(me, "$.lastLoginAt")).isNotNull();
        assertThat(me.body()).doesNotContain("$2a$", "password");
    }

    @Test
    void a_session_that_is_ended_while_it_is_seen_stays_ended() {
        login(ada.email(), PASSWORD);
        var id = jdbc.queryForObject("select id from user_sessions where user_id = ?", UUID.class, ada.id());

        transaction.executeWithoutResult(status -> {
            var seen = storedSessions.findById(Objects.requireNonNull(id)).orElseThrow();
            CompletableFuture.runAsync(() -> sessions.end(id, CLIENT.as(ada.id())))
                    .join();
            sessions.goesOn(seen);
        });

        assertThat(storedSessions.liveOf(ada.id(), Instant.now())).isEmpty();
    }

    @Test
    void a_password_that_is_replaced_while_it_is_checked_opens_no_session() {
        var checked = passwords.check(ada.email(), PASSWORD, CLIENT).orElseThrow();
        transaction.executeWithoutResult(
                status -> jdbc.update("update users set password_hash = 'another' where id = ?", ada.id()));

        assertThat(sessions.open(checked, SessionKind.API, CLIENT, "password")).isEmpty();
        assertThat(storedSessions.liveOf(ada.id(), Instant.now())).isEmpty();
    }

    @Test
    void unknown_wrong_and_inactive_are_told_the_same() {
        var inactive = people.someone(Role.END_USER);
        people.deactivate(inactive.id());
        var invited = people.with(null);

        var refused = login(ada.email(), "wrong password").body();

        assertThat(refused).contains("BAD_CREDENTIALS");
        assertThat(login("nobody@sign.in", PASSWORD).body()).isEqualTo(refused);
        assertThat(login("no\\u0000body", PASSWORD).body()).isEqualTo(refused);
        assertThat(login(inactive.email(), PASSWORD).body()).isEqualTo(refused);
        assertThat(login(invited.email(), PASSWORD).body()).isEqualTo(refused);
        assertThat(login(ada.email(), "x".repeat(73)).body()).isEqualTo(refused);
        assertThat(login(ada.email(), "wrong password").statusCode()).isEqualTo(401);
    }

    @Test
    void an_unknown_account_takes_as_long_as_a_wrong_password() {
        var slow = people.with(PASSWORD);
        assertThat(jdbc.queryForObject("select password_hash from users where id = ?", String.class, slow.id()))
                .startsWith("{bcrypt}$2a$12$");

        var wrong = millisecondsOf(() -> login(slow.email(), "wrong password"));
        var unknown = millisecondsOf(() -> login("nobody@sign.in", PASSWORD));

        assertThat(unknown).isGreaterThan(wrong / 4);
    }

    @Test
    void a_refresh_token_is_good_for_one_new_pair() {
        var first = login(ada.email(), PASSWORD);

        var second = refresh(read(first, "$.refreshToken"));
        var third = refresh(read(second, "$.refreshToken"));

        assertThat(third.statusCode()).isEqualTo(200);
        assertThat(read(third, "$.refreshToken")).isNotEqualTo(read(second, "$.refreshToken"));
        assertThat(http.bearer(read(third, "$.accessToken"))
                        .get("/api/v1/auth/me")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_used_refresh_token_ends_the_whole_session() {
        var first = login(ada.email(), PASSWORD);
        var second = refresh(read(first, "$.refreshToken"));

        var replayed = refresh(read(first, "$.refreshToken"));

        assertThat(replayed.statusCode()).isEqualTo(401);
        assertThat(replayed.body()).contains("INVALID_REFRESH_TOKEN");
        assertThat(refresh(read(second, "$.refreshToken")).statusCode()).isEqualTo(401);
        assertThat(http.bearer(read(second, "$.accessToken"))
                        .get("/api/v1/auth/me")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void signing_out_ends_this_session_alone_and_at_once() {
        var here = login(ada.email(), PASSWORD);
        var elsewhere = login(ada.email(), PASSWORD);
        var signedIn = http.bearer(read(here, "$.accessToken"));
        assertThat(signedIn.get("/api/v1/auth/me").statusCode()).isEqualTo(200);

        assertThat(signedIn.json("POST", "/api/v1/auth/logout", "").statusCode())
                .isEqualTo(204);

        assertThat(signedIn.get("/api/v1/auth/me").statusCode()).isEqualTo(401);
        assertThat(refresh(read(here, "$.refreshToken")).statusCode()).isEqualTo(401);
        assertThat(http.bearer(read(elsewhere, "$.accessToken"))
                        .get("/api/v1/auth/me")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_deactivated_person_is_refused_at_once() {
        var session = login(ada.email(), PASSWORD);
        var signedIn = http.bearer(read(session, "$.accessToken"));
        assertThat(signedIn.get("/api/v1/auth/me").statusCode()).isEqualTo(200);

        people.deactivate(ada.id());

        assertThat(signedIn.get("/api/v1/auth/me").statusCode()).isEqualTo(401);
        assertThat(refresh(read(session, "$.refreshToken")).statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/api/v1/auth/me", "/api/v1/users/x/availability", "/api/v1/nowhere", "/api/v1"})
    void without_an_access_token_the_api_is_shut(String path) {
        var answer = http.get(path);

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.headers().firstValue("WWW-Authenticate")).hasValue("Bearer");
        assertThat(answer.headers().firstValue("X-Request-Id")).isPresent();
        assertThat(read(answer, "$.code")).isEqualTo("UNAUTHENTICATED");
    }

    @Test
    void a_token_that_is_not_ours_is_no_token() {
        var parts = accessToken().split("\\.", -1);
        var unsigned = Base64.getUrlEncoder()
                        .withoutPadding()
                        .encodeToString("{\"alg\":\"none\"}".getBytes(StandardCharsets.UTF_8))
                + "." + parts[1] + ".";
        var forged = parts[0] + "." + parts[1] + "." + "A".repeat(43);

        for (var token : new String[] {"", "x", "a.b.c", unsigned, forged}) {
            assertThat(http.bearer(token).get("/api/v1/auth/me").statusCode()).isEqualTo(401);
        }
    }

    @Test
    void a_password_is_no_key_to_the_api() {
        assertThat(http.basic(ada.email(), PASSWORD).get("/api/v1/auth/me").statusCode())
                .isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    GET,  /v3/api-docs,            200
                    GET,  /swagger-ui/index.html,  200
                    GET,  /anything,               404
                    GET,  /actuator,               404
                    POST, /error,                  404
                    """)
    void the_description_is_open_and_what_no_door_leads_to_is_shut(String method, String path, int status) {
        assertThat(http.json(method, path, "").statusCode()).isEqualTo(status);
    }

    @Test
    void availability_is_said_over_http() {
        var signedIn = http.bearer(accessToken());
        var path = "/api/v1/users/" + ada.id() + "/availability";

        var away = signedIn.json("PATCH", path, "{\"availability\":\"AWAY\",\"awayUntil\":\"2100-01-01T00:00:00Z\"}");

        assertThat(away.body()).isEqualTo("{\"availability\":\"AWAY\",\"awayUntil\":\"2100-01-01T00:00:00Z\"}");
        assertThat(signedIn.get(path).body()).isEqualTo(away.body());
        assertThat(signedIn.json("PATCH", path, "{}").statusCode()).isEqualTo(422);
        assertThat(signedIn.json("PATCH", path, "{\"availability\":\"ASLEEP\"}").statusCode())
                .isEqualTo(400);
    }

    private String accessToken() {
        return read(login(ada.email(), PASSWORD), "$.accessToken");
    }

    private HttpResponse<String> login(String name, String password) {
        return http.json(
                "POST", "/api/v1/auth/login", "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(name, password));
    }

    private HttpResponse<String> refresh(String token) {
        return http.json("POST", "/api/v1/auth/refresh", "{\"refreshToken\":\"%s\"}".formatted(token));
    }

    private static String read(HttpResponse<String> answer, String path) {
        return JsonPath.read(answer.body(), path);
    }

    private static long millisecondsOf(Runnable work) {
        var start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1_000_000;
    }
}
