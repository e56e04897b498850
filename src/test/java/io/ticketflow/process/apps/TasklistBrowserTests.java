package io.ticketflow.process.apps;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import io.ticketflow.Http;
import io.ticketflow.InBrowser;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.TicketChanges;
import io.ticketflow.ticket.TicketStatus;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** What Tasklist shows beside the forms: lists, cards, controls, and what its pages may do. */
class TasklistBrowserTests extends InBrowser {

    private static final String TASKLIST = "/camunda/app/tasklist/";

    private static final String ASK_THE_API = """
            async ([method, path, body]) => {
              const xsrf = document.cookie.match(/(?:^|; )XSRF-TOKEN=([^;]+)/)[1];
              const answer = await fetch(path, {method, body, headers: {'Content-Type': 'application/json', 'X-XSRF-TOKEN': xsrf}});
              return answer.status + ' ' + await answer.text();
            }""";

    private static final String POST_FROM_ELSEWHERE = """
            address => fetch(address, {method: 'POST', mode: 'no-cors', credentials: 'include', body: '{}'}).then(() => '', () => '')""";

    @Autowired
    private ServiceDesk desk;

    @Test
    void a_script_in_tasklist_calls_the_api_as_the_person_who_is_signed_in() {
        var ticket = world.inWork();
        var page = signedIn(world.assigneeOf(ticket), TASKLIST);
        assertThat(page.locator(".tasks-list li").first()).isVisible();

        var path = "/api/v1/tickets/" + ticket.number() + "/comments";
        var answer = page.evaluate(
                ASK_THE_API, List.of("POST", path, "{\"body\": \"Seen in Tasklist\", \"visibility\": \"INTERNAL\"}"));

        assertThat(answer.toString()).startsWith("201 ");
        assertThat(Http.on(port).as("lead").get(path).body()).contains("Seen in Tasklist");
    }

    /** A page at another port is of the same site, so the browser sends our cookies with its requests. */
    @Test
    void a_page_of_another_origin_cannot_use_the_session_of_the_browser() throws IOException {
        var page = signedIn("user", TASKLIST);
        assertThat(page.locator(".tasks-list").first()).isVisible();
        var elsewhere = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        elsewhere.createContext("/", exchange -> {
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        elsewhere.start();
        try {
            page.navigate("http://localhost:" + elsewhere.getAddress().getPort() + "/");
            var address = "http://localhost:" + port + "/api/v1/tickets";
            var answer = page.waitForResponse(address, () -> page.evaluate(POST_FROM_ELSEWHERE, address));

            assertThat(answer.status())
                    .as("refused although signed in, otherwise 401")
                    .isEqualTo(403);
        } finally {
            elsewhere.stop(0);
        }
    }

    @Test
    void a_ticket_is_found_by_its_number_and_by_words_of_its_title() {
        var found = world.inWork();
        var other = world.openAndRouted(Category.VM, Priority.P3);
        desk.edit(other.number(), new TicketChanges("Printer jams", null, null, null, null), null, world.as("lead"));
        var page = signedIn("lead", TASKLIST);
        openList(page, "My team");
        assertThat(cards(page)).hasCount(2);

        for (var text :
                List.of(found.number().toLowerCase(Locale.ROOT), found.number().substring(4), "DISK full")) {
            search(page, text);

            assertThat(cards(page)).hasCount(1);
            assertThat(cards(page)).containsText(found.number());
            page.locator("[cam-widget-search] .remove-search").first().click();
            assertThat(cards(page)).hasCount(2);
        }
    }

    @Test
    void a_list_has_the_order_that_it_names() {
        var usual = world.openAndRouted(Category.VM, Priority.P3);
        var urgent = world.openAndRouted(Category.VM, Priority.P1);
        var page = signedIn("lead", TASKLIST);
        openList(page, "My team");
        var order = page.locator("[cam-sorting-choices] li.sorting-choice");

        assertThat(order).hasText(new Pattern[] {Pattern.compile("Priority"), Pattern.compile("Due date")});
        assertThat(cards(page)).containsText(new String[] {urgent.number(), usual.number()});

        order.first().locator(".sort-direction").click();

        assertThat(cards(page)).containsText(new String[] {usual.number(), urgent.number()});
    }

    @Test
    void texts_that_arrive_late_are_shown_all_the_same() {
        var page = signedIn(
                "lead",
                TASKLIST,
                prepared -> prepared.route("**/locales/*.json*", route -> {
                    LockSupport.parkNanos(Duration.ofMillis(1_500).toNanos());
                    route.resume();
                }));

        assertThat(page.locator("[cam-widget-search] input").first()).hasAttribute("placeholder", "Filter Tasks");
        assertThat(page.locator("[cam-sorting-choices] li.sorting-choice").first())
                .containsText("Priority");
        openMenuOfFurtherOrders(page);
        assertThat(page.locator("[cam-sorting-choices] .new-sort .dropdown-menu"))
                .not()
                .containsText("CREATION_DATE");
    }

    @Test
    void a_card_shows_number_title_and_time_left_on_wide_and_narrow_screens() {
        var ticket = world.inWork();
        var page = signedIn(world.assigneeOf(ticket), TASKLIST);
        for (var width : List.of(1280, 390)) {
            page.setViewportSize(width, 844);
            var card = cards(page).first();

            for (var text : List.of(ticket.number(), ticket.title(), "Due in")) {
                assertThat(card.getByText(text).first()).isVisible();
            }
            screenshot(page, "tasklist-cards-" + width);
        }
    }

    @Test
    void the_deadline_says_which_clock_counts_and_whether_it_runs() {
        var ticket = world.inWork();
        var assignee = world.assigneeOf(ticket);
        var page = signedIn(assignee, TASKLIST);
        openTask(page, ticket);
        assertThat(page.getByLabel("Deadline")).hasValue(Pattern.compile("Solution: running, .* left, until .* UTC"));

        world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment("Since when?"), assignee);
        openList(page, "Waiting for others");
        openTask(page, ticket);

        assertThat(page.getByLabel("Deadline")).hasValue(Pattern.compile("Solution: paused, .* left"));
    }

    @Test
    void controls_that_would_always_fail_are_not_there() {
        var ticket = world.inWork();
        var page = signedIn(world.assigneeOf(ticket), TASKLIST);
        openTask(page, ticket);
        assertThat(page.getByLabel("Deadline")).isVisible();

        for (var control : List.of(".meta .followup-date", ".meta .due-date", ".meta .groups", ".instance-link")) {
            assertThat(page.locator(control).first()).isHidden();
        }
        assertThat(page.locator(".task-filter .actions").first()).isHidden();
        page.locator(".account .dropdown-toggle").click();
        assertThat(page.locator(".account .logout")).isVisible();
        assertThat(page.locator(".account .profile")).isHidden();
        page.keyboard().press("Escape");
        page.keyboard().press("Control+Alt+p");
        page.waitForTimeout(500);
        assertThat(page.locator(".modal-dialog")).hasCount(0);
    }

    @Test
    void a_requester_has_no_button_to_give_back_what_waits_for_them() {
        var ticket = world.resolved();
        var page = signedIn("user", TASKLIST);
        openTask(page, ticket);
        assertThat(page.getByLabel("Deadline")).isVisible();

        assertThat(page.locator(".meta.actors")).isHidden();
        screenshot(page, "tasklist-requester");
    }

    @Test
    void a_manager_follows_the_link_of_a_task_to_cockpit() {
        var ticket = world.inWork();
        var page = signedIn("manager", TASKLIST);
        openList(page, "My team");
        openTask(page, ticket);

        page.locator(".instance-link").click();

        assertThat(page.getByText(ticket.number()).first()).isVisible();
    }

    /** Behind the name stands the number of the tickets, if the list is open. */
    @Test
    void what_was_typed_is_still_there_after_the_session_has_ended() {
        var ticket = world.inWork();
        var assignee = world.assigneeOf(ticket);
        var page = signedIn(assignee, TASKLIST);
        openTask(page, ticket);
        choose(page, "Next step", "Ask requester");
        page.locator("textarea:enabled").fill("Since when, and after which change?");

        page.context().clearCookies();
        complete(page);
        signIn(page, assignee);

        assertThat(page.getByLabel("Title")).hasValue(ticket.title());
        assertThat(page.locator("textarea:enabled")).hasValue("Since when, and after which change?");
    }

    @Test
    void a_person_without_the_right_for_cockpit_gets_a_page_in_our_looks() {
        var page = signedIn("engineer", "/camunda/app/cockpit/");
        for (var width : List.of(1280, 390)) {
            page.setViewportSize(width, 844);

            assertThat(page.getByRole(AriaRole.HEADING)).hasText("This is not for you");
            assertThat(page.getByText("To the start page")).isVisible();
            assertThat(page.locator("main")).hasCSS("border-radius", "8px");
            screenshot(page, "no-cockpit-" + width);
        }
    }

    private static void openList(Page page, String name) {
        page.locator(".task-filter h4 a")
                .filter(new Locator.FilterOptions().setHasText(Pattern.compile("^\\s*" + name + "[\\s()\\d]*$")))
                .click();
    }

    private static Locator cards(Page page) {
        return page.locator(".tasks-list li.task");
    }

    private static void search(Page page, String text) {
        var field = page.locator("[cam-widget-search] input").first();
        field.fill(text);
        field.press("Enter");
    }

    private static void openMenuOfFurtherOrders(Page page) {
        page.locator("[cam-sorting-choices] .new-sort .dropdown-toggle").click();
    }
}
