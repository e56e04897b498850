package io.ticketflow.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.notification.Channel;
import io.ticketflow.notification.channel.TestChannels;
import io.ticketflow.notification.channel.TestFailures;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** Right before a message is sent, its recipient is looked up again; and each attempt is written down. */
@TicketflowTest
class AttemptsTests {

    private static final String NUMBER = "+4930123456";

    @Autowired
    private World world;

    @Autowired
    private TestPost post;

    @Autowired
    private Deliveries deliveries;

    @Autowired
    private Attempts attempts;

    @Autowired
    private Clock clock;

    @Autowired
    private JdbcTemplate jdbc;

    private Ticket ticket;

    @BeforeEach
    void aTicket() {
        world.beginAnew();
        ticket = world.open(Category.VM, Priority.P3);
        world.sql("truncate notifications cascade");
        world.sql("update users set phone = '%s' where handle = 'user'".formatted(NUMBER));
        world.comment(ticket.number(), "Hello", Visibility.PUBLIC, world.as("lead"));
    }

    @AfterEach
    void theUserIsAsBefore() {
        world.sql(
                "update users set phone = null, active = true, email = 'user@ticketflow.local' where handle = 'user'");
    }

    @Test
    void a_message_goes_to_the_address_that_its_recipient_has_now() {
        var mails = new PaperCarrier(Channel.EMAIL);
        world.sql("update users set email = 'moved@ticketflow.local' where handle = 'user'");

        post.sendAllBy(mails);

        assertThat(mails.letters()).extracting("recipient").containsExactly("moved@ticketflow.local");
        assertThat(column("recipient")).containsExactly("moved@ticketflow.local");
    }

    @Test
    void an_sms_goes_to_the_number_that_its_recipient_has_now() {
        var sms = new PaperCarrier(Channel.SMS);
        bySms();
        world.sql("update users set phone = '+4930999999' where handle = 'user'");

        post.sendAllBy(sms);

        assertThat(sms.letters()).extracting("recipient").containsExactly("+4930999999");
    }

    @ParameterizedTest
    @CsvSource({
        "update users set phone = null where handle = 'user', The recipient has no telephone number any more",
        "update users set active = false where handle = 'user', The recipient may not read it any more",
        "update notifications set internal = true, The recipient may not read it any more",
        "'update notifications set internal = true, ticket_id = null, ticket_number = null', The recipient may not read it any more",
        "update tickets set deleted_at = now(), The recipient may not read it any more",
        "update notifications set asks = 'ANSWER', What it asks for is over"
    })
    void a_message_that_its_recipient_must_not_get_any_more_is_suppressed(String change, String reason) {
        var sms = new PaperCarrier(Channel.SMS);
        bySms();
        world.sql(change);

        post.sendAllBy(sms);

        assertThat(sms.letters()).isEmpty();
        assertThat(column("state || ': ' || last_error")).containsExactly("SUPPRESSED: " + reason);
        assertThat(attempts()).isEmpty();
    }

    @Test
    void each_attempt_is_written_down() {
        var outages = new AtomicInteger();
        var flaky = new PaperCarrier(Channel.EMAIL, letter -> {
            if (outages.getAndIncrement() < 2) {
                throw TestFailures.thisTime("Busy");
            }
        });

        post.sendAllBy(flaky);
        world.pass(Duration.ofMinutes(2));
        var died =
                attempts.begin(deliveries.take(Channel.EMAIL, 1, Postman.LEASE).get(0));
        assertThat(died).isPresent();
        world.pass(Duration.ofMinutes(3));
        post.sendAllBy(flaky);
        world.pass(Duration.ofMinutes(30));
        post.sendAllBy(flaky);

        assertThat(attempts()).containsExactly("PUT_OFF Busy", "null", "PUT_OFF Busy", "SENT receipt-1 1");
        assertThat(column("attempts || ' ' || state")).containsExactly("4 SENT");
    }

    @Test
    void a_provider_that_asks_for_a_pause_gets_it_for_all_messages_to_this_reader() {
        var busy = new PaperCarrier(Channel.EMAIL, letter -> {
            throw TestFailures.notBefore(Duration.ofMinutes(10));
        });
        world.comment(ticket.number(), "Second", Visibility.PUBLIC, world.as("lead"));
        post.sendAllBy(busy);
        assertThat(attempts()).containsExactly("PUT_OFF Too many");

        var mails = new PaperCarrier(Channel.EMAIL);
        world.pass(Duration.ofMinutes(9));
        post.sendAllBy(mails);
        assertThat(mails.letters()).isEmpty();

        world.pass(Duration.ofMinutes(2));
        post.sendAllBy(mails);
        assertThat(mails.letters()).hasSize(2);
    }

    @Test
    void a_pause_that_never_ends_is_cut() {
        var busy = new PaperCarrier(Channel.EMAIL, letter -> {
            throw TestFailures.notBefore(Duration.ofDays(10_000));
        });
        post.sendAllBy(busy);

        assertThat(column("next_attempt_at < created_at + interval '2 hours'")).containsExactly("true");
    }

    @Test
    void a_provider_that_hangs_delays_only_its_own_channel() throws Exception {
        var end = new CountDownLatch(1);
        var begun = new CountDownLatch(1);
        var hanging = new PaperCarrier(Channel.SMS, letter -> {
            begun.countDown();
            try {
                end.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        var mails = new PaperCarrier(Channel.EMAIL);
        bySms();
        var rounds =
                new Rounds(deliveries, attempts, List.of(hanging, mails), TestChannels.of("127.0.0.1", 1, "x"), clock);
        rounds.start();
        try {
            assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
            world.comment(ticket.number(), "Second", Visibility.PUBLIC, world.as("lead"));
            rounds.begin();

            await().atMost(Duration.ofSeconds(3)).until(() -> mails.letters().size() == 1);
            assertThat(hanging.letters()).isEmpty();
        } finally {
            end.countDown();
            rounds.stop();
        }
    }

    private void bySms() {
        world.sql("update deliveries set channel = 'SMS', recipient = '%s' where channel = 'EMAIL'".formatted(NUMBER));
    }

    private List<String> column(String expression) {
        return jdbc.queryForList(
                "select (" + expression + ")::text from deliveries where channel <> 'SLACK' order by id", String.class);
    }

    private List<String> attempts() {
        return jdbc
                .queryForList(
                        "select coalesce(concat_ws(' ', outcome, error, provider_id, parts), 'null') from delivery_attempts order by at",
                        String.class)
                .stream()
                .map(text -> text.isEmpty() ? "null" : text)
                .toList();
    }
}
