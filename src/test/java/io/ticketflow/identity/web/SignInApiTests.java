package io.ticketflow.identity.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Together;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.session.Authenticator;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How failed attempts slow the sign-in down, how a second factor works, and that answers do not tell who has an account. */
class SignInApiTests extends AccountApi {

    @Test
    void right_passwords_at_the_same_instant_all_let_in() throws Exception {
        var person = people.someone(Role.END_USER);
        fail(person.email(), 4);

        var answers = Together.run(Collections.nCopies(
                12, () -> login(person.email(), PeopleWithPasswords.PASSWORD).statusCode()));

        assertThat(answers).containsOnly(200);
        fail(person.email(), 4);
        assertThat(login(person.email(), PeopleWithPasswords.PASSWORD).statusCode())
                .isEqualTo(200);
    }

    @Test
    void of_many_guesses_at_the_same_instant_five_are_looked_at() throws Exception {
        var person = people.someone(Role.END_USER);

        var answers = Together.run(Collections.nCopies(40, () -> code(login(person.email(), "wrong password"))));

        assertThat(answers.stream().filter("BAD_CREDENTIALS"::equals)).hasSize(5);
        assertThat(answers.stream().filter("SIGN_IN_LOCKED"::equals)).hasSize(35);
    }

    @Test
    void after_five_failures_no_password_is_looked_at_for_a_while_each_time_twice_as_long() {
        var person = people.someone(Role.END_USER);
        fail(person.email(), 5);

        var locked = login(person.email(), PeopleWithPasswords.PASSWORD);

        assertThat(locked.statusCode()).isEqualTo(429);
        assertThat(code(locked)).isEqualTo("SIGN_IN_LOCKED");
        assertThat(Integer.parseInt(locked.headers().firstValue("Retry-After").orElseThrow()))
                .isBetween(890, 900);
        assertThat(http.basic(person.email(), PeopleWithPasswords.PASSWORD)
                        .get("/engine-rest/version")
                        .statusCode())
                .as("at the engine's door")
                .isEqualTo(429);
        clock.pass(Duration.ofMinutes(15).plusSeconds(1));
        fail(person.email(), 5);
        assertThat(login(person.email(), "x")
                        .headers()
                        .firstValue("Retry-After")
                        .map(Integer::parseInt))
                .hasValueSatisfying(seconds -> assertThat(seconds).isBetween(1790, 1800));
    }

    @Test
    void names_that_nobody_has_are_slowed_down_in_the_same_way() {
        var nobody = anAddress();
        fail(nobody, 5);

        assertThat(login(nobody, "wrong").statusCode()).isEqualTo(429);
    }

    @Test
    void a_right_password_forgets_the_failures_before_it() {
        var person = people.someone(Role.END_USER);
        fail(person.email(), 4);
        assertThat(login(person.email(), PeopleWithPasswords.PASSWORD).statusCode())
                .isEqualTo(200);
        fail(person.email(), 4);

        assertThat(login(person.email(), PeopleWithPasswords.PASSWORD).statusCode())
                .isEqualTo(200);
    }

    @Test
    void a_lock_leaves_live_sessions_alone_and_a_password_by_mail_lifts_it() {
        var person = people.someone(Role.END_USER);
        var session = signedIn(person);
        fail(person.email(), 5);
        assertThat(session.get("/api/v1/auth/me").statusCode()).isEqualTo(200);

        post("forgot-password", "{'email': '%s'}".formatted(person.email()));
        post(
                "reset-password",
                "{'token': '%s', 'password': '%s'}".formatted(tokenIn(mailTo(person.email(), 1)), OTHER));

        assertThat(login(person.email(), OTHER).statusCode()).isEqualTo(200);
    }

    @Test
    void a_hundred_guesses_at_the_same_instant_are_five() throws Exception {
        var person = people.someone(Role.END_USER);

        var answers = Together.run(
                Collections.nCopies(30, () -> login(person.email(), "wrong").statusCode()));

        assertThat(Collections.frequency(answers, 401)).isLessThanOrEqualTo(5);
        assertThat(answers).containsOnly(401, 429);
    }

    @Test
    void a_second_factor_is_asked_for_once_it_is_enabled() {
        var person = people.someone(Role.DEVOPS_ENGINEER);
        var self = signedIn(person);
        var setup = self.json("POST", "/api/v1/auth/mfa/setup", "");
        var authenticator = new Authenticator(read(setup, "$.secret"));
        assertThat(read(setup, "$.otpauthUri")).startsWith("otpauth://totp/Ticketflow:");
        assertThat(read(setup, "$.qrPng")).startsWith("iVBORw0KGgo");
        assertThat(login(person.email(), PeopleWithPasswords.PASSWORD).body()).contains("accessToken");

        assertThat(self.json("POST", "/api/v1/auth/mfa/enable", "{\"code\": \"000000\"}")
                        .statusCode())
                .isEqualTo(422);
        var enabled = self.json(
                "POST", "/api/v1/auth/mfa/enable", "{\"code\": \"%s\"}".formatted(authenticator.code(clock.instant())));

        List<String> recovery = JsonPath.read(enabled.body(), "$.recoveryCodes");
        assertThat(recovery).hasSize(10).doesNotHaveDuplicates();
        var asked = login(person.email(), PeopleWithPasswords.PASSWORD);
        assertThat(asked.body()).contains("\"mfaRequired\":true").doesNotContain("accessToken");
        clock.pass(Duration.ofSeconds(31));
        var code = authenticator.code(clock.instant());
        assertThat(verify(asked, code).body()).contains("accessToken");
        assertThat(code(verify(login(person.email(), PeopleWithPasswords.PASSWORD), code)))
                .as("the same code again")
                .isEqualTo("BAD_CODE");
        assertThat(verify(
                                login(person.email(), PeopleWithPasswords.PASSWORD),
                                recovery.get(3).toUpperCase(Locale.ROOT))
                        .body())
                .contains("accessToken");
        assertThat(code(verify(login(person.email(), PeopleWithPasswords.PASSWORD), recovery.get(3))))
                .as("the same recovery code again")
                .isEqualTo("BAD_CODE");
        assertThat(http.basic(person.handle(), PeopleWithPasswords.PASSWORD)
                        .get("/engine-rest/version")
                        .statusCode())
                .as("the password alone at the engine's door")
                .isEqualTo(401);
    }

    @Test
    void a_second_factor_is_given_up_with_the_password_and_a_code() {
        var person = people.someone(Role.DEVOPS_ENGINEER);
        var self = signedIn(person);
        var authenticator = enableSecondFactor(self);
        assertThat(self.json("POST", "/api/v1/auth/mfa/setup", "").statusCode()).isEqualTo(409);
        clock.pass(Duration.ofSeconds(31));

        assertThat(disable(self, "wrong", authenticator.code(clock.instant()))).isEqualTo(422);
        assertThat(disable(self, PeopleWithPasswords.PASSWORD, "000000")).isEqualTo(422);
        assertThat(disable(self, PeopleWithPasswords.PASSWORD, authenticator.code(clock.instant())))
                .isEqualTo(204);

        assertThat(login(person.email(), PeopleWithPasswords.PASSWORD).body()).contains("accessToken");
        assertThat(jdbc.queryForObject(
                        "select count(*) from recovery_codes where user_id = ?", Integer.class, person.id()))
                .isZero();
    }

    private static int disable(Http self, String password, String code) {
        return self.json(
                        "POST",
                        "/api/v1/auth/mfa/disable",
                        "{\"password\": \"%s\", \"code\": \"%s\"}".formatted(password, code))
                .statusCode();
    }

    @Test
    void a_token_for_the_code_has_five_tries_and_five_minutes() {
        var person = withSecondFactor();
        var asked = login(person.email(), PeopleWithPasswords.PASSWORD);
        clock.pass(Duration.ofMinutes(5).plusSeconds(1));
        assertThat(code(verify(asked, "000000"))).isEqualTo("INVALID_MFA_TOKEN");

        var again = login(person.email(), PeopleWithPasswords.PASSWORD);
        for (var i = 0; i < 5; i++) {
            assertThat(code(verify(again, "000000"))).isEqualTo("BAD_CODE");
        }
        assertThat(code(verify(again, "000000"))).isIn("INVALID_MFA_TOKEN", "SIGN_IN_LOCKED");
        assertThat(login(person.email(), PeopleWithPasswords.PASSWORD).statusCode())
                .as("another token is no way round")
                .isEqualTo(429);
    }

    private Person withSecondFactor() {
        var person = people.someone(Role.DEVOPS_ENGINEER);
        enableSecondFactor(signedIn(person));
        return person;
    }

    @Test
    void a_browser_is_asked_for_the_code_too() {
        var person = withSecondFactor();
        var browser = Http.browser(port);

        assertThat(location(signInByForm(browser, person, ""))).endsWith("/login?code");
        assertThat(location(signInByForm(browser, person, "000000"))).endsWith("/login?error");
    }

    /** Neither the answer nor its duration tells whether an account exists; compares medians of alternating rounds. */
    @Test
    void nobody_learns_who_has_an_account() {
        for (var route : List.of("login", "forgot-password", "resend-verification", "register")) {
            assertThat(shape(ask(route, people.withSlowPassword().email()))).isEqualTo(shape(ask(route, anAddress())));
            // Other work on the machine disturbs one measurement; a true difference shows in each of them.
            var ratios = new ArrayList<Double>();
            assertThat(Stream.generate(() -> knownToUnknown(route))
                            .limit(3)
                            .peek(ratios::add)
                            .anyMatch(ratio -> ratio > 0.5 && ratio < 2))
                    .as(() -> "median of %s, known to unknown, is between 0.5 and 2: %s".formatted(route, ratios))
                    .isTrue();
        }
    }

    private double knownToUnknown(String route) {
        var known = new ArrayList<Long>();
        var unknown = new ArrayList<Long>();
        for (var round = 0; round < 5; round++) {
            var slow = people.withSlowPassword();
            known.add(nanoseconds(() -> ask(route, slow.email())));
            unknown.add(nanoseconds(() -> ask(route, anAddress())));
        }
        return (double) median(known) / median(unknown);
    }

    private HttpResponse<String> ask(String route, String email) {
        return post(
                route,
                switch (route) {
                    case "login" -> "{'email': '%s', 'password': 'wrong'}".formatted(email);
                    case "register" ->
                        "{'email': '%s', 'password': '%s', 'fullName': 'Pia'}".formatted(email, PASSWORD);
                    default -> "{'email': '%s'}".formatted(email);
                });
    }

    private static String shape(HttpResponse<String> answer) {
        var headers = answer.headers().map().keySet();
        return answer.statusCode() + " " + headers + " " + answer.body();
    }

    private static long nanoseconds(Runnable work) {
        var start = System.nanoTime();
        work.run();
        return System.nanoTime() - start;
    }

    private static long median(List<Long> values) {
        return values.stream().sorted().toList().get(values.size() / 2);
    }
}
