package io.ticketflow.identity.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.TicketflowTest;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import java.net.http.HttpResponse;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** An administrator gives a person another address. */
@TicketflowTest
class ChangedAddressApiTests extends AccountApi {

    private HttpResponse<String> change(Person person, String address) {
        return http.as("admin").json("PUT", "/api/v1/users/" + person.id(), "{\"email\": \"%s\"}".formatted(address));
    }

    @Test
    void the_new_address_is_confirmed_and_what_the_former_one_opened_ends() {
        var person = people.someone(Role.END_USER);
        var self = signedIn(person);
        var token = tokenOf(self, "tickets:read");
        post("forgot-password", "{'email': '%s'}".formatted(person.email()));
        var formerLink = tokenIn(mailTo(person.email(), 1));
        var address = anAddress();

        var changed = change(person, address.toUpperCase(Locale.ROOT));

        assertThat(read(changed, "$.email")).isEqualTo(address);
        assertThat(JsonPath.<Boolean>read(changed.body(), "$.emailVerified")).isFalse();
        assertThat(self.get("/api/v1/auth/me").statusCode()).isEqualTo(401);
        assertThat(me(token)).as("a personal token never came by mail").isNotEqualTo(401);
        assertThat(post("reset-password", "{'token': '%s', 'password': '%s'}".formatted(formerLink, OTHER))
                        .statusCode())
                .isEqualTo(422);
        assertThat(login(address, PeopleWithPasswords.PASSWORD).statusCode()).isEqualTo(401);
        assertThat(mailTo(person.email(), 2).subject()).contains("has another address");

        var link = tokenIn(mailTo(address, 1));
        assertThat(post(
                                "verify-email",
                                "{'token': '%s', 'password': '%s'}".formatted(link, PeopleWithPasswords.PASSWORD))
                        .statusCode())
                .isEqualTo(204);

        assertThat(login(address, PeopleWithPasswords.PASSWORD).statusCode()).isEqualTo(200);
        assertThat(login(person.email(), PeopleWithPasswords.PASSWORD).statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_second_factor_stays_when_the_new_mailbox_chooses_a_password() {
        var person = people.someone(Role.END_USER);
        enableSecondFactor(signedIn(person));
        var address = anAddress();
        change(person, address);
        var link = tokenIn(mailTo(address, 1));

        assertThat(post("verify-email", "{'token': '%s', 'newPassword': '%s'}".formatted(link, OTHER))
                        .statusCode())
                .isEqualTo(204);

        assertThat(JsonPath.<Boolean>read(login(address, OTHER).body(), "$.mfaRequired"))
                .isTrue();
    }

    @Test
    void a_stranger_who_registers_with_the_new_address_changes_no_password() {
        var person = people.someone(Role.END_USER);
        var address = anAddress();
        change(person, address);
        mailTo(address, 1);

        register(address);

        assertThat(mailTo(address, 2).subject()).contains("already");
    }

    @Test
    void an_address_that_is_taken_or_impossible_or_seen_in_another_version_is_refused() {
        var person = people.someone(Role.END_USER);
        var before = person.email();

        assertThat(code(change(person, "lead@ticketflow.local"))).isEqualTo("EMAIL_TAKEN");
        assertThat(change(person, "a..b@example.org").statusCode()).isEqualTo(422);
        assertThat(http.as("admin")
                        .with("If-Match", "\"999\"")
                        .json("PUT", "/api/v1/users/" + person.id(), "{\"email\": \"new@example.org\"}")
                        .statusCode())
                .isEqualTo(412);
        assertThat(read(change(person, before), "$.email")).isEqualTo(before);
        assertThat(login(before, PeopleWithPasswords.PASSWORD).statusCode()).isEqualTo(200);
    }

    @Test
    void an_invited_person_is_invited_again() {
        var wrong = anAddress();
        var created = http.as("admin")
                .json(
                        "POST",
                        "/api/v1/users",
                        "{\"email\": \"%s\", \"fullName\": \"Ida\", \"role\": \"END_USER\"}".formatted(wrong));
        var right = anAddress();
        http.as("admin")
                .json(
                        "PUT",
                        "/api/v1/users/" + UUID.fromString(read(created, "$.id")),
                        "{\"email\": \"%s\"}".formatted(right));

        var link = tokenIn(mailTo(right, 1));
        assertThat(post("reset-password", "{'token': '%s', 'password': '%s'}".formatted(link, PASSWORD))
                        .statusCode())
                .isEqualTo(204);
        assertThat(login(right, PASSWORD).statusCode()).isEqualTo(200);
    }
}
