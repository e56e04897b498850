package io.ticketflow.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.ticketflow.InBrowser;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** People look at the page of a ticket. */
class TicketPageBrowserTests extends InBrowser {

    private static final String TOO_WIDE =
            "document.documentElement.scrollWidth > document.documentElement.clientWidth";

    private Ticket ticketWithConversation() {
        var ticket = world.inWork();
        var assignee = world.as(world.assigneeOf(ticket));
        world.comment(
                ticket.number(), "Which database is it?\n\n/var/lib/" + "x".repeat(120), Visibility.PUBLIC, assignee);
        world.comment(ticket.number(), "It is db3.", Visibility.PUBLIC, world.as("user"));
        world.comment(ticket.number(), "The volume was never enlarged.", Visibility.INTERNAL, assignee);
        return ticket;
    }

    @Test
    void nothing_is_wider_than_the_screen_in_light_and_dark() {
        var ticket = ticketWithConversation();
        var page = signedIn(world.assigneeOf(ticket), "/t/" + ticket.number());
        assertThat(page.locator("h1")).hasText(ticket.title());

        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (var width : List.of(1280, 390)) {
                page.setViewportSize(width, 900);
                screenshot(
                        page, "ticket-page-%d-%s".formatted(width, scheme.name().toLowerCase(Locale.ROOT)));
                assertThat(page.evaluate(TOO_WIDE)).as("%d px", width).isEqualTo(false);
            }
        }
    }

    @Test
    void the_page_loads_without_a_complaint_of_the_browser() {
        var ticket = ticketWithConversation();
        var complaints = new ArrayList<String>();
        var page = signedIn("user", "/t/" + ticket.number(), prepared -> {
            prepared.onConsoleMessage(message -> complaints.add(message.text()));
            prepared.onRequestFailed(request -> complaints.add(request.url()));
        });

        assertThat(page.locator("h1")).hasText(ticket.title());
        page.locator(".history summary").click();
        assertThat(page.locator(".history li").first()).isVisible();
        assertThat(complaints).isEmpty();
    }

    @Test
    void it_is_read_without_script_too() {
        var ticket = ticketWithConversation();
        var page = signedInWithoutScript(world.assigneeOf(ticket), "/t/" + ticket.number());

        assertThat(page.locator("article").last()).containsText("INTERNAL");
        assertThat(page.locator("article").last()).containsText("The volume was never enlarged.");
        page.locator(".history summary").click();
        assertThat(page.locator(".history li").first()).isVisible();
    }

    @Test
    void staff_write_an_internal_comment_without_script() {
        var ticket = ticketWithConversation();
        var page = signedInWithoutScript(world.assigneeOf(ticket), "/t/" + ticket.number());

        page.locator("#body").fill("Ordered a larger disk.");
        page.getByLabel("Internal: only staff read it").check();
        page.setViewportSize(390, 900);
        page.locator("#composer").scrollIntoViewIfNeeded();
        screenshot(page, "ticket-composer-390");
        page.getByText("Send", new Page.GetByTextOptions().setExact(true)).click();

        assertThat(page.locator("article").last()).containsText("Ordered a larger disk.");
        assertThat(page.locator("article").last()).containsText("INTERNAL");
        assertThat(page).hasURL(Pattern.compile(".*/t/" + ticket.number() + "#c-.*"));
    }

    @Test
    void an_engineer_solves_a_ticket_and_the_requester_confirms_without_script() {
        var ticket = world.inWork();
        var page = signedInWithoutScript(world.assigneeOf(ticket), "/t/" + ticket.number());
        var solve = page.locator("#steps details", new Page.LocatorOptions().setHasText("Kind of solution"));
        solve.locator("summary").click();
        page.setViewportSize(390, 900);
        screenshot(page, "ticket-steps-390");

        solve.locator("select").selectOption("FIXED");
        solve.locator("textarea").fill("Enlarged the volume.");
        solve.locator("button").click();

        assertThat(page.locator("[data-status]")).hasText("Solved");

        var requester = signedInWithoutScript("user", "/t/" + ticket.number());
        requester.setViewportSize(1280, 900);
        screenshot(requester, "ticket-confirm-1280");
        requester.locator("#steps form:has([value=CLOSED]) button").first().click();
        assertThat(requester.locator("[data-status]")).hasText("Closed");
    }

    @Test
    void a_lead_sees_all_acts_on_a_wide_screen() {
        var ticket = ticketWithConversation();
        var page = signedIn("lead", "/t/" + ticket.number());

        page.getByLabel("To", new Page.GetByLabelOptions().setExact(true)).selectOption("");
        page.setViewportSize(1280, 1400);
        screenshot(page, "ticket-lead-1280");
        page.locator("#assign")
                .getByText("Assign", new Locator.GetByTextOptions().setExact(true))
                .last()
                .click();

        assertThat(page.locator("#assign button").first()).hasText("Take this ticket");
    }
}
