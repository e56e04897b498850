package io.ticketflow.process.apps;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.ticketflow.Chromium;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** People work in a real browser. Their screenshots are in {@code target/screenshots} afterwards. */
@TicketflowTest
@Tag("browser")
class BrowserTests {

    private static final int WIDTH = 1400;
    private static final int HEIGHT = 900;
    private static final int PATIENCE_MILLIS = 30_000;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static @Nullable Chromium chromium;

    @Autowired
    private World world;

    @Autowired
    private Ownership ownership;

    @LocalServerPort
    private int port;

    @BeforeAll
    static void startBrowser() throws IOException {
        if (Chromium.executable().isEmpty() && !"required".equals(System.getProperty("browser"))) {
            Assumptions.abort("SKIPPED: no Chromium on the PATH, so nothing was tried in a browser.");
        }
        Files.createDirectories(SCREENSHOTS);
        chromium = Chromium.start();
        PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
    }

    @AfterAll
    static void endBrowser() {
        if (chromium != null) {
            chromium.close();
        }
    }

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    private Page signedIn(String handle, String path) {
        var context = Objects.requireNonNull(chromium)
                .browser()
                .newContext(new NewContextOptions()
                        .setBaseURL("http://localhost:" + port)
                        .setViewportSize(WIDTH, HEIGHT));
        var page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        page.navigate(path);
        assertThat(page).hasURL(Pattern.compile(".*/login"));
        page.getByLabel("E-mail or handle").fill(handle);
        page.getByLabel("Password").fill("Ticketflow-demo-1");
        page.locator("form button").click();
        return page;
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** Opens the task in the list that is shown: "My tickets" after signing in. */
    private static void openTask(Page page, Ticket ticket) {
        page.locator(".tasks-list li", new Page.LocatorOptions().setHasText(ticket.number()))
                .locator("h4")
                .click();
    }

    private static void choose(Page page, String label, String option) {
        var field = page.locator(".fjs-form-field-select", new Page.LocatorOptions().setHasText(label));
        field.locator(".fjs-input-group").click();
        field.locator(".fjs-dropdownlist-item", new Locator.LocatorOptions().setHasText(option))
                .click();
    }

    private static void complete(Page page) {
        page.getByText("Complete", new Page.GetByTextOptions().setExact(true)).click();
    }

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
