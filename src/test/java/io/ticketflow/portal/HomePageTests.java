package io.ticketflow.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.SignedInBrowser;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The first page shows people what waits for them. */
@TicketflowTest
class HomePageTests {

    private static final Pattern KEY = Pattern.compile("name=\"formKey\" value=\"([^\"]+)\"");
    private static final Pattern VERSION = Pattern.compile("name=\"version\" value=\"(\\d+)\"");
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @Autowired
    private World world;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private Ownership ownership;

    @Autowired
    private ServiceDesk desk;

    @LocalServerPort
    private int port;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    @Test
    void a_stranger_finds_links_to_everything() {
        assertThat(Http.browser(port).get("/").body())
                .contains("/camunda/app/tasklist/", "/camunda/app/cockpit/", "/docs")
                .doesNotContain("/tickets/new");
    }

    @Test
    void requesters_see_what_waits_for_them_before_their_other_open_tickets() {
        var asked = world.inWork();
        world.move(asked, TicketStatus.PENDING_INFO, MoveDetails.comment("Which volume?"), world.assigneeOf(asked));
        var solved = world.resolved();
        var open = world.openAndRouted(Category.NETWORK, Priority.P4);

        var page = signedIn("user").get("/").body();

        var waiting = section("waiting", page);
        assertThat(waiting)
                .contains("Answer " + asked.number(), "See the solution of " + solved.number())
                .doesNotContain(open.number());
        assertThat(section("open", page)).contains(open.number()).doesNotContain(asked.number(), solved.number());
        assertThat(page)
                .contains("/tickets/new", "/camunda/app/tasklist/", "/docs", "Sign out")
                .doesNotContain("Claim");
    }

    @Test
    void a_requester_without_tickets_reads_what_to_do() {
        var page =
                SignedInBrowser.of(port, people.someone(Role.END_USER)).get("/").body();

        assertThat(page).contains("Report a problem", "You have no other open ticket.");
    }

    @Test
    void staff_see_their_work_by_deadline_and_claim_from_the_queue_of_their_team() {
        var later = world.inWork();
        var engineer = world.assigneeOf(later);
        var sooner = world.openAndRouted(Category.VM, Priority.P1);
        give(sooner, engineer);
        var queued = world.openAndRouted(Category.VM, Priority.P3);
        give(queued, null);
        var browser = signedIn(engineer);

        var page = browser.get("/").body();

        assertThat(section("work", page)).containsSubsequence(sooner.number(), later.number());
        assertThat(section("work", page)).contains("due in").doesNotContain(queued.number());
        assertThat(section("queue", page)).contains(queued.number()).doesNotContain(later.number());
        var claimed = claim(queued, browser, page);
        assertThat(claimed.statusCode()).isEqualTo(302);
        assertThat(claimed.headers().firstValue("Location"))
                .hasValueSatisfying(to -> assertThat(to).endsWith("/t/" + queued.number()));
        assertThat(world.assigneeOf(queued)).isEqualTo(engineer);
    }

    @Test
    void staff_see_the_escalations_that_call_them() {
        var ticket = world.inWork();
        var assignee = world.assigneeOf(ticket);
        world.move(ticket, TicketStatus.ESCALATED, MoveDetails.comment("Stuck"), assignee);
        for (var level = 1; level < 3; level++) {
            desk.callNextLevel(ticket.id(), "Still stuck", false, world.as(assignee));
        }

        var page = signedIn("manager").get("/").body();

        assertThat(section("calls", page)).contains(ticket.number());
    }

    private void give(Ticket ticket, @Nullable String handle) {
        ownership.assign(
                ticket.number(), handle == null ? null : world.person(handle).id(), null, null, null, world.as("lead"));
    }

    private static HttpResponse<String> claim(Ticket ticket, Http browser, String page) {
        return browser.form(
                "/t/" + ticket.number() + "/claim",
                Map.of("_csrf", found(CSRF, page), "formKey", found(KEY, page), "version", found(VERSION, page)));
    }

    private Http signedIn(String handle) {
        var browser = Http.browser(port);
        browser.form(
                "/login",
                Map.of(
                        "username",
                        handle,
                        "password",
                        "Ticketflow-demo-1",
                        "_csrf",
                        found(CSRF, browser.get("/login").body())));
        return browser;
    }

    private static String section(String id, String page) {
        return found(Pattern.compile("aria-labelledby=\"" + id + "\"(.*?)</section>", Pattern.DOTALL), page);
    }

    private static String found(Pattern wanted, String text) {
        var match = wanted.matcher(text);
        assertThat(match.find()).as("%s in %s", wanted, text).isTrue();
        return match.group(1);
    }
}
