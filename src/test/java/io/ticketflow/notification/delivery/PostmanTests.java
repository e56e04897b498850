package io.ticketflow.notification.delivery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketflow.Mails;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.IdentityEvent;
import io.ticketflow.notification.Channel;
import io.ticketflow.notification.channel.ChannelSettings;
import io.ticketflow.notification.channel.MailServer;
import io.ticketflow.notification.channel.ScriptedMailServer;
import io.ticketflow.notification.channel.TestChannels;
import io.ticketflow.notification.channel.TestFailures;
import io.ticketflow.notification.notes.TestOutbox;
import io.ticketflow.notification.template.Facts;
import io.ticketflow.notification.template.Message;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.platform.Settings;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Visibility;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import jakarta.persistence.EntityManager;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Mails leave the outbox once and in order, even if the mail server misbehaves. */
@TicketflowTest
class PostmanTests {

    private static final String ADA = "ada@example.org";
    private static final String EVE = "eve@example.org";

    @Autowired
    private World world;

    @Autowired
    private TestOutbox outboxes;

    @Autowired
    private Mails mails;

    @Autowired
    private Deliveries deliveries;

    @Autowired
    private MailServer server;

    @Autowired
    private TestPost post;

    @Autowired
    private Attempts attempts;

    @Autowired
    private EntityManager entities;

    @Autowired
    private ChannelSettings channels;

    @Autowired
    private Settings settings;

    @Autowired
    private Clock clock;

    @Autowired
    private MeterRegistry meters;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @BeforeEach
    void nothingWasSent() {
        world.beginAnew();
        mails.forget();
        // Quiet hours of other tests would hold mails back.
        world.sql("delete from notification_preferences");
    }

    @Test
    void a_notification_arrives_as_a_mail_that_says_where_to_go() throws Exception {
        var ticket = world.open(Category.VM, Priority.P3);
        world.sql("truncate notifications cascade");
        world.runDueJobs();
        var engineer = world.person(world.assigneeOf(ticket)).email();

        mails.sendAll();

        var mail = mails.lastTo(engineer);
        assertThat(mail.subject()).isEqualTo(ticket.number() + " is yours now: Disk full on db3");
        assertThat(mail.text()).startsWith("Routing gave it to you. Priority P3, category VM.\n\nAccept it");
        assertThat(mail.link()).isEqualTo("http://localhost:8080/t/" + ticket.number());
        var message = only();
        assertThat(message.getFrom()).singleElement().asString().isEqualTo("Ticketflow <no-reply@localhost>");
        assertThat(message.getHeader("Auto-Submitted")).containsExactly("auto-generated");
        assertThat(message.getContentType()).startsWith("multipart/alternative");
        assertThat(message.getMessageID())
                .isEqualTo(column("'<' || id || '@localhost>'").get(0));
        assertThat(column(
                        "state || ' ' || attempts || ' ' || (next_attempt_at is null) || ' ' || (sent_at is not null)"))
                .containsExactly("SENT 1 true true");
        assertThat(column("provider_id")).containsExactly(message.getMessageID());
    }

    @Test
    void all_mails_about_a_ticket_are_one_conversation() throws Exception {
        var ticket = world.open(Category.VM, Priority.P3);
        var other = world.open(Category.VM, Priority.P3);
        world.sql("truncate notifications cascade");
        for (var number : List.of(ticket.number(), ticket.number(), other.number())) {
            world.comment(number, "Looking into it", Visibility.PUBLIC, world.as("lead"));
        }

        mails.sendAll();

        var conversations =
                mails.messages().map(message -> header(message, "References")).toList();
        assertThat(conversations)
                .containsExactly(
                        "<ticket-" + ticket.id() + "@localhost>",
                        "<ticket-" + ticket.id() + "@localhost>",
                        "<ticket-" + other.id() + "@localhost>");
        assertThat(mails.messages().map(message -> header(message, "In-Reply-To")))
                .isEqualTo(conversations);
        assertThat(mails.messages().map(message -> header(message, "Message-ID")))
                .doesNotHaveDuplicates();
    }

    @Test
    void every_script_arrives_as_it_was_written() {
        var title = "Größe überschritten – 磁盘已满 😀";
        write(ADA, title, title + "\n\n.\nFrom here on " + "x".repeat(2_000));

        mails.sendAll();

        assertThat(mails.lastTo(ADA).subject()).isEqualTo(title);
        assertThat(mails.lastTo(ADA).text()).startsWith(title + "\n\n.\nFrom here on " + "x".repeat(2_000));
    }

    @ParameterizedTest
    @CsvSource({
        "'Hi\r\nBcc: eve@example.org'",
        "'Hi\nBcc: eve@example.org'",
        "'Hi\rBcc: eve@example.org'",
        "'Hi\u2028Bcc: eve@example.org'"
    })
    void a_line_end_in_a_title_begins_no_header(String title) throws Exception {
        write(ADA, title, "text");

        mails.sendAll();

        assertThat(only().getSubject()).isEqualTo("Hi Bcc: eve@example.org");
        assertThat(only().getHeader("Bcc")).isNull();
        assertThat(mails.to("eve@example.org")).isEmpty();
    }

    @Test
    void each_is_sent_once_and_the_oldest_first() {
        IntStream.range(0, 50).forEach(number -> write(ADA, "number " + number, "text"));

        mails.sendAll();
        mails.sendAll();

        assertThat(mails.to(ADA).stream().map(Mails.Mail::subject))
                .containsExactlyElementsOf(IntStream.range(0, 50)
                        .mapToObj(number -> "number " + number)
                        .toList());
    }

    @Test
    void two_postmen_at_once_send_each_mail_once() {
        IntStream.range(0, 100).forEach(number -> write(ADA, "number " + number, "text"));

        var rounds = IntStream.range(0, 2)
                .mapToObj(node -> CompletableFuture.runAsync(this::aRound))
                .toList();
        rounds.forEach(CompletableFuture::join);

        assertThat(mails.to(ADA)).hasSize(100);
        assertThat(mails.messages().map(message -> header(message, "Message-ID")))
                .doesNotHaveDuplicates();
        assertThat(column("state")).containsOnly("SENT");
    }

    @Test
    void what_a_node_had_taken_when_it_was_killed_is_sent_when_its_time_is_over() {
        write(ADA, "left behind", "text");
        assertThat(deliveries.take(Channel.EMAIL, 10, Postman.LEASE)).hasSize(1);

        mails.sendAll();
        assertThat(mails.to(ADA)).isEmpty();

        world.pass(Postman.LEASE);
        mails.sendAll();
        assertThat(mails.to(ADA)).hasSize(1);
        assertThat(column("attempts")).containsExactly("2");
    }

    @Test
    void what_was_sent_by_a_node_that_could_not_write_it_down_is_sent_again_under_the_same_name() throws Exception {
        write(ADA, "twice", "text");
        var taken = deliveries.take(Channel.EMAIL, 10, Postman.LEASE).get(0);
        try (var call = server.call()) {
            call.send(attempts.begin(taken).orElseThrow().letter());
        }

        world.pass(Postman.LEASE);
        mails.sendAll();

        assertThat(mails.messages()
                        .map(message -> header(message, "Message-ID"))
                        .distinct())
                .hasSize(1);
        assertThat(mails.to(ADA)).hasSize(2);
    }

    @Test
    void a_postman_who_comes_too_late_with_the_outcome_changes_nothing() {
        write(ADA, "slow", "text");
        var attempt = attempts.begin(
                        deliveries.take(Channel.EMAIL, 10, Postman.LEASE).get(0))
                .orElseThrow()
                .attempt();
        world.pass(Postman.LEASE);
        mails.sendAll();

        attempts.putOff(attempt, clock.instant(), "too late", Duration.ZERO);
        attempts.giveUp(attempt, TestFailures.thisTime("too late"));

        assertThat(column("state || coalesce(last_error, '')")).containsExactly("SENT");
    }

    @Test
    void while_the_server_is_down_mails_wait_longer_and_longer_and_then_go() throws Exception {
        var port = freePort();
        var down = postmanTo(port);
        write(ADA, "patience", "text");

        for (var wait : List.of(1, 5, 15, 60)) {
            down.sendWhatIsDue(() -> false);
            assertThat(column("state || ' ' || last_error").get(0))
                    .startsWith("PENDING The mail server does not answer: Connection refused")
                    .doesNotContain("@");
            world.pass(Duration.ofMinutes(wait).minusSeconds(5));
            assertThat(deliveries.take(Channel.EMAIL, 1, Postman.LEASE)).isEmpty();
            world.pass(Duration.ofSeconds(6));
        }

        var up = new GreenMail(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_SMTP));
        up.start();
        try {
            down.sendWhatIsDue(() -> false);
            assertThat(up.getReceivedMessages()).hasSize(1);
        } finally {
            up.stop();
        }
        assertThat(column("state || ' ' || attempts || coalesce(last_error, '')"))
                .containsExactly("SENT 5");
    }

    @Test
    void after_eight_tries_a_mail_is_given_up() throws Exception {
        var down = postmanTo(freePort());
        write(ADA, "never", "https://localhost/secret");

        for (var attempt = 1; attempt <= 8; attempt++) {
            assertThat(column("state")).containsExactly("PENDING");
            down.sendWhatIsDue(() -> false);
            world.pass(Duration.ofDays(1));
        }

        assertThat(column("state || ' ' || attempts || ' ' || (next_attempt_at is null) || ' ' || (body is null)"))
                .containsExactly("FAILED 8 true true");
    }

    @ParameterizedTest
    @CsvSource({
        "RCPT, 550 5.1.1 <ada@example.org> is unknown here, FAILED, The mail server refused the recipient: 550 5.1.1",
        "RCPT, 450 4.2.0 ada@example.org is greylisted, PENDING, The mail server refused the recipient: 450 4.2.0",
        "MAIL, 530 5.7.0 Authentication required, PENDING, The mail server refused the sender: 530 5.7.0",
        "MAIL, 451 Try later, PENDING, The mail server refused the sender: 451",
        "., 554 5.6.0 Not such a mail for ada@example.org, FAILED, The mail server refused the mail: 554 5.6.0",
        "., 452 Too much at the moment, PENDING, The mail server refused the mail: 452"
    })
    void a_mail_that_is_refused_for_good_fails_at_once_and_any_other_is_tried_again(
            String command, String answer, String state, String reason) throws Exception {
        var refused = new AtomicInteger();
        try (var picky = new ScriptedMailServer(line -> line.startsWith(command) && refused.getAndIncrement() == 0
                ? answer
                : ScriptedMailServer.politely(line))) {
            write(ADA, "first", "https://localhost/secret");
            write("bob@example.org", "second", "text");

            postmanTo(picky.port()).sendWhatIsDue(() -> false);
        }

        assertThat(column("state || ' ' || coalesce(last_error, '')")).containsExactly(state + " " + reason, "SENT ");
        assertThat(column("body is null")).first().isEqualTo(String.valueOf(state.equals("FAILED")));
    }

    @Test
    void what_is_no_address_is_never_tried_again() {
        write("ada@example.org, eve@example.org", "two", "text");

        mails.sendAll();

        assertThat(mails.messages()).isEmpty();
        assertThat(column("state || ' ' || last_error")).containsExactly("FAILED The recipient is not a mail address");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jörg@example.org",
                "ж@example.org",
                "a..b@example.org",
                "a@ex_ample.org",
                "trail@example.org.",
                "a@localhost"
            })
    void an_address_to_which_no_server_delivers_reaches_no_envelope(String address) throws Exception {
        write(address, "never", "text");

        try (var plain = new ScriptedMailServer(ScriptedMailServer::politely)) {
            postmanTo(plain.port()).sendWhatIsDue(() -> false);

            assertThat(plain.lines()).noneMatch(line -> line.startsWith("RCPT"));
        }
        assertThat(column("state || ' ' || attempts")).containsExactly("FAILED 1");
    }

    @ParameterizedTest
    @CsvSource({
        "info@müller.example, info@xn--mller-kva.example",
        "info@straße.example, info@xn--strae-oqa.example",
        "info@例え.example, info@xn--r8jz45g.example"
    })
    void a_domain_goes_in_ascii(String address, String envelope) throws Exception {
        write(address, "hello", "text");

        try (var plain = new ScriptedMailServer(ScriptedMailServer::politely)) {
            postmanTo(plain.port()).sendWhatIsDue(() -> false);

            assertThat(plain.lines()).contains("RCPT TO:<" + envelope + ">", "To: " + envelope);
        }
    }

    @Test
    void letters_beyond_ascii_go_to_a_server_that_announces_smtputf8_and_to_it_alone() throws Exception {
        write("jörg@müller.example", "hello", "text");
        write(ADA, "hello", "text");

        try (var modern = new ScriptedMailServer(
                line -> line.startsWith("EHLO") ? "250-modern\r\n250 SMTPUTF8" : ScriptedMailServer.politely(line))) {
            postmanTo(modern.port()).sendWhatIsDue(() -> false);

            assertThat(modern.lines())
                    .contains("RCPT TO:<jörg@xn--mller-kva.example>", "To: jörg@xn--mller-kva.example")
                    .filteredOn(line -> line.startsWith("MAIL"))
                    .containsExactlyInAnyOrder(
                            "MAIL FROM:<no-reply@localhost> SMTPUTF8", "MAIL FROM:<no-reply@localhost>");
        }
        assertThat(column("state")).containsExactly("SENT", "SENT");
    }

    @Test
    void an_account_gets_letters_beyond_ascii_only_if_the_server_takes_them_now() throws Exception {
        var chosen = new IdentityEvent.AddressChosen("jörg@example.org");

        try (var plain = new ScriptedMailServer(ScriptedMailServer::politely);
                var modern = new ScriptedMailServer(line ->
                        line.startsWith("EHLO") ? "250-modern\r\n250 SMTPUTF8" : ScriptedMailServer.politely(line))) {
            assertThatExceptionOfType(InvalidException.class)
                    .isThrownBy(() -> serverAt(plain.port()).on(chosen));
            serverAt(modern.port()).on(chosen);
        }
        assertThatExceptionOfType(InvalidException.class)
                .isThrownBy(() -> serverAt(freePort()).on(chosen));
    }

    private MailServer serverAt(int port) {
        return new MailServer(TestChannels.mailAt(port), settings, clock);
    }

    @Test
    void administrators_hear_once_a_day_that_mails_do_not_reach_a_person() {
        var ticket = world.open(Category.VM, Priority.P3);
        world.runDueJobs();
        world.sql("truncate notifications cascade");
        world.sql("update users set email = 'uma..user@example.org' where handle = 'user'");
        try {
            world.comment(ticket.number(), "Looking into it", Visibility.PUBLIC, world.as("lead"));
            world.comment(ticket.number(), "Still looking", Visibility.PUBLIC, world.as("lead"));
            mails.sendAll();
        } finally {
            world.sql("update users set email = 'user@ticketflow.local' where handle = 'user'");
        }

        assertThat(jdbc.queryForList(
                        "select handle || ': ' || title || ' ' || body from notifications join users on users.id = recipient_id where event = 'MAIL_REFUSED'",
                        String.class))
                .filteredOn(told -> told.startsWith("admin: "))
                .singleElement()
                .asString()
                .startsWith(
                        "admin: Mails to uma..user@example.org do not reach Uma User The recipient is not a mail address");
        assertThat(mails.lastTo("admin@ticketflow.local").subject()).startsWith("Mails to uma..user@example.org");
    }

    private List<String> toldOfFailures(String handle) {
        return jdbc.queryForList(
                "select title || ' ' || body from notifications join users on users.id = recipient_id"
                        + " where event = 'MAIL_REFUSED' and handle = ? order by notifications.id",
                String.class,
                handle);
    }

    private void tryEightTimes(Postman postman) {
        for (var attempt = 1; attempt <= 8; attempt++) {
            // A postman who does not reach the server takes one bag only, and other tests leave more administrators
            // than one bag has room for.
            while (isAnythingDue()) {
                postman.sendWhatIsDue(() -> false);
            }
            world.pass(Duration.ofDays(1));
        }
    }

    private boolean isAnythingDue() {
        return !jdbc.queryForList(
                        "select id from deliveries where state = 'PENDING' and channel = 'EMAIL' and next_attempt_at <= ?",
                        Timestamp.from(clock.instant()))
                .isEmpty();
    }

    @Test
    void administrators_hear_of_an_address_whose_mails_are_given_up_after_eight_tries() throws Exception {
        var ticket = world.open(Category.VM, Priority.P3);
        world.runDueJobs();
        world.sql("truncate notifications cascade");
        world.comment(ticket.number(), "Looking into it", Visibility.PUBLIC, world.as("lead"));
        world.comment(ticket.number(), "Still looking", Visibility.PUBLIC, world.as("lead"));

        try (var full = new ScriptedMailServer(line ->
                line.startsWith("RCPT TO:<user@") ? "452 4.2.2 mailbox full" : ScriptedMailServer.politely(line))) {
            tryEightTimes(postmanTo(full.port()));
        }

        assertThat(toldOfFailures("admin"))
                .singleElement()
                .asString()
                .startsWith(
                        "Mails to user@ticketflow.local do not reach Uma User The mail server refused the recipient:"
                                + " 452 4.2.2.");
    }

    /** Each person's mails fail then, so one note for each address would flood the inbox, and each note is a mail that fails, too. */
    @ParameterizedTest
    @ValueSource(strings = {"", "451 4.3.0 disk full", "421 4.3.2 shutting down"})
    void administrators_hear_once_a_day_of_a_server_that_takes_no_mails(String refusal) throws Exception {
        var ticket = world.open(Category.VM, Priority.P3);
        world.runDueJobs();
        world.sql("truncate notifications cascade");
        world.comment(ticket.number(), "Looking into it", Visibility.PUBLIC, world.as("lead"));
        write("manager@ticketflow.local", "Set a new password", "text");

        try (var ill =
                new ScriptedMailServer(line -> line.startsWith("RCPT") ? refusal : ScriptedMailServer.politely(line))) {
            var postman = postmanTo(refusal.isEmpty() ? freePort() : ill.port());
            tryEightTimes(postman);
            assertThat(toldOfFailures("admin"))
                    .singleElement()
                    .asString()
                    .startsWith("The mail server takes no mails The mail server ")
                    .contains("was given up after its last try");

            tryEightTimes(postman);
        }

        assertThat(toldOfFailures("admin"))
                .as("the mail with the note was given up")
                .hasSize(1);
        assertThat(column("state")).doesNotContain("PENDING");
    }

    @Test
    void strangers_who_register_with_bad_addresses_fill_no_inbox() throws Exception {
        write("stranger@example.org", "Confirm your address", "text");

        try (var picky = new ScriptedMailServer(
                line -> line.startsWith("RCPT") ? "550 5.1.1 unknown" : ScriptedMailServer.politely(line))) {
            postmanTo(picky.port()).sendWhatIsDue(() -> false);
        }

        assertThat(jdbc.queryForList("select title from notifications where event = 'MAIL_REFUSED'", String.class))
                .isEmpty();
    }

    @Test
    void a_server_that_hangs_holds_no_connection_to_the_database_and_nobody_up() throws Exception {
        CompletableFuture<Void> round;
        try (var hanging = new ScriptedMailServer(
                line -> line.startsWith("RCPT") ? ScriptedMailServer.NOTHING : ScriptedMailServer.politely(line))) {
            write(ADA, "stuck", "text");
            var patient = postmanTo(hanging.port());

            round = CompletableFuture.runAsync(() -> patient.sendWhatIsDue(() -> false));
            await().until(() -> hanging.lines().stream().anyMatch(line -> line.startsWith("RCPT")));

            assertThat(meters.get("hikaricp.connections.active").gauge().value())
                    .isZero();
            assertThat(world.open(Category.VM, Priority.P3)).isNotNull();
            mails.sendAll();
            assertThat(mails.to(ADA)).as("it is the other postman's").isEmpty();
        }
        round.join();
        assertThat(column("state || ' ' || attempts")).contains("PENDING 1");
    }

    @Test
    void a_server_that_says_nothing_is_left_when_patience_ends() throws Exception {
        write(ADA, "waits", "text");

        try (var silent = new ScriptedMailServer(line -> ScriptedMailServer.NOTHING)) {
            post.sendAllBy(new MailServer(TestChannels.mailAt(silent.port()), settings, clock, Duration.ofMillis(100)));
        }

        assertThat(column("state || ' ' || attempts || ' ' || last_error"))
                .singleElement()
                .asString()
                .startsWith("PENDING 1 The mail server does not answer: ");
    }

    @Test
    void a_server_that_answers_byte_by_byte_is_left_when_a_mail_takes_too_long() throws Exception {
        write(ADA, "waits", "text");

        try (var dripping = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            var server = new Thread(() -> drip(dripping));
            server.setDaemon(true);
            server.start();
            var begin = System.nanoTime();
            post.sendAllBy(new MailServer(
                    TestChannels.mailAt(dripping.getLocalPort()),
                    settings,
                    clock,
                    Duration.ofSeconds(10),
                    Duration.ofMillis(500)));
            assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(Duration.ofSeconds(5));
        }

        assertThat(column("state || ' ' || attempts || ' ' || last_error"))
                .containsExactly("PENDING 1 The mail server does not answer: it takes too long");
    }

    private static void drip(ServerSocket socket) {
        try (var client = socket.accept()) {
            for (var begun = System.nanoTime(); System.nanoTime() - begun < 20_000_000_000L; Thread.sleep(50)) {
                client.getOutputStream().write('2');
            }
        } catch (IOException | InterruptedException closed) {
            // The client has hung up, as it should.
        }
    }

    @Test
    void a_call_that_breaks_off_leaves_the_rest_for_the_next_one() throws Exception {
        var calls = new AtomicInteger();
        try (var fragile = new ScriptedMailServer(line -> line.startsWith("DATA") && calls.getAndIncrement() == 0
                ? "421 4.3.2 Shutting down"
                : ScriptedMailServer.politely(line))) {
            IntStream.range(0, 3).forEach(number -> write(ADA, "number " + number, "text"));

            postmanTo(fragile.port()).sendWhatIsDue(() -> false);
        }

        assertThat(column("state || ' ' || attempts")).containsExactly("PENDING 1", "SENT 1", "SENT 1");
    }

    @Test
    void a_mail_leaves_soon_after_the_commit_and_none_before() {
        var rounds = new Rounds(deliveries, attempts, List.of(server), sendingByThemselves(), clock);
        var own = outboxes.with(channels, rounds);
        rounds.start();
        try {
            transaction.executeWithoutResult(status -> {
                own.add(EVE, Message.ACCOUNT_PASSWORD_CHANGED, Facts.none(), null);
                entities.flush();
                status.setRollbackOnly();
            });
            transaction.executeWithoutResult(status -> {
                own.add(ADA, Message.ACCOUNT_PASSWORD_CHANGED, Facts.none(), null);
                entities.flush();
                CompletableFuture.runAsync(this::aRound).join();
                assertThat(mails.to(ADA)).isEmpty();
            });

            await().atMost(Duration.ofSeconds(3)).until(() -> !mails.to(ADA).isEmpty());
            assertThat(mails.to(EVE)).as("of the change that was rolled back").isEmpty();
        } finally {
            rounds.stop();
        }
        assertThat(rounds.isRunning()).isFalse();
    }

    @Test
    void when_the_day_is_over_what_was_taken_is_given_back() {
        IntStream.range(0, 3).forEach(number -> write(ADA, "number " + number, "text"));
        var asked = new AtomicInteger();

        post.postman(server).sendWhatIsDue(() -> asked.getAndIncrement() > 1);

        assertThat(column("state || ' ' || attempts")).containsExactly("SENT 1", "PENDING 0", "PENDING 0");
        mails.sendAll();
        assertThat(mails.to(ADA)).hasSize(3);
    }

    @Test
    void what_waits_is_counted_until_it_is_sent() {
        write(ADA, "counted", "text");

        world.pass(Duration.ofHours(1));
        assertThat(meters.get("ticketflow.outbox.pending").gauge().value()).isEqualTo(1);

        mails.sendAll();
        world.pass(Duration.ofHours(1));
        assertThat(meters.get("ticketflow.outbox.pending").gauge().value()).isZero();
    }

    private void aRound() {
        post.postman(server).sendWhatIsDue(() -> false);
    }

    private void write(String recipient, String subject, String body) {
        transaction.executeWithoutResult(status -> outboxes.write(recipient, subject, body));
    }

    private Postman postmanTo(int port) {
        return post.postman(serverAt(port));
    }

    private ChannelSettings sendingByThemselves() {
        return TestChannels.of(channels.smtpHost(), channels.smtpPort(), "");
    }

    private MimeMessage only() {
        var all = mails.messages().toList();
        assertThat(all).hasSize(1);
        return all.get(0);
    }

    /** An expression over all deliveries, oldest first. */
    private List<String> column(String expression) {
        return jdbc.queryForList(
                "select (" + expression + ")::text from deliveries where channel <> 'SLACK' order by id", String.class);
    }

    private static String header(MimeMessage message, String name) {
        try {
            return String.join(",", Arrays.asList(message.getHeader(name)));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
