package io.ticketflow.platform.web;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.assertions.LocatorAssertions.IsVisibleOptions;
import io.ticketflow.Chromium;
import io.ticketflow.TicketflowTest;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The content policy lets a real browser show and try the API. */
@TicketflowTest
@Tag("browser")
class DocsPageTests {

    private static final double PATIENCE_MILLIS = 30_000;

    @BeforeAll
    static void aBrowser() {
        if (Chromium.executable().isEmpty() && !"required".equals(System.getProperty("browser"))) {
            Assumptions.abort("SKIPPED: no Chromium on the PATH, so nothing was tried in a browser.");
        }
    }

    @Test
    void the_api_can_be_read_and_tried(@LocalServerPort int port) {
        List<String> complaints = new CopyOnWriteArrayList<>();
        try (var chromium = Chromium.start();
                var page = chromium.browser().newPage()) {
            page.setDefaultTimeout(PATIENCE_MILLIS);
            page.onConsoleMessage(message -> {
                if (message.type().equals("error")) {
                    complaints.add(message.text());
                }
            });

            page.navigate("http://localhost:" + port + "/docs");
            assertThat(page.locator(".opblock").first()).isVisible(new IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
            var operation = page.locator("#operations-Auth-getOwnProfile");
            operation.click();
            operation.getByText("Try it out").click();
            operation.locator(".execute").click();

            assertThat(operation
                            .locator(".live-responses-table")
                            .getByText("UNAUTHENTICATED")
                            .first())
                    .isVisible(new IsVisibleOptions().setTimeout(PATIENCE_MILLIS));
            page.locator(".btn.authorize").click();
            assertThat(page.locator(".modal-ux")).isVisible();
        }

        assertThat(complaints).filteredOn(text -> !text.contains("401")).isEmpty();
    }
}
