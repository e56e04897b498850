package io.ticketflow.identity.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.session.Authenticator;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How people register, confirm their address, and replace a forgotten password. */
class RegistrationApiTests extends AccountApi {

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
    void a_person_who_registers_an_address_first_gets_no_key_to_the_account_of_its_owner() {
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
            world.sql("update users set email_verified = false, ever_verified = false where id = '%s'"
                    .formatted(person.id()));
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

    private void reset(Person person, String password) {
        mails.forget();
        post("forgot-password", "{'email': '%s'}".formatted(person.email()));
        var link = tokenIn(mailTo(person.email(), 1));
        assertThat(post("reset-password", "{'token': '%s', 'password': '%s'}".formatted(link, password))
                        .statusCode())
                .isEqualTo(204);
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
}
