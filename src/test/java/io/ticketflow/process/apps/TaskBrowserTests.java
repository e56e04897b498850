package io.ticketflow.process.apps;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import io.ticketflow.Http;
import io.ticketflow.InBrowser;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What people find in the form of a task, and what they do with the task beside it. */
class TaskBrowserTests extends InBrowser {

    private static final String TASKLIST = "/camunda/app/tasklist/";
    private static final String QUESTION = "Which <b>host</b> & since when?\nThe log names db3 and db4.";

    private Ticket asked() {
        var ticket = world.inWork();
        world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment(QUESTION), world.assigneeOf(ticket));
        return ticket;
    }

    private Ticket escalated() {
        var ticket = world.inWork();
        world.move(ticket, TicketStatus.ESCALATED, MoveDetails.comment("Help"), world.assigneeOf(ticket));
        return ticket;
    }

    private List<String> comments(Ticket ticket, String visibility) {
        return JsonPath.read(
                Http.on(port)
                        .as("lead")
                        .get("/api/v1/tickets/" + ticket.number() + "/comments")
                        .body(),
                "$.items[?(@.visibility == '%s')].body".formatted(visibility));
    }

    /** The same person in another browser window. */
    private Page again(Page page, NewContextOptions window) {
        assertThat(page.locator(".tasks-list").first()).isVisible();
        var context = page.context()
                .browser()
                .newContext(window.setBaseURL("http://localhost:" + port)
                        .setStorageState(page.context().storageState()));
        var other = context.newPage();
        other.setDefaultTimeout(PATIENCE_MILLIS);
        other.navigate(TASKLIST);
        return other;
    }

    /** Takes pictures of a wide window and of a telephone. */
    private void atBothWidths(Page page, Ticket ticket, String name) {
        page.setViewportSize(1280, 800);
        assertThat(page.locator(".fjs-form").first()).isVisible();
        screenshot(page, name + "-1280");
        var telephone = again(page, new NewContextOptions().setViewportSize(390, 844));
        openTask(telephone, ticket);
        assertThat(telephone.locator(".fjs-form").first()).isVisible();
        telephone.screenshot(
                new ScreenshotOptions().setFullPage(true).setPath(Path.of("target", "screenshots", name + "-390.png")));
        telephone.context().close();
    }

    @Test
    void the_requester_reads_the_question_and_cannot_send_the_ticket_back_without_an_answer() {
        var ticket = asked();
        var page = signedIn("user", TASKLIST);
        openTask(page, ticket);

        assertThat(page.getByLabel("Question")).hasValue(QUESTION);
        assertThat(page.getByLabel("Question")).isDisabled();
        assertThat(page.getByLabel("Offered resolution")).hasCount(0);
        atBothWidths(page, ticket, "requester-asked");
        complete(page);
        assertThat(page.locator(".fjs-form").first()).containsText("Field is required");
        screenshot(page, "requester-without-answer");
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.PENDING_INFO);
        page.getByLabel("Your answer").fill("db3, since noon");
        complete(page);

        page.waitForCondition(() -> world.now(ticket).status() == TicketStatus.IN_PROGRESS);
        assertThat(comments(ticket, "PUBLIC")).containsExactly(QUESTION, "db3, since noon");
    }

    @Test
    void the_form_speaks_german_to_a_german_browser() {
        var ticket = asked();
        var page = signedIn("user", TASKLIST);
        var german = again(page, new NewContextOptions().setLocale("de-DE").setViewportSize(1280, 1600));
        openTask(german, ticket);

        assertThat(german.getByLabel("Frage", new Page.GetByLabelOptions().setExact(true)))
                .hasValue(QUESTION);
        assertThat(german.getByLabel("Ihre Antwort")).isVisible();
        screenshot(german, "requester-asked-german");
    }

    @Test
    void the_requester_reads_the_solution_before_confirming_it() {
        var ticket = world.resolved();
        var page = signedIn("user", TASKLIST);
        openTask(page, ticket);

        assertThat(page.getByLabel("Offered resolution")).hasValue("Fixed\n\nEnlarged the volume");
        assertThat(page.getByLabel("Question")).hasCount(0);
        atBothWidths(page, ticket, "requester-offered");
    }

    @Test
    void an_escalation_cannot_be_claimed_by_a_stranger_and_is_given_back_by_its_holder() {
        var ticket = escalated();
        // No list of theirs shows it, but every member of staff can open a task by its address.
        var stranger = signedIn("engineer4", TASKLIST);
        assertThat(stranger.locator(".tasks-list").first()).isVisible();
        // Opened as a link from elsewhere is: a page of Tasklist that is still loading its lists puts its own address
        // in
        // place of one that differs after the # only.
        stranger.navigate("about:blank");
        stranger.navigate(TASKLIST + "#/?task=" + world.taskOf(ticket).getId());
        stranger.getByText("Claim", new Page.GetByTextOptions().setExact(true)).click();
        assertThat(stranger.locator("body")).containsText("neither yours nor in your team's queue");
        assertThat(stranger.locator("body")).not().containsText("An error happened");
        screenshot(stranger, "escalation-of-others");
        assertThat(world.taskOf(ticket).getAssignee()).isNull();

        var called = signedIn("senior", TASKLIST);
        called.getByText("Escalations").first().click();
        openTask(called, ticket);
        called.getByText("Claim", new Page.GetByTextOptions().setExact(true)).click();
        called.waitForCondition(() -> "senior".equals(world.taskOf(ticket).getAssignee()));
        screenshot(called, "escalation-claimed");
        called.locator("button.unclaim").click();
        called.waitForCondition(() -> world.taskOf(ticket).getAssignee() == null);
    }

    @Test
    void a_lead_passes_on_in_tasklist_what_a_member_of_the_team_has() {
        var ticket = escalated();
        world.sql("update act_ru_task set assignee_ = 'engineer4' where id_ = '%s'"
                .formatted(world.taskOf(ticket).getId()));
        var page = signedIn("lead", TASKLIST);
        page.getByText("Escalations").first().click();
        openTask(page, ticket);

        page.locator("li.assignee .set-value").click();
        page.locator("li.assignee input").fill("senior");
        page.keyboard().press("Enter");

        page.waitForCondition(() -> "senior".equals(world.taskOf(ticket).getAssignee()));
        screenshot(page, "escalation-passed-on");
    }

    @Test
    void a_comment_of_staff_becomes_an_internal_note_and_one_of_the_requester_the_answer() {
        var ticket = asked();
        say(signedIn("user", TASKLIST), ticket, "db3");
        assertThat(comments(ticket, "PUBLIC")).containsExactly(QUESTION, "db3");
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);

        var engineer = signedIn(world.assigneeOf(ticket), TASKLIST);
        say(engineer, ticket, "Disk ordered");
        assertThat(comments(ticket, "INTERNAL")).containsExactly("Disk ordered");
        engineer.getByText("History", new Page.GetByTextOptions().setExact(true))
                .click();
        assertThat(engineer.locator(".history-pane, .task-details").first()).containsText("Disk ordered");
        screenshot(engineer, "task-comments");
    }

    private void say(Page page, Ticket ticket, String words) {
        openTask(page, ticket);
        var before =
                comments(ticket, "PUBLIC").size() + comments(ticket, "INTERNAL").size();
        page.locator(".createCommentLink").click();
        page.locator("#comment-form-message").fill(words);
        page.locator(".modal-footer .btn-primary").click();
        page.waitForCondition(() ->
                comments(ticket, "PUBLIC").size() + comments(ticket, "INTERNAL").size() > before);
    }
}
