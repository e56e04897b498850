package io.ticketflow.portal;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.GetByRoleOptions;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.FilePayload;
import io.ticketflow.InBrowser;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** People submit a ticket on its page. */
class NewTicketBrowserTests extends InBrowser {

    private static final String PAGE = "/tickets/new";
    private static final Pattern TICKET = Pattern.compile(".*/t/TKT-\\d+");
    private static final String TOO_WIDE =
            "document.documentElement.scrollWidth > document.documentElement.clientWidth";

    @Autowired
    private JdbcTemplate jdbc;

    @ParameterizedTest
    @ValueSource(ints = {1280, 390})
    void a_requester_submits_a_ticket_with_a_file_and_sees_it(int width) {
        var complaints = new ArrayList<String>();
        var page = signedIn("user", PAGE, prepared -> {
            prepared.setViewportSize(width, 900);
            prepared.onConsoleMessage(message -> complaints.add(message.text()));
            prepared.onRequestFailed(request -> complaints.add(request.url()));
        });
        assertThat(page.getByText("first answer by").first()).isVisible();
        assertThat(page.evaluate(TOO_WIDE)).isEqualTo(false);
        fill(page);
        picture(page, "new-ticket-" + width);

        send(page).click();

        assertThat(page).hasURL(TICKET);
        assertShown(page);
        assertThat(complaints).isEmpty();
    }

    @Test
    void a_ticket_is_submitted_without_script_too() {
        var page = signedInWithoutScript("user", PAGE);
        fill(page);

        send(page).click();

        assertShown(page);
    }

    @Test
    void a_double_click_submits_one_ticket() {
        var page = signedIn("user", PAGE);
        fill(page);

        send(page).dblclick();

        assertThat(page).hasURL(TICKET);
        assertThat(jdbc.queryForObject("select count(*) from tickets", Integer.class))
                .isEqualTo(1);
    }

    @Test
    void what_was_typed_is_still_there_when_a_file_fails() {
        var page = signedIn("user", PAGE, prepared -> prepared.setViewportSize(390, 900));
        fill(page);
        page.getByLabel("Files").setInputFiles(new FilePayload("nothing.txt", "text/plain", new byte[0]));

        send(page).click();

        assertThat(page.getByText("nothing.txt is empty")).isVisible();
        assertThat(page.getByLabel("What is wrong, in one line")).hasValue("VPN drops");
        assertThat(page.getByLabel("What happened")).hasValue("Every hour\nsince noon");
        assertThat(page.getByLabel("Network")).isChecked();
        assertThat(page.getByLabel("P2")).isChecked();
        picture(page, "new-ticket-refused");

        send(page).click();

        assertThat(page).hasURL(TICKET);
    }

    private static void fill(Page page) {
        page.getByLabel("What is wrong, in one line").fill("VPN drops");
        page.getByLabel("What happened").fill("Every hour\nsince noon");
        page.getByLabel("Network").check();
        page.getByLabel("P2").check();
        page.getByLabel("Files")
                .setInputFiles(
                        new FilePayload("screenshot.png", "image/png", "pixels".getBytes(StandardCharsets.UTF_8)));
    }

    private static Locator send(Page page) {
        return page.getByRole(AriaRole.BUTTON, new GetByRoleOptions().setName("Send"));
    }

    private static void assertShown(Page page) {
        assertThat(page.locator("h1")).hasText("VPN drops");
        assertThat(page.getByText("Every hour")).isVisible();
        assertThat(page.locator(".files")).containsText("screenshot.png");
    }

    /** The whole page, which is longer than the screen. */
    private static void picture(Page page, String name) {
        page.screenshot(
                new ScreenshotOptions().setFullPage(true).setPath(Path.of("target", "screenshots", name + ".png")));
    }
}
