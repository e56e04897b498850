package io.ticketflow.process.apps;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import io.ticketflow.Http;
import io.ticketflow.InBrowser;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.TicketStatus;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** People work on tickets in a real browser. */
class BrowserTests extends InBrowser {

    @Autowired
    private Ownership ownership;

    @Test
    void an_engineer_finishes_a_task_in_tasklist_and_the_api_shows_it() {
        var ticket = world.inWork();
        var page = signedIn(world.assigneeOf(ticket), "/camunda/app/tasklist/");

        openTask(page, ticket);
        assertThat(page.getByLabel("Title")).hasValue(ticket.title());
        assertThat(page.getByLabel("Ticket")).hasValue(ticket.number());
        assertThat(page.getByLabel("Description")).hasValue(ticket.description());
        assertThat(page.getByLabel("Priority")).hasValue("P3");
        assertThat(page.getByLabel("Requester")).hasValue("Uma User");
        assertThat(page.getByLabel("Deadline")).hasValue(Pattern.compile(".*UTC"));
        choose(page, "Next step", "Resolve");
        choose(page, "Resolution code", "Fixed");
        page.locator("textarea:enabled").fill("Enlarged the volume");
        screenshot(page, "tasklist");
        complete(page);

        page.waitForCondition(() -> world.now(ticket).status() == TicketStatus.RESOLVED);
        var answer = Http.on(port).as("lead").get("/api/v1/tickets/" + ticket.number());
        assertThat(answer.body()).contains("\"status\":\"RESOLVED\"", "Enlarged the volume");
    }

    @Test
    void a_refused_step_is_explained_and_the_form_keeps_its_contents() {
        var ticket = world.inWork();
        var page = signedIn(world.assigneeOf(ticket), "/camunda/app/tasklist/");
        openTask(page, ticket);
        choose(page, "Next step", "Ask requester");
        page.locator("textarea:enabled").fill("Since when?");

        ownership.assign(ticket.number(), world.person("senior").id(), null, null, null, world.as("lead"));
        complete(page);

        assertThat(page.locator("body")).containsText("You may not take the step");
        assertThat(page.locator("textarea:enabled")).hasValue("Since when?");
        screenshot(page, "tasklist-refused");
    }

    @Test
    void a_ticket_is_claimed_from_the_teams_queue() {
        var ticket = world.inWork();
        world.move(ticket, TicketStatus.OPEN, MoveDetails.NONE, world.assigneeOf(ticket));
        var page = signedIn("senior", "/camunda/app/tasklist/");

        page.getByText("My team's queue").first().click();
        openTask(page, ticket);
        page.getByText("Claim", new Page.GetByTextOptions().setExact(true)).click();

        assertThat(page.locator(".task-details, body").first()).containsText("Sofia Senior");
        page.waitForCondition(() -> world.now(ticket).assigneeId() != null);
        assertThat(world.assigneeOf(ticket)).isEqualTo("senior");
    }

    @Test
    void the_requester_confirms_in_tasklist() {
        var ticket = world.resolved();
        var page = signedIn("user", "/camunda/app/tasklist/");

        openTask(page, ticket);
        choose(page, "Next step", "Confirm");
        complete(page);

        page.waitForCondition(() -> world.now(ticket).status() == TicketStatus.CLOSED);
        assertThat(world.now(ticket).resolutionCode()).isEqualTo(ResolutionCode.FIXED);
    }

    @Test
    void a_manager_watches_the_lifecycle_in_cockpit() {
        world.inWork();
        world.openAndRouted(Category.NETWORK, Priority.P2);
        world.resolved();
        var page = signedIn("manager", "/camunda/app/cockpit/");

        page.navigate("/camunda/app/cockpit/default/#/processes");
        page.getByText("Ticket lifecycle", new Page.GetByTextOptions().setExact(true))
                .first()
                .click();

        assertThat(page.locator("[data-element-id=workOnTicket]").first()).isVisible();
        assertThat(page.locator(".badge").first()).isVisible();
        screenshot(page, "cockpit");
    }

    @Test
    void signing_out_in_the_menu_signs_out_everywhere() {
        var page = signedIn("lead", "/camunda/app/tasklist/");

        page.getByText("Leo Lead", new Page.GetByTextOptions().setExact(true))
                .first()
                .click();
        page.getByText(Pattern.compile("(Sign|Log) out", Pattern.CASE_INSENSITIVE))
                .first()
                .click();

        assertThat(page.getByLabel("Password")).isVisible();
        var another = page.context().newPage();
        another.navigate("/camunda/app/cockpit/");
        assertThat(another.getByLabel("Password")).isVisible();
    }
}
