package io.ticketflow.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.notification.Channel;
import io.ticketflow.notification.Preferences;
import io.ticketflow.notification.PreferencesEdit;
import io.ticketflow.notification.QuietHours;
import io.ticketflow.notification.channel.TestFailures;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import java.time.Clock;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** The limits hold messages back, and lose none. */
@TicketflowTest
class LimitsTests {

    @Autowired
    private World world;

    @Autowired
    private TestPost post;

    @Autowired
    private Deliveries deliveries;

    @Autowired
    private Attempts attempts;

    @Autowired
    private Preferences preferences;

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
        world.sql("update users set phone = '+4930123456' where handle = 'user'");
    }

    @AfterEach
    void theUserIsAsBefore() {
        world.sql("update users set phone = null where handle = 'user'");
        preferences.change(world.person("user").id(), new PreferencesEdit(null, Optional.empty()));
    }

    @Test
    void a_person_gets_thirty_mails_in_a_minute_and_the_others_as_one() {
        var mails = new PaperCarrier(Channel.EMAIL);
        say(34);

        post.sendAllBy(mails);
        assertThat(mails.letters()).hasSize(30);
        assertThat(count("state = 'PENDING' and held and attempts = 0")).isEqualTo(4);

        world.pass(Duration.ofSeconds(30));
        post.sendAllBy(mails);
        assertThat(mails.letters()).hasSize(30);

        world.pass(Duration.ofSeconds(31));
        post.sendAllBy(mails);
        assertThat(mails.letters()).hasSize(31);
        assertThat(mails.subjects()).last().isEqualTo("Ticketflow: 4 messages");
        assertThat(mails.letters().get(30).words().text().lines().limit(4))
                .hasSize(4)
                .allMatch(line -> line.equals("- " + ticket.number() + " has a new comment: Disk full on db3"));
        assertThat(count("state = 'SENT'")).isEqualTo(34);
        assertThat(jdbc.queryForObject("select count(*) from delivery_attempts where outcome = 'SENT'", Integer.class))
                .isEqualTo(31);
    }

    @Test
    void a_person_gets_one_sms_in_a_minute_and_five_in_a_quarter_of_an_hour() {
        var sms = new PaperCarrier(Channel.SMS);
        for (var minute = 0; minute < 14; minute++) {
            saySms(1);
            post.sendAllBy(sms);
            assertThat(sms.letters()).as("in minute " + minute).hasSize(Math.min(minute + 1, 5));
            world.pass(Duration.ofSeconds(58));
        }

        world.pass(Duration.ofMinutes(2));
        post.sendAllBy(sms);

        assertThat(sms.subjects()).hasSize(6).last().isEqualTo("Ticketflow: 9 messages");
        assertThat(count("state = 'SENT'")).isEqualTo(14);
    }

    @Test
    void a_new_message_does_not_overtake_those_that_are_held_back() {
        var sms = new PaperCarrier(Channel.SMS);
        saySms(2);
        post.sendAllBy(sms);

        world.pass(Duration.ofSeconds(61));
        saySms(1);
        post.sendAllBy(sms);
        post.sendAllBy(sms);
        world.pass(Duration.ofSeconds(61));
        post.sendAllBy(sms);

        assertThat(count("state = 'SENT'")).isEqualTo(3);
        assertThat(jdbc.queryForList(
                        "select to_char(min(sent_at) - min(created_at), 'MI') from deliveries where channel <> 'SLACK' order by 1",
                        String.class))
                .containsExactly("00");
        assertThat(sms.letters()).hasSizeBetween(2, 3);
    }

    @Test
    void no_limit_holds_back_what_is_about_a_ticket_of_the_highest_priority() {
        var sms = new PaperCarrier(Channel.SMS);
        world.sql("update tickets set priority = 'P1'");
        saySms(8);

        post.sendAllBy(sms);

        assertThat(sms.letters()).hasSize(8);
    }

    @Test
    void a_message_that_cannot_be_sent_leaves_the_others_of_its_digest_alone() {
        var sms = new PaperCarrier(Channel.SMS);
        saySms(3);
        post.sendAllBy(sms);
        world.pass(Duration.ofSeconds(61));
        var taken = deliveries.take(Channel.SMS, 20, Postman.LEASE);
        assertThat(taken).hasSize(1);
        assertThat(attempts.begin(taken.get(0))).isPresent();

        world.sql("update deliveries set state = 'SUPPRESSED', next_attempt_at = null, last_error = 'x' where id = '%s'"
                .formatted(taken.get(0).id()));
        world.pass(Duration.ofMinutes(3));
        post.sendAllBy(sms);

        assertThat(sms.letters()).hasSize(2);
        assertThat(count("state = 'SENT'")).isEqualTo(2);
        assertThat(count("state = 'SUPPRESSED'")).isEqualTo(1);
    }

    @Test
    void a_digest_of_a_node_that_died_is_sent_again_with_the_same_id_and_the_same_lines() {
        var sms = new PaperCarrier(Channel.SMS);
        saySms(3);
        post.sendAllBy(sms);
        world.pass(Duration.ofSeconds(61));
        var died = attempts.begin(
                        deliveries.take(Channel.SMS, 20, Postman.LEASE).get(0))
                .orElseThrow()
                .letter();
        saySms(1);

        world.pass(Postman.LEASE);
        post.sendAllBy(sms);

        assertThat(sms.letters().get(1).id()).isEqualTo(died.id());
        assertThat(sms.subjects().get(1)).isEqualTo(died.words().subject()).contains("2 messages");
        assertThat(jdbc.queryForObject(
                        "select count(*) from delivery_attempts where outcome is null and ended_at is null",
                        Integer.class))
                .isEqualTo(1);
    }

    @Test
    void a_digest_that_is_refused_for_this_time_stays_together() {
        var refusing = new PaperCarrier(Channel.SMS, letter -> {
            if (letter.words().subject().startsWith("Ticketflow: ")) {
                throw TestFailures.thisTime("busy");
            }
        });
        saySms(3);
        post.sendAllBy(refusing);
        world.pass(Duration.ofSeconds(61));
        post.sendAllBy(refusing);
        assertThat(count("state = 'PENDING'")).isEqualTo(2);

        var sms = new PaperCarrier(Channel.SMS);
        world.pass(Duration.ofSeconds(61));
        post.sendAllBy(sms);

        assertThat(sms.subjects()).containsExactly("Ticketflow: 2 messages");
        assertThat(jdbc.queryForList("select outcome from delivery_attempts order by at", String.class))
                .containsExactly("SENT", "PUT_OFF", "SENT");
    }

    @Test
    void two_nodes_share_the_limits_and_send_everything_once() {
        var sms = new PaperCarrier(Channel.SMS);
        var mails = new PaperCarrier(Channel.EMAIL);
        saySms(10);
        say(40);
        for (var minute = 0; minute < 20; minute++) {
            var nodes = IntStream.range(0, 4)
                    .mapToObj(node -> CompletableFuture.runAsync(() -> post.sendAllBy(node % 2 == 0 ? sms : mails)))
                    .toList();
            nodes.forEach(CompletableFuture::join);
            if (minute == 0) {
                assertThat(sms.letters()).hasSize(1);
                assertThat(mails.letters()).hasSize(30);
            }
            world.pass(Duration.ofSeconds(62));
        }

        assertThat(count("state = 'SENT'")).isEqualTo(50);
        assertThat(jdbc.queryForObject("select count(*) from delivery_attempts", Integer.class))
                .isEqualTo(sms.letters().size() + mails.letters().size());
        assertThat(sms.letters().size()).isLessThanOrEqualTo(5);
    }

    @Test
    void what_a_limit_holds_back_waits_for_the_end_of_quiet_hours_that_have_begun() {
        var mails = new PaperCarrier(Channel.EMAIL);
        say(31);
        post.sendAllBy(mails);
        var now = LocalTime.ofInstant(clock.instant(), ZoneOffset.UTC).truncatedTo(ChronoUnit.MINUTES);
        preferences.change(
                world.person("user").id(),
                new PreferencesEdit(null, Optional.of(new QuietHours(now.plusMinutes(1), now.plusMinutes(5)))));

        world.pass(Duration.ofSeconds(90));
        post.sendAllBy(mails);
        assertThat(mails.letters()).hasSize(30);

        world.pass(Duration.ofMinutes(5));
        post.sendAllBy(mails);
        assertThat(mails.letters()).hasSize(31);
    }

    private void say(int times) {
        IntStream.range(0, times)
                .forEach(time -> world.comment(ticket.number(), "Hello", Visibility.PUBLIC, world.as("lead")));
    }

    /** Writes messages that go by SMS. */
    private void saySms(int times) {
        say(times);
        world.sql(
                "update deliveries set channel = 'SMS', recipient = '+4930123456' where channel = 'EMAIL' and attempts = 0 and state = 'PENDING'");
    }

    private long count(String condition) {
        return jdbc.queryForList("select 1 from deliveries where channel <> 'SLACK' and " + condition)
                .size();
    }
}
