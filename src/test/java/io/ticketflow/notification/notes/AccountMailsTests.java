package io.ticketflow.notification.notes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.Mails;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.AccountMail;
import io.ticketflow.identity.AccountMail.Purpose;
import io.ticketflow.notification.channel.TestChannels;
import io.ticketflow.notification.delivery.Rounds;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

@TicketflowTest
class AccountMailsTests {

    private static final String ADA = "ada@example.org";
    private static final String LINK = "https://help.example.org/go?token=s3cret-t0ken_";

    @Autowired
    private World world;

    @Autowired
    private TestOutbox outboxes;

    @Autowired
    private Mails mails;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private Rounds rounds;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @BeforeEach
    void nothingWasSent() {
        world.beginAnew();
        mails.forget();
    }

    @ParameterizedTest
    @CsvSource({
        "VERIFY_ADDRESS, Confirm your address for Ticketflow, 24 hours, If you did not register",
        "ADDRESS_KNOWN, You have an account at Ticketflow already, sign in, If it was not you",
        "RESET_PASSWORD, Set a new password for Ticketflow, within one hour, If you did not ask for it",
        "INVITATION, Your account at Ticketflow, within 24 hours, If you do not know what this is about",
        "NEW_ADDRESS, Confirm your new address for Ticketflow, 24 hours, If you do not know what this is about",
        "ADDRESS_CHANGED, Your account at Ticketflow has another address, signed out everywhere, If you do not expect this",
        "PASSWORD_CHANGED, Your password for Ticketflow was changed, If it was you, If it was not you"
    })
    void it_says_what_to_do_for_how_long_and_what_if_it_was_somebody_else(
            Purpose purpose, String subject, String what, String otherwise) {
        publish(new AccountMail(ADA, purpose, LINK, "Ada Lovelace"));

        mails.sendAll();

        var mail = mails.lastTo(ADA);
        assertThat(mail.subject()).isEqualTo(subject);
        assertThat(mail.text()).startsWith("Hello Ada Lovelace,\n\n").contains(what, otherwise);
        assertThat(mail.link()).isEqualTo(LINK);
    }

    @ParameterizedTest
    @EnumSource(Purpose.class)
    void the_secret_is_forgotten_as_soon_as_it_is_sent(Purpose purpose) {
        publish(new AccountMail(ADA, purpose, LINK, "Ada"));
        assertThat(row()).startsWith("PENDING").contains("s3cret-t0ken_");

        mails.sendAll();

        assertThat(row()).startsWith("SENT").doesNotContain("s3cret-t0ken_");
    }

    @Test
    void without_a_mail_server_it_is_written_down_without_its_text() {
        var channels = TestChannels.of("", 587, "");
        var outbox = outboxes.with(channels, rounds);

        transaction.executeWithoutResult(
                status -> new AccountMails(outbox).on(new AccountMail(ADA, Purpose.INVITATION, LINK, "Ada")));

        assertThat(row())
                .startsWith("SUPPRESSED")
                .contains("Not set: SMTP_HOST", "Your account at Ticketflow")
                .doesNotContain("s3cret-t0ken_");
    }

    @Test
    void what_was_rolled_back_is_told_to_nobody_and_needs_a_transaction() {
        transaction.executeWithoutResult(status -> {
            events.publishEvent(new AccountMail(ADA, Purpose.INVITATION, LINK, "Ada"));
            status.setRollbackOnly();
        });
        assertThatThrownBy(() -> events.publishEvent(new AccountMail(ADA, Purpose.INVITATION, LINK, "Ada")))
                .isInstanceOf(IllegalStateException.class);

        mails.sendAll();

        assertThat(mails.to(ADA)).isEmpty();
    }

    @Test
    void what_needs_a_link_is_not_sent_without() {
        for (var purpose : List.of(Purpose.VERIFY_ADDRESS, Purpose.RESET_PASSWORD, Purpose.INVITATION)) {
            assertThatThrownBy(() -> publish(new AccountMail(ADA, purpose, null, "Ada")))
                    .hasMessage(purpose + " needs a link");
        }
        publish(new AccountMail(ADA, Purpose.PASSWORD_CHANGED, null, "Ada"));
        publish(new AccountMail(ADA, Purpose.ADDRESS_KNOWN, null, "Ada"));

        mails.sendAll();

        assertThat(mails.to(ADA)).hasSize(2).allSatisfy(mail -> assertThat(mail.text())
                .doesNotContain("null"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Visit evil.example.org", "http://evil.example.org", "You won! Call 0900123", "Ada\nBuy this", ""
            })
    void a_person_who_registers_anothers_address_cannot_have_us_say_what_they_like(String name) {
        publish(new AccountMail(ADA, Purpose.VERIFY_ADDRESS, LINK, name));

        mails.sendAll();

        assertThat(mails.lastTo(ADA).text()).startsWith("Hello,\n\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"Ada", "Anne-Marie O'Neill", "Søren Ærø", "李 小龙", "Martin Luther King Jr.", "J. R. R. Tolkien"})
    void people_are_called_by_their_name(String name) {
        publish(new AccountMail(ADA, Purpose.VERIFY_ADDRESS, LINK, name));

        mails.sendAll();

        assertThat(mails.lastTo(ADA).text()).startsWith("Hello " + name + ",\n\n");
    }

    @Test
    void it_does_not_print_its_secret() {
        assertThat(new AccountMail(ADA, Purpose.RESET_PASSWORD, LINK, "Ada"))
                .hasToString("AccountMail[purpose=RESET_PASSWORD]");
    }

    private void publish(AccountMail mail) {
        transaction.executeWithoutResult(status -> events.publishEvent(mail));
    }

    /** All columns of the only delivery. */
    private @Nullable String row() {
        return jdbc.queryForObject(
                "select state || ' ' || coalesce(subject, '') || ' ' || deliveries::text from deliveries",
                String.class);
    }
}
