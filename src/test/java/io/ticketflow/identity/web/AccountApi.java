package io.ticketflow.identity.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Mails;
import io.ticketflow.TestClock;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.session.Authenticator;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** The tests of accounts share this client of the API, which also reads the mails with their links. */
@TicketflowTest
abstract class AccountApi {

    static final String PASSWORD = "seven green llamas dance";
    static final String OTHER = "eight brown camels sleep";

    @Autowired
    World world;

    @Autowired
    PeopleWithPasswords people;

    @Autowired
    Mails mails;

    @Autowired
    TestClock clock;

    @Autowired
    JdbcTemplate jdbc;

    @LocalServerPort
    int port;

    Http http;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
        mails.forget();
        http = Http.on(port);
    }

    @AfterEach
    void thePresentAgain() {
        clock.reset();
    }

    static String anAddress() {
        return "p" + UUID.randomUUID() + "@self.example";
    }

    HttpResponse<String> post(String route, String body) {
        return http.json("POST", "/api/v1/auth/" + route, body.replace('\'', '"'));
    }

    HttpResponse<String> register(String email) {
        return post(
                "register", "{'email': '%s', 'password': '%s', 'fullName': 'Pia Person'}".formatted(email, PASSWORD));
    }

    HttpResponse<String> login(String name, String password) {
        return post("login", "{'email': '%s', 'password': '%s'}".formatted(name, password));
    }

    Http signedIn(Person person) {
        return signedIn(person, PeopleWithPasswords.PASSWORD);
    }

    Http signedIn(Person person, String password) {
        return http.bearer(read(login(person.email(), password), "$.accessToken"));
    }

    static String read(HttpResponse<String> answer, String path) {
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return JsonPath.read(answer.body(), path);
    }

    static String code(HttpResponse<String> answer) {
        return JsonPath.read(answer.body(), "$.code");
    }

    /** Waits, because the mail is written after the answer. */
    Mails.Mail mailTo(String address, int number) {
        await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(20)).until(() -> {
            mails.sendAll();
            return mails.to(address).size() >= number;
        });
        return mails.lastTo(address);
    }

    static String tokenIn(Mails.Mail mail) {
        return mail.link().substring(mail.link().indexOf('=') + 1);
    }

    Authenticator enableSecondFactor(Http self) {
        var authenticator = new Authenticator(read(self.json("POST", "/api/v1/auth/mfa/setup", ""), "$.secret"));
        var enabled = self.json(
                "POST", "/api/v1/auth/mfa/enable", "{\"code\": \"%s\"}".formatted(authenticator.code(clock.instant())));
        assertThat(enabled.statusCode()).isEqualTo(200);
        return authenticator;
    }

    void fail(String name, int times) {
        for (var i = 0; i < times; i++) {
            assertThat(login(name, "wrong").statusCode()).isEqualTo(401);
        }
    }

    HttpResponse<String> verify(HttpResponse<String> asked, String code) {
        return post("mfa/verify", "{'mfaToken': '%s', 'code': '%s'}".formatted(read(asked, "$.mfaToken"), code));
    }

    HttpResponse<String> signInByForm(Http browser, Person person, String code) {
        return browser.form(
                "/login",
                Map.of(
                        "username",
                        person.handle(),
                        "password",
                        PeopleWithPasswords.PASSWORD,
                        "code",
                        code,
                        "_csrf",
                        csrfOn(browser, "/login")));
    }

    static String csrfOn(Http browser, String page) {
        var csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"")
                .matcher(browser.get(page).body());
        assertThat(csrf.find()).isTrue();
        return csrf.group(1);
    }

    static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    String tokenOf(Person person, String scope) {
        return tokenOf(signedIn(person), scope);
    }

    static String tokenOf(Http self, String scope) {
        var created = self.json(
                "POST", "/api/v1/auth/tokens", "{\"name\": \"script\", \"scopes\": [\"%s\"]}".formatted(scope));
        return read(created, "$.token");
    }

    int me(String token) {
        return http.bearer(token).get("/api/v1/auth/me").statusCode();
    }
}
