package io.ticketflow.portal;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Multipart;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.attachment.Attachments;
import io.ticketflow.attachment.FileContents;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.SignedInBrowser;
import io.ticketflow.sla.ServiceLevels;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.jdbc.JdbcTestUtils;

/** Submitting a ticket on the page, as a browser does it. */
@TicketflowTest
class NewTicketPageTests {

    private static final String PAGE = "/tickets/new";
    private static final Pattern ADDRESS = Pattern.compile("action=\"(/tickets/new\\?_csrf=[^\"]+)\"");
    private static final Pattern KEY = Pattern.compile("name=\"key\" value=\"([^\"]+)\"");
    private static final Pattern TICKET = Pattern.compile("/t/(TKT-\\d+)$");
    private static final byte[] LOG = "it failed".getBytes(StandardCharsets.UTF_8);

    @Autowired
    private World world;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private ServiceLevels levels;

    @Autowired
    private JdbcTemplate jdbc;

    @LocalServerPort
    private int port;

    private Person requester;
    private Http browser;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
        requester = people.someone(Role.END_USER);
        browser = SignedInBrowser.of(port, requester);
    }

    @Test
    void a_ticket_is_submitted_with_its_files_and_shown() {
        var answer = send(form("VPN drops").file("vpn.log", "text/plain", LOG).file("again.log", "text/plain", LOG));

        var number = numberIn(answer);
        var api = Http.on(port).as("manager");
        var ticket = api.get("/api/v1/tickets/" + number).body();
        assertThat(JsonPath.<String>read(ticket, "$.title")).isEqualTo("VPN drops");
        assertThat(JsonPath.<String>read(ticket, "$.description")).isEqualTo("Every hour\nsince noon");
        assertThat(JsonPath.<String>read(ticket, "$.category")).isEqualTo("NETWORK");
        assertThat(JsonPath.<String>read(ticket, "$.priority")).isEqualTo("P2");
        assertThat(JsonPath.<String>read(ticket, "$.requester.id"))
                .isEqualTo(requester.id().toString());
        var files = api.get("/api/v1/tickets/" + number + "/attachments").body();
        assertThat(JsonPath.<List<String>>read(files, "$.items[*].fileName")).containsExactly("vpn.log", "again.log");
        assertThat(browser.get("/t/" + number).body()).contains("VPN drops", "vpn.log");
    }

    /** As a browser sends a form in which no file was chosen. */
    @Test
    void a_ticket_needs_no_file() {
        numberIn(send(form("VPN drops").file("", "application/octet-stream", new byte[0])));

        assertThat(submitted()).isEqualTo(1);
        assertThat(storedFiles()).isZero();
    }

    @Test
    void a_refused_form_says_why_at_the_field_and_keeps_what_was_typed() {
        var answer = send(opened(Multipart.form()
                .field("title", " ")
                .field("description", "Every <hour>")
                .field("category", "HARDWARE")
                .field("priority", "P2")));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("id=\"title-wrong\"", "id=\"category-wrong\"", "Every &lt;hour&gt;")
                .containsPattern("value=\"P2\"[^>]*checked")
                .doesNotContain("id=\"priority-wrong\"");
        assertThat(submitted()).isZero();
    }

    @Test
    void a_file_that_is_refused_is_named_and_the_text_is_kept() {
        var answer = send(form("VPN drops")
                .file("fine.log", "text/plain", LOG)
                .file("huge.iso", "application/octet-stream", new byte[FileContents.MAX_SIZE + 1])
                .file("empty.txt", "text/plain", new byte[0]));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("huge.iso is larger than 25 MB", "empty.txt is empty", "VPN drops", "since noon")
                .doesNotContain("fine.log is");
        assertThat(submitted()).isZero();
        assertThat(storedFiles()).isZero();
    }

    @Test
    void a_ticket_takes_as_many_files_as_the_page_says() {
        var files = form("VPN drops");
        for (var file = 1; file <= Attachments.MOST; file++) {
            files.file(file + ".log", "text/plain", LOG);
        }

        var answer = send(files.file("last.log", "text/plain", LOG));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body())
                .contains("last.log is one too many: a ticket may have 20 files", "up to 20 files of at most 25 MB");
        assertThat(submitted()).isZero();
    }

    @Test
    void a_form_sent_twice_at_once_makes_one_ticket() throws Exception {
        var page = browser.get(PAGE).body();
        Callable<String> click = () -> numberIn(
                browser.upload(found(ADDRESS, page), form("VPN drops", page).file("vpn.log", "text/plain", LOG)));

        var numbers = Together.run(List.of(click, click));

        assertThat(numbers).hasSize(2);
        assertThat(numbers.get(0)).isEqualTo(numbers.get(1));
        assertThat(submitted()).isEqualTo(1);
        assertThat(storedFiles()).isEqualTo(1);
    }

    @Test
    void a_form_that_was_sent_before_may_be_sent_again_with_other_words() {
        var page = browser.get(PAGE).body();
        numberIn(browser.upload(found(ADDRESS, page), form("VPN drops", page)));

        var refused = browser.upload(found(ADDRESS, page), form("Mail is slow", page));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("sent before", "Mail is slow");
        numberIn(browser.upload(found(ADDRESS, refused.body()), form("Mail is slow", refused.body())));
        assertThat(submitted()).isEqualTo(2);
    }

    @Test
    void a_form_without_its_token_is_refused() {
        var answer = browser.upload(PAGE, form("VPN drops"));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(submitted()).isZero();
    }

    @Test
    void a_stranger_signs_in_first() {
        var answer = Http.browser(port).get(PAGE);

        assertThat(answer.statusCode()).isEqualTo(302);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/login"));
    }

    @Test
    void a_requester_reads_at_the_priority_that_there_are_too_many_p1_tickets() {
        for (var p1 = 0; p1 < 5; p1++) {
            numberIn(send(urgent()));
        }

        var answer = send(urgent());

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.body()).contains("id=\"priority-wrong\"", "Choose P2", "All is down");
        assertThat(submitted()).isEqualTo(5);
    }

    private Multipart urgent() {
        return opened(Multipart.form()
                .field("title", "All is down")
                .field("description", "")
                .field("category", "NETWORK")
                .field("priority", "P1"));
    }

    @Test
    void staff_submit_for_another_person_by_their_handle_or_address() {
        browser = SignedInBrowser.of(port, people.someone(Role.DEVOPS_ENGINEER));

        for (var name : List.of(requester.handle(), requester.email().toUpperCase(Locale.ROOT))) {
            var number = numberIn(send(form("VPN drops").field("requester", name)));

            var ticket = Http.on(port).as("manager").get("/api/v1/tickets/" + number);
            assertThat(JsonPath.<String>read(ticket.body(), "$.requester.id"))
                    .isEqualTo(requester.id().toString());
        }
        var refused = send(form("VPN drops").field("requester", "who.is.this"));
        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("id=\"requester-wrong\"", "value=\"who.is.this\"");
    }

    @Test
    void a_requester_submits_for_nobody_else() {
        assertThat(browser.get(PAGE).body()).doesNotContain("name=\"requester\"");

        var number = numberIn(send(form("VPN drops").field("requester", "user")));

        var ticket = Http.on(port).as("manager").get("/api/v1/tickets/" + number);
        assertThat(JsonPath.<String>read(ticket.body(), "$.requester.id"))
                .isEqualTo(requester.id().toString());
    }

    @Test
    void the_page_says_what_is_promised_for_each_priority() {
        var before = world.instant();
        var promised = promisedOn(browser.get(PAGE).body());
        var after = world.instant();

        assertThat(promised).hasSize(2 * Priority.values().length);
        var next = promised.iterator();
        for (var priority : Priority.values()) {
            var earliest = levels.preview(priority, Category.OTHER, before);
            var latest = levels.preview(priority, Category.OTHER, after);
            assertThat(next.next()).isBetween(earliest.responseDueAt(), latest.responseDueAt());
            assertThat(next.next()).isBetween(earliest.resolutionDueAt(), latest.resolutionDueAt());
        }
    }

    @Test
    void the_page_says_what_is_promised_for_a_category_with_a_promise_of_its_own() {
        var created = Http.on(port).as("manager").json("POST", "/api/v1/sla/policies", """
                        {"name": "Security first", "priority": "P1", "category": "SECURITY", "responseTarget": "PT5M",
                        "resolutionTarget": "PT2H", "escalateAfter": "PT10M", "warnAtPercent": 80, "calendarId": null}""");
        assertThat(created.statusCode()).as(created.body()).isEqualTo(201);

        var page = browser.get(PAGE).body();

        assertThat(page).contains(">Security:<");
        assertThat(promisedOn(page)).hasSize(2 * Priority.values().length + 2);
    }

    private static List<Instant> promisedOn(String page) {
        return Pattern.compile("datetime=\"([^\"]+)\"")
                .matcher(page)
                .results()
                .map(found -> Instant.parse(found.group(1)))
                .toList();
    }

    private HttpResponse<String> send(Multipart form) {
        return browser.upload(found(ADDRESS, browser.get(PAGE).body()), form);
    }

    private Multipart form(String title) {
        return form(title, browser.get(PAGE).body());
    }

    private static Multipart form(String title, String page) {
        return Multipart.form()
                .field("key", found(KEY, page))
                .field("title", title)
                .field("description", "Every hour\r\nsince noon")
                .field("category", "NETWORK")
                .field("priority", "P2");
    }

    private Multipart opened(Multipart form) {
        return form.field("key", found(KEY, browser.get(PAGE).body()));
    }

    private static String numberIn(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(302);
        return found(TICKET, answer.headers().firstValue("Location").orElseThrow());
    }

    private static String found(Pattern wanted, String text) {
        var match = wanted.matcher(text);
        assertThat(match.find()).as("%s in %s", wanted, text).isTrue();
        return match.group(1);
    }

    private int submitted() {
        return JdbcTestUtils.countRowsInTable(jdbc, "tickets");
    }

    private int storedFiles() {
        return JdbcTestUtils.countRowsInTable(jdbc, "attachment_files");
    }
}
