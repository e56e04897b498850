package io.ticketflow.notification.delivery;

import static io.ticketflow.ticket.TicketStatus.CLOSED;
import static io.ticketflow.ticket.TicketStatus.IN_PROGRESS;
import static io.ticketflow.ticket.TicketStatus.PENDING_INFO;
import static io.ticketflow.ticket.TicketStatus.REOPENED;
import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Mails;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.AccountMail;
import io.ticketflow.identity.AccountMail.Purpose;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Visibility;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.transaction.support.TransactionTemplate;

/** Mails as mail programs see them. */
@TicketflowTest
class MailConversationTests {

    private static final String UMA = "user@ticketflow.local";
    private static final String HOSTILE = "<script>alert('x')</script><img src=x onerror=y> & \"quotes\"";

    @Autowired
    private World world;

    @Autowired
    private Mails mails;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private ApplicationEventPublisher events;

    @Autowired
    private TransactionTemplate transaction;

    @BeforeEach
    void nothingWasSent() {
        world.beginAnew();
        mails.forget();
    }

    @AfterEach
    void umaSpeaksEnglish() {
        world.sql("update users set locale = 'en', timezone = 'UTC', full_name = 'Uma User' where handle = 'user'");
    }

    @Test
    void ten_mails_about_a_ticket_are_one_thread_and_those_about_another_one_are_another() throws Exception {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var other = world.openAndRouted(Category.VM, Priority.P3);
        var engineer = world.assigneeOf(ticket);
        world.comment(other.number(), "Looking into it", Visibility.PUBLIC, world.as(world.assigneeOf(other)));
        sendAll();
        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, engineer);
        sendAll();
        world.comment(ticket.number(), "Looking into it", Visibility.PUBLIC, world.as(engineer));
        sendAll();
        world.move(ticket, PENDING_INFO, MoveDetails.comment("Which host?"), engineer);
        sendAll();
        world.timePasses(Duration.ofDays(1));
        sendAll();
        world.comment(ticket.number(), "db3", Visibility.PUBLIC, world.as("user"));
        world.resolve(ticket);
        sendAll();
        world.move(ticket, REOPENED, MoveDetails.comment("Still full"), "user");
        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, engineer);
        world.comment(ticket.number(), "Once more", Visibility.PUBLIC, world.as(engineer));
        sendAll();
        world.resolve(ticket);
        sendAll();
        world.comment(ticket.number(), "Better now?", Visibility.PUBLIC, world.as(engineer));
        sendAll();
        world.move(ticket, CLOSED, MoveDetails.NONE, engineer.equals("lead") ? "manager" : "lead");
        sendAll();

        var toUma = parsed(UMA);
        var threads = threads(toUma);

        assertThat(toUma).hasSizeGreaterThanOrEqualTo(12);
        assertThat(threads).hasSize(2);
        assertThat(threads).anySatisfy(thread -> assertThat(thread)
                .hasSizeGreaterThanOrEqualTo(10)
                .allSatisfy(mail -> assertThat(mail.getSubject()).startsWith(ticket.number())));
        assertThat(threads)
                .anySatisfy(thread -> assertThat(thread).hasSize(2).allSatisfy(mail -> assertThat(mail.getSubject())
                        .startsWith(other.number())));
    }

    private void sendAll() {
        world.pass(Duration.ofMinutes(3));
        mails.sendAll();
    }

    /** The mails to this address, written to bytes and read again, as a mail program gets them. */
    private List<MimeMessage> parsed(String address) throws MessagingException, IOException {
        var parsed = new ArrayList<MimeMessage>();
        for (var mail : mails.messages().toList()) {
            if (mail.getAllRecipients()[0].toString().equals(address)) {
                var bytes = new ByteArrayOutputStream();
                mail.writeTo(bytes);
                parsed.add(new MimeMessage(
                        Session.getInstance(new Properties()), new ByteArrayInputStream(bytes.toByteArray())));
            }
        }
        return parsed;
    }

    /** A place in a thread; a mail that others refer to may be missing. */
    private static final class Place {
        private @Nullable Place parent;

        Place root() {
            return parent == null ? this : parent.root();
        }
    }

    /** Threads mails by References and In-Reply-To, like most mail programs (https://www.jwz.org/doc/threading.html, steps 1 to 4). */
    private static List<List<MimeMessage>> threads(List<MimeMessage> mails) throws MessagingException {
        Map<String, Place> places = new LinkedHashMap<>();
        Map<MimeMessage, Place> own = new LinkedHashMap<>();
        for (var mail : mails) {
            Place former = null;
            for (var reference : references(mail)) {
                var place = places.computeIfAbsent(reference, id -> new Place());
                if (former != null && place.parent == null && former.root() != place) {
                    place.parent = former;
                }
                former = place;
            }
            var place = places.computeIfAbsent(mail.getMessageID(), id -> new Place());
            if (former != null && former.root() != place) {
                place.parent = former;
            }
            own.put(mail, place);
        }
        return List.copyOf(mails.stream()
                .collect(Collectors.groupingBy(
                        mail -> Objects.requireNonNull(own.get(mail)).root(), LinkedHashMap::new, Collectors.toList()))
                .values());
    }

    private static List<String> references(MimeMessage mail) throws MessagingException {
        var headers =
                mail.getHeader("References") == null ? mail.getHeader("In-Reply-To") : mail.getHeader("References");
        return headers == null
                ? List.of()
                : Arrays.stream(headers)
                        .flatMap(header -> Stream.of(header.split("\\s+")))
                        .toList();
    }

    @Test
    void programs_are_told_what_kind_of_mail_it_is_and_how_to_turn_it_off() throws Exception {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        mails.sendAll();
        mails.forget();
        world.comment(ticket.number(), "Looking into it", Visibility.PUBLIC, world.as("lead"));
        mails.sendAll();

        var mail = parsed(UMA).get(0);

        assertThat(header(mail, "Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(header(mail, "X-Auto-Response-Suppress")).isEqualTo("All");
        assertThat(header(mail, "Precedence")).isEqualTo("bulk");
        assertThat(header(mail, "List-Id"))
                .isEqualTo("<team-%s.tickets.localhost>"
                        .formatted(world.now(ticket).teamId()));
        assertThat(header(mail, "List-Unsubscribe"))
                .matches(
                        "<http://localhost:8080/notifications/turn-off\\?person=[-0-9a-f]{36}&event=COMMENT_ADDED&signature=[-_0-9A-Za-z]{43}>");
        assertThat(header(mail, "List-Unsubscribe-Post")).isEqualTo("List-Unsubscribe=One-Click");
    }

    @Test
    void a_mail_about_an_account_is_none_of_many_and_cannot_be_turned_off() throws Exception {
        transaction.executeWithoutResult(status -> events.publishEvent(
                new AccountMail(UMA, Purpose.RESET_PASSWORD, "https://help.example.org/go?token=x&y=z", "Uma")));
        mails.sendAll();

        var mail = parsed(UMA).get(0);

        assertThat(header(mail, "Auto-Submitted")).isEqualTo("auto-generated");
        assertThat(Stream.of("Precedence", "List-Id", "List-Unsubscribe", "References")
                        .map(name -> header(mail, name)))
                .containsOnlyNulls();
        assertThat(mails.lastTo(UMA).html())
                .contains("href=\"https://help.example.org/go?token=x&amp;y=z\"")
                .doesNotContain("turn-off");
    }

    @Test
    void a_mail_is_a_text_and_the_same_as_a_page() throws Exception {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        mails.sendAll();
        mails.forget();
        world.comment(ticket.number(), "Looking into it", Visibility.PUBLIC, world.as("lead"));
        mails.sendAll();

        var parts = (MimeMultipart) parsed(UMA).get(0).getContent();

        assertThat(parts.getContentType()).startsWith("multipart/alternative");
        assertThat(parts.getBodyPart(0).getContentType()).isEqualToIgnoringCase("text/plain; charset=UTF-8");
        assertThat(parts.getBodyPart(1).getContentType()).isEqualToIgnoringCase("text/html; charset=UTF-8");
        var link = "http://localhost:8080/t/" + ticket.number();
        assertThat(mails.lastTo(UMA).text())
                .startsWith("Leo Lead: Looking into it\n\nOpen %s: %s\n\n-- \n".formatted(ticket.number(), link))
                .contains("Replies to this mail are not read", "Turn off mails like this one: http");
        assertThat(mails.lastTo(UMA).html())
                .contains(">Looking into it<", "href=\"" + link + "\"", "Replies to this mail are not read")
                .doesNotContain("<img", "src=", "url(");
    }

    @Test
    void no_text_of_a_person_becomes_markup() {
        world.sql("update users set full_name = '" + HOSTILE.replace("'", "''") + "' where handle = 'user'");
        var ticket = desk.open(new NewTicket(HOSTILE, HOSTILE, Category.VM, Priority.P3), world.as("user"));
        world.runDueJobs();
        var engineer = world.assigneeOf(ticket);
        world.comment(ticket.number(), HOSTILE, Visibility.PUBLIC, world.as("user"));
        world.move(world.now(ticket), IN_PROGRESS, MoveDetails.NONE, engineer);
        world.move(ticket, PENDING_INFO, MoveDetails.comment(HOSTILE), engineer);
        mails.sendAll();

        var all = Stream.of(UMA, world.person(engineer).email())
                .flatMap(address -> mails.to(address).stream())
                .toList();

        assertThat(all).hasSizeGreaterThan(3).allSatisfy(mail -> {
            assertThat(mail.html())
                    .doesNotContain("<script", "<img", "onerror=y>")
                    .contains("&lt;script&gt;");
            assertThat(mail.subject()).contains(HOSTILE);
        });
    }

    @Test
    void a_mail_is_in_the_language_and_zone_that_its_reader_has_when_it_is_sent() {
        world.open(Category.VM, Priority.P3);
        world.sql("update users set locale = 'de-AT', timezone = 'Europe/Vienna' where handle = 'user'");
        world.pass(Duration.ofSeconds(2));

        mails.sendAll();

        var mail = mails.lastTo(UMA);
        assertThat(mail.subject()).endsWith("ist angekommen: Disk full on db3");
        assertThat(mail.text())
                .startsWith("Wir haben Ihr Ticket")
                .containsPattern("bis \\d{1,2}\\. \\p{L}+ \\d{4}, \\d\\d:\\d\\d Uhr ME(?:S)?Z")
                .contains("Antworten auf diese Mail werden nicht gelesen");
        assertThat(mail.html()).contains("<html lang=\"de\">", "Wir haben Ihr Ticket");
    }

    @Test
    void a_mail_about_an_account_is_in_the_language_of_its_owner() {
        world.sql("update users set locale = 'de' where handle = 'user'");
        transaction.executeWithoutResult(status -> events.publishEvent(
                new AccountMail(UMA, Purpose.RESET_PASSWORD, "https://help.example.org/go", "Uma")));
        mails.sendAll();

        assertThat(mails.lastTo(UMA).subject()).isEqualTo("Setzen Sie ein neues Passwort für Ticketflow");
        assertThat(mails.lastTo(UMA).link()).isEqualTo("https://help.example.org/go");
    }

    private static @Nullable String header(MimeMessage mail, String name) {
        try {
            var values = mail.getHeader(name);
            // A long value is folded.
            return values == null ? null : String.join(",", values).replaceAll("\r\n\\s", "");
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }
}
