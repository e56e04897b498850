package io.ticketflow.identity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ticketflow.TicketflowTest;
import io.ticketflow.platform.ConflictException;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Addresses that a former version stored are found and compared like new ones after a start. */
@TicketflowTest
@ExtendWith(OutputCaptureExtension.class)
class FormerAddressesTests {

    @Autowired
    private FormerAddresses start;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private Accounts accounts;

    @Autowired
    private SignInAccounts signIn;

    @Autowired
    private Directory directory;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transaction;

    /** A name before the {@code @} that no other test uses. */
    private final String name = "f" + UUID.randomUUID();

    private Person stored(String address) {
        var person = people.someone(Role.END_USER);
        store(address, person);
        return person;
    }

    private void store(String address, Person person) {
        transaction.executeWithoutResult(
                status -> jdbc.update("update users set email = ? where id = ?", address, person.id()));
    }

    private String address(Person person) {
        return Objects.requireNonNull(
                jdbc.queryForObject("select email from users where id = ?", String.class, person.id()));
    }

    private UUID found(String address) {
        return signIn.named(address).orElseThrow().id();
    }

    @Test
    void a_domain_is_kept_in_ascii_and_its_owner_signs_in_with_both_forms(CapturedOutput log) {
        var person = stored(name + "@straße.müller.example");
        var kept = name + "@xn--strae-oqa.xn--mller-kva.example";

        start.afterSingletonsInstantiated();

        assertThat(address(person)).isEqualTo(kept);
        assertThat(directory.person(person.id()).email()).isEqualTo(kept);
        assertThat(found(kept)).isEqualTo(person.id());
        assertThat(found(name + "@Straße.MÜLLER.example")).isEqualTo(person.id());
        assertThat(signIn.named(kept).orElseThrow().isEmailVerified()).isTrue();
        assertThatExceptionOfType(ConflictException.class)
                .isThrownBy(() ->
                        accounts.create(new NewPerson(name + "@straße.müller.example", "A Twin", Role.END_USER, null)))
                .returns("EMAIL_TAKEN", ConflictException::code);
        assertThat(log).contains("The domain in the address of the account " + person.handle());
    }

    @Test
    void a_composed_letter_before_the_at_sign_is_the_same_as_its_parts() {
        var person = stored(name + "jo\u0308rg@example.org");

        start.afterSingletonsInstantiated();

        assertThat(address(person)).isEqualTo(name + "j\u00f6rg@example.org");
    }

    @Test
    void two_accounts_with_one_address_are_named_at_each_start_and_stay(CapturedOutput log) {
        var kept = name + "@xn--mller-kva.example";
        var former = stored(name + "@müller.example");
        var twin = stored(kept);
        var third = stored(name + "@mu\u0308ller.example");

        start.afterSingletonsInstantiated();
        start.afterSingletonsInstantiated();

        assertThat(address(former)).isEqualTo(name + "@müller.example");
        assertThat(address(twin)).isEqualTo(kept);
        assertThat(address(third)).isEqualTo(name + "@mu\u0308ller.example");
        var said = "The accounts %s and %s have one mail address in two spellings"
                .formatted(former.handle(), twin.handle());
        assertThat(log.getAll().split(said, -1)).hasSize(3);
        assertThat(log).contains("The accounts %s and %s".formatted(third.handle(), twin.handle()));

        store(name + "@elsewhere.example", twin);
        start.afterSingletonsInstantiated();

        assertThat(address(former)).as("the older account").isEqualTo(kept);
        assertThat(address(third)).isEqualTo(name + "@mu\u0308ller.example");
    }

    @Test
    void an_address_to_which_no_server_delivers_stays() {
        var person = stored(name + "@\u2603..example");

        start.afterSingletonsInstantiated();

        assertThat(address(person)).isEqualTo(name + "@\u2603..example");
    }
}
