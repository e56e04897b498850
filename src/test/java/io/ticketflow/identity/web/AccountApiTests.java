package io.ticketflow.identity.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What people can do with their own account: they end sessions, change the password, make personal tokens, and edit the profile. */
class AccountApiTests extends AccountApi {

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
}
