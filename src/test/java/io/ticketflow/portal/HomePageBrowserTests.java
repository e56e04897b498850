package io.ticketflow.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.options.AriaRole;
import io.ticketflow.InBrowser;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.TicketStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** People begin their day on the first page. */
class HomePageBrowserTests extends InBrowser {

    private static final String TOO_WIDE =
            "document.documentElement.scrollWidth > document.documentElement.clientWidth";

    @Autowired
    private Ownership ownership;

    @Test
    void an_engineer_claims_from_the_queue_on_wide_and_narrow_screens() {
        var work = world.inWork();
        var engineer = world.assigneeOf(work);
        for (var width : List.of(1280, 390)) {
            var queued = world.openAndRouted(Category.VM, Priority.P2);
            ownership.assign(queued.number(), null, null, null, null, world.as("lead"));
            var complaints = new ArrayList<String>();
            var page = signedIn(engineer, "/t/" + work.number(), prepared -> {
                prepared.setViewportSize(width, 900);
                prepared.onConsoleMessage(message -> complaints.add(message.text() + " " + message.location()));
                prepared.onRequestFailed(request -> complaints.add(request.url()));
            });
            assertThat(page.locator("h1")).hasText(work.title());
            page.locator(".product").click();
            assertThat(page.getByText(work.number()).first()).isVisible();
            assertThat(page.evaluate(TOO_WIDE)).isEqualTo(false);
            screenshot(page, "home-engineer-" + width);

            page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Claim " + queued.number()))
                    .click();

            assertThat(page).hasURL(Pattern.compile(".*/t/" + queued.number()));
            assertThat(world.assigneeOf(queued)).isEqualTo(engineer);
            assertThat(complaints).isEmpty();
        }
    }

    @Test
    void a_requester_goes_to_the_ticket_that_waits_for_an_answer_without_script_too() {
        var asked = world.inWork();
        world.move(asked, TicketStatus.PENDING_INFO, MoveDetails.comment("Which volume?"), world.assigneeOf(asked));
        world.resolved();
        world.openAndRouted(Category.NETWORK, Priority.P4);
        var page = signedInWithoutScript("user", "/t/" + asked.number());
        assertThat(page.locator("h1")).hasText(asked.title());
        page.locator(".product").click();
        screenshot(page, "home-requester");

        page.getByText("Answer " + asked.number()).click();

        assertThat(page).hasURL(Pattern.compile(".*/t/" + asked.number()));
    }
}
