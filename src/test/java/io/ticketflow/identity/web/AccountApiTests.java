package io.ticketflow.identity.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Mails;
import io.ticketflow.TestClock;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
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
import java.util.Map;
import java.util.UUID;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** What people can do with their own account. */
@TicketflowTest
class AccountApiTests {

    private static final String PASSWORD = "seven green llamas dance";
    private static final String OTHER = "eight brown camels sleep";

    @Autowired
    private World world;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private Mails mails;

    @Autowired
    private TestClock clock;

    @Autowired
    private JdbcTemplate jdbc;

    @LocalServerPort
    private int port;

    private Http http;

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

    private static String anAddress() {
        return "p" + UUID.randomUUID() + "@self.example";
    }

    private HttpResponse<String> post(String route, String body) {
        return http.json("POST", "/api/v1/auth/" + route, body.replace('\'', '"'));
    }

    private HttpResponse<String> register(String email) {
        return post(
                "register", "{'email': '%s', 'password': '%s', 'fullName': 'Pia Person'}".formatted(email, PASSWORD));
    }

    private HttpResponse<String> login(String name, String password) {
        return post("login", "{'email': '%s', 'password': '%s'}".formatted(name, password));
    }

    private Http signedIn(Person person) {
        return signedIn(person, PeopleWithPasswords.PASSWORD);
    }

    private Http signedIn(Person person, String password) {
        return http.bearer(read(login(person.email(), password), "$.accessToken"));
    }

    private static String read(HttpResponse<String> answer, String path) {
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return JsonPath.read(answer.body(), path);
    }

    private static String code(HttpResponse<String> answer) {
        return JsonPath.read(answer.body(), "$.code");
    }

    /** Waits, because the mail is written after the answer. */
    private Mails.Mail mailTo(String address, int number) {
        await().until(() -> {
            mails.sendAll();
            return mails.to(address).size() >= number;
        });
        return mails.lastTo(address);
    }

    private static String tokenIn(Mails.Mail mail) {
        return mail.link().substring(mail.link().indexOf('=') + 1);
    }

    @Test
    void who_registers_can_sign_in_once_the_address_is_verified() {
        var address = anAddress();
        assertThat(register(address).statusCode()).isEqualTo(202);
        var mail = mailTo(address, 1);
        assertThat(login(address, PASSWORD).statusCode()).isEqualTo(401);

        var verified = verify(tokenIn(mail), "password", PASSWORD);

        assertThat(verified.statusCode()).isEqualTo(204);
        var session = login(address.toUpperCase(Locale.ROOT), PASSWORD);
        assertThat(read(session, "$.user.role")).isEqualTo("END_USER");
        assertThat(JsonPath.<Boolean>read(session.body(), "$.user.emailVerified"))
                .isTrue();
        assertThat(verify(tokenIn(mail), "password", PASSWORD).statusCode())
                .as("the link again")
                .isEqualTo(422);
    }

    @Test
    void the_owner_of_a_known_address_is_told_and_nobody_else_learns_of_it() {
        var person = people.someone(Role.END_USER);

        var known = register(person.email());
        var unknown = register(anAddress());

        assertThat(known.statusCode()).isEqualTo(unknown.statusCode());
        assertThat(known.body()).isEqualTo(unknown.body());
        assertThat(mailTo(person.email(), 1).text()).doesNotContain("token=");
        assertThat(login(person.email(), PASSWORD).statusCode()).isEqualTo(401);
        assertThat(login(person.email(), PeopleWithPasswords.PASSWORD).statusCode())
                .isEqualTo(200);
    }

    @Test
    void whoever_registers_an_address_first_gets_no_key_to_the_account_of_its_owner() {
        var address = anAddress();
        post("register", "{'email': '%s', 'password': '%s', 'fullName': 'Not the owner'}".formatted(address, OTHER));
        mailTo(address, 1);

        register(address);
        verify(tokenIn(mailTo(address, 2)), "password", PASSWORD);

        assertThat(login(address, OTHER).statusCode()).isEqualTo(401);
        assertThat(login(address, PASSWORD).statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> verify(String token, String member, String password) {
        return post("verify-email", "{'token': '%s', '%s': '%s'}".formatted(token, member, password));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            no-address,       seven green llamas dance, email
            'a b@x.example',  seven green llamas dance, email
            a@x.example,      short,                    password
            a@x.example,      passwordpassword,         password
            a@x.example,      qwertyuiop12,             password
            longer@x.example, longer@x.example,         password
            """)
    void what_cannot_become_an_account_is_refused_with_its_field(String email, String password, String field) {
        var answer =
                post("register", "{'email': '%s', 'password': '%s', 'fullName': 'Pia'}".formatted(email, password));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(JsonPath.<List<String>>read(answer.body(), "$.errors[*].field"))
                .containsExactly(field);
    }

    @Test
    void a_forgotten_password_is_replaced_by_mail_and_all_sessions_end() {
        var person = people.someone(Role.DEVOPS_ENGINEER);
        var session = signedIn(person);
        assertThat(post("forgot-password", "{'email': '%s'}".formatted(person.email()))
                        .statusCode())
                .isEqualTo(202);
        var token = tokenIn(mailTo(person.email(), 1));

        var tooShort = post("reset-password", "{'token': '%s', 'password': 'short'}".formatted(token));
        assertThat(tooShort.statusCode()).as("a refused password").isEqualTo(422);
        var reset = post("reset-password", "{'token': '%s', 'password': '%s'}".formatted(token, OTHER));

        assertThat(reset.statusCode()).as("does not use the link up").isEqualTo(204);
        assertThat(session.get("/api/v1/auth/me").statusCode()).isEqualTo(401);
        assertThat(login(person.email(), PeopleWithPasswords.PASSWORD).statusCode())
                .isEqualTo(401);
        assertThat(login(person.email(), OTHER).statusCode()).isEqualTo(200);
        assertThat(mailTo(person.email(), 2).link()).isNotNull();
    }

    /** An account that was used before its address was confirmed, by a person who may not own the address. */
    private final class TakenInAdvance {

        final Person person = people.someone(Role.END_USER);
        final HttpResponse<String> session = login(person.email(), PeopleWithPasswords.PASSWORD);
        final Http self = http.bearer(read(session, "$.accessToken"));
        final String token = tokenOf(self, "tickets:read");

        TakenInAdvance() {
            world.sql("update users set email_verified = false where id = '%s'".formatted(person.id()));
        }

        TakenInAdvance withSecondFactor() {
            enableSecondFactor(self);
            return this;
        }

        String linkToConfirm() {
            post("resend-verification", "{'email': '%s'}".formatted(person.email()));
            return tokenIn(mailTo(person.email(), 1));
        }

        void isStillIn() {
            assertThat(self.get("/api/v1/auth/me").statusCode()).isEqualTo(200);
            assertThat(me(token)).isEqualTo(200);
        }

        void isOut() {
            assertThat(self.get("/api/v1/auth/me").statusCode()).isEqualTo(401);
            assertThat(me(token)).isEqualTo(401);
            assertThat(post("refresh", "{'refreshToken': '%s'}".formatted(read(session, "$.refreshToken")))
                            .statusCode())
                    .isEqualTo(401);
            assertThat(login(person.email(), PeopleWithPasswords.PASSWORD).statusCode())
                    .isEqualTo(401);
        }

        /** Checks that the password alone is enough: there is no second factor. */
        void isItsOwners(String password) {
            var profile = signedIn(person, password).get("/api/v1/auth/me");
            assertThat(JsonPath.<Boolean>read(profile.body(), "$.emailVerified"))
                    .isTrue();
            assertThat(JsonPath.<Boolean>read(profile.body(), "$.mfaEnabled")).isFalse();
            assertThat(jdbc.queryForObject(
                            "select count(*) from recovery_codes where user_id = ?", Integer.class, person.id()))
                    .isZero();
        }
    }

    @Test
    void confirming_an_address_needs_the_password_of_the_registration_which_changes_nothing_else() {
        var account = new TakenInAdvance();
        var link = account.linkToConfirm();

        for (var body : List.of(
                "{'token': '%s'}",
                "{'token': '%s', 'password': 'wrong'}",
                "{'token': '%s', 'newPassword': 'short'}",
                "{'token': '%s', 'password': '" + PeopleWithPasswords.PASSWORD + "', 'newPassword': '" + OTHER
                        + "'}")) {
            var refused = post("verify-email", body.formatted(link));
            assertThat(refused.statusCode()).as(body).isEqualTo(422);
            assertThat(code(refused)).as(body).isEqualTo("VALIDATION_FAILED");
        }
        assertThat(verify(link, "password", PeopleWithPasswords.PASSWORD).statusCode())
                .as("a refusal does not use the link up")
                .isEqualTo(204);

        account.isStillIn();
        account.isItsOwners(PeopleWithPasswords.PASSWORD);
    }

    @Test
    void a_new_password_at_confirming_ends_all_that_was_begun_before() {
        var account = new TakenInAdvance().withSecondFactor();
        var link = account.linkToConfirm();
        post("forgot-password", "{'email': '%s'}".formatted(account.person.email()));
        var otherLink = tokenIn(mailTo(account.person.email(), 2));

        assertThat(verify(link, "newPassword", OTHER).statusCode()).isEqualTo(204);

        account.isOut();
        account.isItsOwners(OTHER);
        assertThat(code(post("reset-password", "{'token': '%s', 'password': '%s'}".formatted(otherLink, PASSWORD))))
                .isEqualTo("INVALID_TOKEN");
    }

    @Test
    void a_reset_by_mail_takes_an_account_back_whose_address_was_never_confirmed() {
        var account = new TakenInAdvance().withSecondFactor();

        reset(account.person, OTHER);

        account.isOut();
        account.isItsOwners(OTHER);
    }

    @Test
    void a_reset_by_mail_ends_tokens_and_what_was_begun_but_not_a_second_factor_of_the_owner() {
        var person = people.someone(Role.DEVOPS_ENGINEER);
        var self = signedIn(person);
        var token = tokenOf(self, "tickets:read");
        var authenticator = enableSecondFactor(self);
        var asked = login(person.email(), PeopleWithPasswords.PASSWORD);

        reset(person, OTHER);

        assertThat(self.get("/api/v1/auth/me").statusCode()).isEqualTo(401);
        assertThat(me(token)).isEqualTo(401);
        clock.pass(Duration.ofSeconds(31));
        assertThat(code(verify(asked, authenticator.code(clock.instant())))).isEqualTo("INVALID_MFA_TOKEN");
        assertThat(login(person.email(), OTHER).body()).contains("\"mfaRequired\":true");
    }

    @Test
    void an_authenticator_that_was_not_confirmed_ends_with_a_reset() {
        var person = people.someone(Role.DEVOPS_ENGINEER);
        var setup = signedIn(person).json("POST", "/api/v1/auth/mfa/setup", "");
        var authenticator = new Authenticator(read(setup, "$.secret"));

        reset(person, OTHER);

        var enabled = signedIn(person, OTHER)
                .json(
                        "POST",
                        "/api/v1/auth/mfa/enable",
                        "{\"code\": \"%s\"}".formatted(authenticator.code(clock.instant())));
        assertThat(enabled.statusCode()).isEqualTo(422);
    }

    @Test
    void who_comes_back_after_a_farewell_finds_no_token_that_still_works() {
        var person = people.someone(Role.DEVOPS_ENGINEER);
        var token = tokenOf(signedIn(person), "tickets:read");

        people.deactivate(person.id());
        http.as("admin").json("PUT", "/api/v1/users/" + person.id(), "{\"active\": true}");

        assertThat(me(token)).isEqualTo(401);
        assertThat(login(person.email(), PeopleWithPasswords.PASSWORD).statusCode())
                .isEqualTo(200);
    }

    private void reset(Person person, String password) {
        mails.forget();
        post("forgot-password", "{'email': '%s'}".formatted(person.email()));
        var link = tokenIn(mailTo(person.email(), 1));
        assertThat(post("reset-password", "{'token': '%s', 'password': '%s'}".formatted(link, password))
                        .statusCode())
                .isEqualTo(204);
    }

    private Authenticator enableSecondFactor(Http self) {
        var authenticator = new Authenticator(read(self.json("POST", "/api/v1/auth/mfa/setup", ""), "$.secret"));
        var enabled = self.json(
                "POST", "/api/v1/auth/mfa/enable", "{\"code\": \"%s\"}".formatted(authenticator.code(clock.instant())));
        assertThat(enabled.statusCode()).isEqualTo(200);
        return authenticator;
    }

    @Test
    void a_link_to_a_new_password_is_good_for_an_hour_and_the_newest_counts() {
        var person = people.someone(Role.END_USER);
        post("forgot-password", "{'email': '%s'}".formatted(person.email()));
        var first = tokenIn(mailTo(person.email(), 1));
        post("forgot-password", "{'email': '%s'}".formatted(person.email()));
        var second = tokenIn(mailTo(person.email(), 2));

        assertThat(code(post("reset-password", "{'token': '%s', 'password': '%s'}".formatted(first, OTHER))))
                .isEqualTo("INVALID_TOKEN");
        clock.pass(Duration.ofMinutes(61));
        assertThat(code(post("reset-password", "{'token': '%s', 'password': '%s'}".formatted(second, OTHER))))
                .isEqualTo("INVALID_TOKEN");
    }

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

    private void fail(String name, int times) {
        for (var i = 0; i < times; i++) {
            assertThat(login(name, "wrong").statusCode()).isEqualTo(401);
        }
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

        var answers = io.ticketflow.Together.run(
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

    private HttpResponse<String> verify(HttpResponse<String> asked, String code) {
        return post("mfa/verify", "{'mfaToken': '%s', 'code': '%s'}".formatted(read(asked, "$.mfaToken"), code));
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

    private HttpResponse<String> signInByForm(Http browser, Person person, String code) {
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

    private static String csrfOn(Http browser, String page) {
        var csrf = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"")
                .matcher(browser.get(page).body());
        assertThat(csrf.find()).isTrue();
        return csrf.group(1);
    }

    @Test
    void a_password_is_forgotten_and_chosen_anew_in_a_browser() {
        var person = people.someone(Role.END_USER);
        var browser = Http.browser(port);
        assertThat(browser.get("/login").body()).contains("/forgot-password");

        browser.form("/forgot-password", Map.of("email", person.email(), "_csrf", csrfOn(browser, "/forgot-password")));
        var page = mailTo(person.email(), 1).link().replaceFirst("^https?://[^/]+", "");
        assertThat(page).startsWith("/reset-password?token=");
        var tooCommon = choose(browser, page, "passwordpassword");
        var chosen = choose(browser, page, OTHER);

        assertThat(tooCommon.statusCode()).isEqualTo(422);
        assertThat(tooCommon.body()).contains("too common", "name=\"password\"");
        assertThat(chosen.body()).contains("counts now");
        assertThat(login(person.email(), OTHER).statusCode()).isEqualTo(200);
        assertThat(choose(browser, page, OTHER).body()).contains("was used already");
    }

    /** Without this policy a page would have no style and, in some browsers, no working form. */
    @ParameterizedTest
    @ValueSource(strings = {"/", "/login", "/verify-email", "/forgot-password", "/reset-password"})
    void each_page_may_load_its_style_and_send_its_form(String page) {
        assertThat(http.get(page).headers().firstValue("Content-Security-Policy"))
                .get()
                .asString()
                .contains("style-src 'self'", "form-action 'self'");
    }

    private static HttpResponse<String> choose(Http browser, String page, String password) {
        return browser.form(
                "/reset-password",
                Map.of(
                        "token", page.substring(page.indexOf('=') + 1),
                        "password", password,
                        "_csrf", csrfOn(browser, page)));
    }

    @Test
    void an_address_is_confirmed_in_a_browser_by_the_password_not_by_opening_the_link() {
        var address = anAddress();
        register(address);
        var page = mailTo(address, 1).link().replaceFirst("^https?://[^/]+", "");
        var browser = Http.browser(port);

        assertThat(browser.get(page).body()).contains("name=\"password\"", "name=\"newPassword\"");
        assertThat(login(address, PASSWORD).statusCode()).as("opened only").isEqualTo(401);
        var wrong = confirm(browser, page, "password", OTHER);
        var confirmed = confirm(browser, page, "password", PASSWORD);

        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(wrong.body()).contains("not the one", "name=\"password\"");
        assertThat(confirmed.body()).contains("it is yours now");
        assertThat(login(address, PASSWORD).statusCode()).isEqualTo(200);
        assertThat(browser.get("/verify-email?token=%22%3E%3Cscript%3E").body()).doesNotContain("<script>");
    }

    @Test
    void who_did_not_register_chooses_a_password_of_their_own_in_a_browser() {
        var address = anAddress();
        register(address);
        var page = mailTo(address, 1).link().replaceFirst("^https?://[^/]+", "");
        var browser = Http.browser(port);

        var tooCommon = confirm(browser, page, "newPassword", "passwordpassword");
        var confirmed = confirm(browser, page, "newPassword", OTHER);

        assertThat(tooCommon.statusCode()).isEqualTo(422);
        assertThat(tooCommon.body()).contains("too common", "name=\"newPassword\"");
        assertThat(confirmed.body()).contains("it is yours now");
        assertThat(login(address, PASSWORD).statusCode()).isEqualTo(401);
        assertThat(login(address, OTHER).statusCode()).isEqualTo(200);
        assertThat(confirm(browser, page, "newPassword", OTHER).body()).contains("was used already");
    }

    private static HttpResponse<String> confirm(Http browser, String page, String member, String password) {
        return browser.form(
                "/verify-email",
                Map.of(
                        "token",
                        page.substring(page.indexOf('=') + 1),
                        member,
                        password,
                        "_csrf",
                        csrfOn(browser, page)));
    }

    private static String location(HttpResponse<String> answer) {
        return answer.headers().firstValue("Location").orElseThrow();
    }

    @Test
    void sessions_are_listed_and_ended_at_every_door() {
        var person = people.someone(Role.DEVOPS_ENGINEER);
        var here = signedIn(person);
        var elsewhere = signedIn(person);
        var browser = Http.browser(port);
        assertThat(location(signInByForm(browser, person, ""))).endsWith("/camunda/app/tasklist/");
        List<String> others = JsonPath.read(here.get("/api/v1/auth/sessions").body(), "$[?(@.current == false)].id");
        assertThat(others).hasSize(2);

        others.forEach(id -> assertThat(
                        here.json("DELETE", "/api/v1/auth/sessions/" + id, "").statusCode())
                .isEqualTo(204));

        assertThat(elsewhere.get("/api/v1/auth/me").statusCode()).isEqualTo(401);
        assertThat(location(browser.get("/camunda/app/tasklist/default/"))).endsWith("/login");
        assertThat(here.get("/api/v1/auth/me").statusCode()).isEqualTo(200);
        assertThat(here.json("DELETE", "/api/v1/auth/sessions/" + UUID.randomUUID(), "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(signedIn(people.someone(Role.ADMIN))
                        .json("DELETE", "/api/v1/auth/sessions/" + others.get(0), "")
                        .statusCode())
                .as("somebody else's")
                .isEqualTo(404);
    }

    @Test
    void a_changed_password_ends_the_sessions_elsewhere() {
        var person = people.someone(Role.END_USER);
        var here = signedIn(person);
        var elsewhere = signedIn(person);

        var wrong = here.json(
                "PUT",
                "/api/v1/auth/me/password",
                "{\"currentPassword\": \"wrong\", \"newPassword\": \"%s\"}".formatted(OTHER));
        var right = here.json(
                "PUT",
                "/api/v1/auth/me/password",
                "{\"currentPassword\": \"%s\", \"newPassword\": \"%s\"}"
                        .formatted(PeopleWithPasswords.PASSWORD, OTHER));

        assertThat(wrong.statusCode()).isEqualTo(422);
        assertThat(right.statusCode()).isEqualTo(204);
        assertThat(here.get("/api/v1/auth/me").statusCode()).isEqualTo(200);
        assertThat(elsewhere.get("/api/v1/auth/me").statusCode()).isEqualTo(401);
        assertThat(signedIn(person, OTHER).get("/api/v1/auth/me").statusCode()).isEqualTo(200);
    }

    @Test
    void a_password_that_was_changed_is_no_longer_remembered_at_the_engines_door() {
        var person = people.someone(Role.DEVOPS_ENGINEER);
        var modeler = http.basic(person.email(), PeopleWithPasswords.PASSWORD);
        assertThat(modeler.get("/engine-rest/version").statusCode()).isEqualTo(200);

        signedIn(person)
                .json(
                        "PUT",
                        "/api/v1/auth/me/password",
                        "{\"currentPassword\": \"%s\", \"newPassword\": \"%s\"}"
                                .formatted(PeopleWithPasswords.PASSWORD, OTHER));

        assertThat(modeler.get("/engine-rest/version").statusCode()).isEqualTo(401);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            tickets:read,  GET,  /api/v1/tickets,                 200
            tickets:read,  GET,  /api/v1/auth/me,                 200
            tickets:read,  POST, /api/v1/tickets,                 403
            tickets:read,  GET,  /engine-rest/version,            403
            tickets:read,  GET,  /engine-rest/deployment,         403
            tickets:write, GET,  /api/v1/tickets,                 403
            tickets:write, POST, /api/v1/tickets,                 422
            tickets:write, GET,  /api/v1/auth/tokens,             403
            tickets:write, POST, /api/v1/auth/tokens,             403
            tickets:write, POST, /api/v1/auth/mfa/setup,          403
            engine:deploy, GET,  /engine-rest/version,            200
            engine:deploy, GET,  /engine-rest/deployment,         200
            engine:deploy, GET,  /engine-rest/process-definition, 200
            engine:deploy, GET,  /engine-rest/task,               403
            engine:deploy, POST, /engine-rest/process-definition/key/ticket-lifecycle/start, 403
            engine:deploy, GET,  /api/v1/tickets,                 403
            tickets:write, POST, /api/v1/users,                   403
            tickets:write, POST, /api/v1/processes/ticket-lifecycle/migrate, 403
            metrics:read,  GET,  /reconciliation,                 403
            tickets:read,  GET,  /reconciliation,                 403
            metrics:read,  GET,  /api/v1/tickets,                 403
            metrics:read,  GET,  /engine-rest/version,            403
            """)
    void a_personal_token_reaches_what_its_scope_names(String scope, String method, String path, int status) {
        var token = tokenOf(people.someone(Role.ADMIN), scope);

        assertThat(http.bearer(token)
                        .json(method, path, method.equals("GET") ? "" : "{}")
                        .statusCode())
                .isEqualTo(status);
    }

    private String tokenOf(Person person, String scope) {
        return tokenOf(signedIn(person), scope);
    }

    private static String tokenOf(Http self, String scope) {
        var created = self.json(
                "POST", "/api/v1/auth/tokens", "{\"name\": \"script\", \"scopes\": [\"%s\"]}".formatted(scope));
        return read(created, "$.token");
    }

    @Test
    void a_personal_token_is_a_password_for_modeler_of_its_owner_alone() {
        var owner = people.someone(Role.ADMIN);
        var token = tokenOf(owner, "engine:deploy");

        assertThat(http.basic(owner.email(), token).get("/engine-rest/version").statusCode())
                .isEqualTo(200);
        assertThat(http.basic(people.someone(Role.ADMIN).email(), token)
                        .get("/engine-rest/version")
                        .statusCode())
                .isEqualTo(401);
        assertThat(http.basic(owner.email(), token).get("/engine-rest/task").statusCode())
                .isEqualTo(403);
        assertThat(login(owner.email(), token).statusCode()).as("no password").isEqualTo(401);
    }

    @Test
    void a_personal_token_ends_when_it_is_revoked_or_expires() {
        var owner = people.someone(Role.DEVOPS_ENGINEER);
        var self = signedIn(owner);
        var expiring = self.json(
                "POST",
                "/api/v1/auth/tokens",
                "{\"name\": \"a day\", \"scopes\": [\"tickets:read\"], \"expiresAt\": \"%s\"}"
                        .formatted(clock.instant().plus(Duration.ofDays(1))));
        var lasting =
                self.json("POST", "/api/v1/auth/tokens", "{\"name\": \"for good\", \"scopes\": [\"tickets:read\"]}");
        assertThat(self.get("/api/v1/auth/tokens").body())
                .contains("for good", "a day")
                .doesNotContain("tfp_");

        assertThat(self.json("DELETE", "/api/v1/auth/tokens/" + read(lasting, "$.id"), "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(me(read(lasting, "$.token"))).isEqualTo(401);
        assertThat(me(read(expiring, "$.token"))).isEqualTo(200);
        clock.pass(Duration.ofDays(1).plusSeconds(2));
        assertThat(me(read(expiring, "$.token"))).isEqualTo(401);
        assertThat(me("tfp_" + "A".repeat(43))).isEqualTo(401);
    }

    private int me(String token) {
        return http.bearer(token).get("/api/v1/auth/me").statusCode();
    }

    @Test
    void the_own_profile_is_changed_member_by_member() {
        var self = signedIn(people.someone(Role.DEVOPS_ENGINEER));
        var before = self.get("/api/v1/auth/me");

        var after = self.with("If-Match", before.headers().firstValue("ETag").orElseThrow())
                .json(
                        "PUT",
                        "/api/v1/auth/me",
                        "{\"fullName\": \" Ada King \", \"phone\": \"+49 (30) 123-4567\", \"timezone\":"
                                + " \"Europe/Berlin\", \"locale\": \"de-at\"}");

        assertThat(read(after, "$.fullName")).isEqualTo("Ada King");
        assertThat(read(after, "$.phone")).isEqualTo("+49301234567");
        assertThat(read(after, "$.locale")).isEqualTo("de-AT");
        assertThat(self.with("If-Match", before.headers().firstValue("ETag").orElseThrow())
                        .json("PUT", "/api/v1/auth/me", "{}")
                        .statusCode())
                .isEqualTo(412);
        var cleared = self.json("PUT", "/api/v1/auth/me", "{\"phone\": null}");
        assertThat(JsonPath.<Object>read(cleared.body(), "$.phone")).isNull();
        assertThat(read(cleared, "$.fullName")).isEqualTo("Ada King");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"phone\": \"0800\"}",
                "{\"timezone\": \"Berlin\"}",
                "{\"locale\": \"!\"}",
                "{\"fullName\": \"\"}",
                "{\"fullName\": \"two\\nlines\"}",
                "{\"availability\": \"BUSY\", \"awayUntil\": \"2100-01-01T00:00:00Z\"}"
            })
    void a_profile_takes_nothing_odd(String body) {
        assertThat(signedIn(people.someone(Role.END_USER))
                        .json("PUT", "/api/v1/auth/me", body)
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void what_happened_is_written_down_for_good() {
        var person = people.someone(Role.END_USER);
        fail(person.email(), 1);
        signedIn(person);

        assertThat(jdbc.queryForList(
                        "select type from audit_events where subject_id = ? order by id", String.class, person.id()))
                .containsExactly("PERSON_CREATED", "SIGN_IN_FAILED", "SIGNED_IN");
        for (var change : List.of(
                "update audit_events set type = 'SIGNED_IN'", "delete from audit_events", "truncate audit_events")) {
            assertThatThrownBy(() -> world.sql(change)).hasMessageContaining("append-only");
        }
    }

    /** Neither the answer nor its duration tells whether an account exists; compares medians of alternating rounds. */
    @Test
    void nobody_learns_who_has_an_account() {
        var rounds = 9;
        for (var route : List.of("login", "forgot-password", "resend-verification", "register")) {
            var known = new ArrayList<Long>();
            var unknown = new ArrayList<Long>();
            for (var i = 0; i < rounds; i++) {
                var slow = people.withSlowPassword();
                known.add(nanoseconds(() -> ask(route, slow.email())));
                unknown.add(nanoseconds(() -> ask(route, anAddress())));
            }
            assertThat(shape(ask(route, people.withSlowPassword().email()))).isEqualTo(shape(ask(route, anAddress())));
            var ratio = (double) median(known) / median(unknown);
            assertThat(ratio).as("median of %s, known to unknown", route).isBetween(0.5, 2.0);
        }
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
