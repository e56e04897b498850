package io.ticketflow.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Http;
import io.ticketflow.Multipart;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Comment;
import io.ticketflow.ticket.Conversation;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketChanges;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** People act on a ticket by the forms of its page. */
@TicketflowTest
class TicketActsTests {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");
    private static final Pattern FORM_KEY = Pattern.compile("name=\"formKey\" value=\"([^\"]+)\"");

    private static final Pattern VERSION = Pattern.compile("name=\"version\" value=\"([^\"]+)\"");

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private Ownership ownership;

    @Autowired
    private Conversation conversation;

    @LocalServerPort
    private int port;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    private Http browserOf(String handle) {
        var browser = Http.browser(port).with("Accept", "text/html");
        browser.form(
                "/login",
                Map.of(
                        "username",
                        handle,
                        "password",
                        "Ticketflow-demo-1",
                        "_csrf",
                        first(CSRF, browser.get("/login").body())));
        return browser;
    }

    private static String first(Pattern field, String page) {
        var found = field.matcher(page);
        assertThat(found.find()).as(field.pattern()).isTrue();
        return found.group(1);
    }

    /** Opens the page of the ticket, and adds what its forms have in hidden fields. */
    private static Map<String, String> form(Http browser, Ticket ticket, Map<String, String> entered) {
        var page = browser.get("/t/" + ticket.number()).body();
        var fields = new HashMap<>(entered);
        fields.put("_csrf", first(CSRF, page));
        fields.put("formKey", first(FORM_KEY, page));
        var version = VERSION.matcher(page);
        if (version.find()) {
            fields.put("version", version.group(1));
        }
        return fields;
    }

    private HttpResponse<String> send(Http browser, Ticket ticket, String act, Map<String, String> entered) {
        return browser.form("/t/" + ticket.number() + act, form(browser, ticket, entered));
    }

    private HttpResponse<String> say(Http browser, Ticket ticket, Map<String, String> entered) {
        return comment(browser, ticket, form(browser, ticket, entered), Multipart.form());
    }

    private static HttpResponse<String> comment(
            Http browser, Ticket ticket, Map<String, String> fields, Multipart form) {
        fields.forEach(form::field);
        return browser.upload("/t/" + ticket.number() + "/comments?_csrf=" + fields.get("_csrf"), form);
    }

    private List<Comment> comments(Ticket ticket) {
        return conversation
                .read(ticket.number(), null, 100, false, world.as("manager"))
                .items();
    }

    @Test
    void a_requester_writes_a_public_comment_which_answers_a_question() {
        var ticket = world.inWork();
        world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment("Which disk?"), world.assigneeOf(ticket));

        var answer = say(browserOf("user"), ticket, Map.of("body", "sdb\r\n<b>"));

        assertThat(answer.statusCode()).isEqualTo(302);
        var said = comments(ticket).get(1);
        assertThat(said.body()).isEqualTo("sdb\n<b>");
        assertThat(said.visibility()).isEqualTo(Visibility.PUBLIC);
        assertThat(answer.headers().firstValue("Location"))
                .hasValueSatisfying(place -> assertThat(place).endsWith("/t/" + ticket.number() + "#c-" + said.id()));
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
    }

    @Test
    void staff_have_to_choose_who_reads_a_comment_and_nothing_is_chosen_for_them() {
        var ticket = world.inWork();
        var browser = browserOf(world.assigneeOf(ticket));
        assertThat(browser.get("/t/" + ticket.number()).body())
                .contains("name=\"visibility\"")
                .doesNotContain("checked");

        var refused = say(browser, ticket, Map.of("body", "The vendor <sleeps>"));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("role=\"alert\"", "Choose who reads it.", "The vendor &lt;sleeps&gt;</textarea>");
        assertThat(comments(ticket)).isEmpty();

        say(browser, ticket, Map.of("body", "The vendor sleeps", "visibility", "INTERNAL"));

        assertThat(comments(ticket)).extracting(Comment::visibility).containsExactly(Visibility.INTERNAL);
    }

    @Test
    void a_requester_cannot_write_what_only_staff_read() {
        var ticket = world.inWork();

        var refused = say(browserOf("user"), ticket, Map.of("body", "b", "visibility", "INTERNAL"));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(comments(ticket)).isEmpty();
    }

    @Test
    void a_double_click_writes_one_comment_and_other_words_in_the_same_form_another_one() {
        var ticket = world.inWork();
        var browser = browserOf("user");
        var form = form(browser, ticket, Map.of("body", "Hello?"));

        assertThat(comment(browser, ticket, form, Multipart.form()).statusCode())
                .isEqualTo(302);
        assertThat(comment(browser, ticket, form, Multipart.form()).statusCode())
                .isEqualTo(302);
        assertThat(comments(ticket)).hasSize(1);

        form.put("body", "Hello again?");
        comment(browser, ticket, form, Multipart.form());
        assertThat(comments(ticket)).hasSize(2);
    }

    @Test
    void the_author_of_a_comment_on_a_solved_ticket_reads_that_it_stays_solved() {
        var ticket = world.resolved();
        var browser = browserOf("user");

        say(browser, ticket, Map.of("body", "It is full again"));

        assertThat(browser.get("/t/" + ticket.number()).body())
                .contains("role=\"status\"", ticket.number() + " stays solved");
        assertThat(browser.get("/t/" + ticket.number()).body()).as("said once").doesNotContain("role=\"status\"");
    }

    @Test
    void a_comment_on_a_ticket_that_was_closed_meanwhile_is_refused_with_its_text() {
        var ticket = world.resolved();
        var browser = browserOf("user");
        var form = form(browser, ticket, Map.of("body", "One more thing"));
        world.move(ticket, TicketStatus.CLOSED, MoveDetails.NONE, "user");

        var refused = comment(browser, ticket, form, Multipart.form());

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(refused.body()).contains("role=\"alert\"", "One more thing", "Closed");
    }

    @Test
    void a_form_without_the_token_of_the_page_changes_nothing() {
        var ticket = world.inWork();

        var refused = browserOf("user")
                .upload("/t/" + ticket.number() + "/comments", Multipart.form().field("body", "b"));

        assertThat(refused.statusCode()).isEqualTo(403);
        assertThat(comments(ticket)).isEmpty();
    }

    @Test
    void a_step_without_fields_is_one_button_and_is_taken_once() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var browser = browserOf(world.assigneeOf(ticket));
        assertThat(browser.get("/t/" + ticket.number()).body()).contains("Next steps", "value=\"IN_PROGRESS\"");
        var form = form(browser, ticket, Map.of("transition", "IN_PROGRESS"));

        for (var click = 0; click < 2; click++) {
            assertThat(browser.form("/t/" + ticket.number() + "/steps", form).statusCode())
                    .isEqualTo(302);
        }

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
    }

    @Test
    void a_step_that_lacks_a_field_shows_its_form_again_with_what_was_entered() {
        var ticket = world.inWork();
        var browser = browserOf(world.assigneeOf(ticket));

        var refused = send(
                browser,
                ticket,
                "/steps",
                Map.of("transition", "RESOLVED", "resolution", "Enlarged <it>", "resolutionCode", ""));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body())
                .contains("role=\"alert\"", "Enlarged &lt;it&gt;</textarea>", "This is needed.")
                .containsPattern("<details[^>]* open");
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);

        send(
                browser,
                ticket,
                "/steps",
                Map.of("transition", "RESOLVED", "resolution", "Enlarged it", "resolutionCode", "FIXED"));

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.RESOLVED);
        assertThat(world.now(ticket).resolution()).isEqualTo("Enlarged it");
    }

    @Test
    void a_requester_confirms_a_solution() {
        var ticket = world.resolved();

        send(browserOf("user"), ticket, "/steps", Map.of("transition", "CLOSED"));

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.CLOSED);
    }

    @Test
    void a_step_on_a_ticket_that_has_moved_on_shows_the_present_state_beside_what_was_typed() {
        var ticket = world.inWork();
        var browser = browserOf(world.assigneeOf(ticket));
        var form = form(browser, ticket, Map.of("transition", "PENDING_INFO", "comment", "Which disk is it?"));
        world.resolve(ticket);

        var refused = browser.form("/t/" + ticket.number() + "/steps", form);

        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(refused.body()).contains("role=\"alert\"", "You had written:", "Which disk is it?", "Solved");
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.RESOLVED);
    }

    @Test
    void a_step_on_a_ticket_that_has_changed_is_offered_again_with_what_was_typed() {
        var ticket = world.inWork();
        var browser = browserOf(world.assigneeOf(ticket));
        var form = form(browser, ticket, Map.of("transition", "PENDING_INFO", "comment", "Which disk is it?"));
        desk.edit(
                ticket.number(),
                new TicketChanges("Disk full on db4", null, null, null, null),
                null,
                world.as("manager"));

        var refused = browser.form("/t/" + ticket.number() + "/steps", form);

        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(refused.body()).contains("Disk full on db4", "Which disk is it?</textarea>");
        form.put("version", first(VERSION, refused.body()));
        form.put("formKey", first(FORM_KEY, refused.body()));
        assertThat(browser.form("/t/" + ticket.number() + "/steps", form).statusCode())
                .isEqualTo(302);
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.PENDING_INFO);
    }

    @Test
    void an_engineer_of_the_team_claims_a_ticket_and_a_second_one_reads_who_has_it() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        ownership.assign(ticket.number(), null, null, null, null, world.as("lead"));
        var first = browserOf("engineer");
        var second = browserOf("engineer2");
        var late = form(second, ticket, Map.of());
        assertThat(first.get("/t/" + ticket.number()).body())
                .contains("Take this ticket")
                .doesNotContain("/assignee");

        send(first, ticket, "/claim", Map.of());
        var refused = second.form("/t/" + ticket.number() + "/claim", late);

        assertThat(world.assigneeOf(ticket)).isEqualTo("engineer");
        assertThat(refused.statusCode()).isEqualTo(412);
        assertThat(refused.body())
                .contains("role=\"alert\"", world.person("engineer").fullName())
                .doesNotContain("Take this ticket");
    }

    @Test
    void a_lead_assigns_people_of_the_team_and_gives_a_ticket_back_to_the_queue() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var lead = browserOf("lead");
        var engineer2 = world.person("engineer2");
        assertThat(lead.get("/t/" + ticket.number()).body())
                .contains(engineer2.fullName(), "open tickets:")
                .doesNotContain(world.person("engineer3").fullName());

        send(lead, ticket, "/assignee", Map.of("assigneeId", engineer2.id().toString(), "reason", "Knows db3"));
        assertThat(world.assigneeOf(ticket)).isEqualTo("engineer2");

        send(lead, ticket, "/assignee", Map.of("assigneeId", ""));
        assertThat(world.now(ticket).assigneeId()).isNull();
    }

    @Test
    void a_requester_is_offered_no_acts_of_staff() {
        var ticket = world.inWork();
        var requester = browserOf("user");

        assertThat(requester.get("/t/" + ticket.number()).body())
                .doesNotContain("Next steps", "/claim", "/assignee", "name=\"visibility\"");
        assertThat(requester
                        .form(
                                "/t/" + ticket.number() + "/assignee",
                                new HashMap<>(Map.of(
                                        "_csrf",
                                        first(
                                                CSRF,
                                                requester
                                                        .get("/t/" + ticket.number())
                                                        .body()),
                                        "version",
                                        String.valueOf(world.now(ticket).version()),
                                        "assigneeId",
                                        "")))
                        .statusCode())
                .isEqualTo(403);
    }

    @Test
    void files_come_with_a_comment_and_have_its_readers() {
        var ticket = world.inWork();
        var browser = browserOf(world.assigneeOf(ticket));
        var fields = form(browser, ticket, Map.of("body", "See the log", "visibility", "INTERNAL"));

        for (var click = 0; click < 2; click++) {
            var log = Multipart.form().file("db3.log", "text/plain", new byte[] {'x'});
            assertThat(comment(browser, ticket, fields, log).statusCode()).isEqualTo(302);
        }

        assertThat(browser.get("/t/" + ticket.number()).body())
                .contains("See the log")
                .containsOnlyOnce(">db3.log</a>");
        assertThat(browserOf("user").get("/t/" + ticket.number()).body()).doesNotContain("See the log", "db3.log");
    }

    @Test
    void a_file_that_cannot_be_taken_is_named_and_the_text_stays() {
        var ticket = world.inWork();
        var browser = browserOf("user");

        var refused = comment(
                browser,
                ticket,
                form(browser, ticket, Map.of("body", "See the picture")),
                Multipart.form().file("screen.png", "image/png", new byte[0]));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(refused.body()).contains("screen.png is empty.", "See the picture</textarea>");
        assertThat(comments(ticket)).isEmpty();
    }
}
