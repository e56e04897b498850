package io.ticketflow.report.subscription;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.Route;
import io.ticketflow.Chromium;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** People follow the links of a mail with a report in a real browser, from the page of another site. */
@TicketflowTest
@Tag("browser")
class ReportMailBrowserTests {

    private static final String WEBMAIL = "http://webmail.example/";

    private static @Nullable Chromium chromium;

    @Autowired
    private World world;

    @Autowired
    private Subscriptions subscriptions;

    @Autowired
    private LeaveLinks links;

    @LocalServerPort
    private int port;

    @BeforeAll
    static void startBrowser() {
        if (Chromium.executable().isEmpty() && !"required".equals(System.getProperty("browser"))) {
            Assumptions.abort("SKIPPED: no Chromium on the PATH, so nothing was tried in a browser.");
        }
        chromium = Chromium.start();
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
        world.sql("delete from report_subscriptions");
    }

    private BrowserContext browser(int width) {
        var context = Objects.requireNonNull(chromium)
                .browser()
                .newContext(new NewContextOptions().setViewportSize(width, 800).setAcceptDownloads(true));
        return context;
    }

    /** A page of another site, with a link and a script that reads the same address. */
    private static Page mailWith(String address, BrowserContext browser) {
        var page = browser.newPage();
        page.route(
                WEBMAIL + "**",
                mail -> mail.fulfill(new Route.FulfillOptions()
                        .setContentType("text/html")
                        .setBody("<a href='%s'>Open</a>".formatted(address.replace("&", "&amp;")))));
        page.navigate(WEBMAIL);
        return page;
    }

    @Test
    void the_link_to_the_export_leads_to_the_sign_in_and_to_the_file_and_later_to_the_file_at_once() {
        var export =
                "http://localhost:%d/api/v1/reports/export?report=trends&format=xlsx&from=2026-11-23&to=2026-11-30&tz=Europe/Berlin"
                        .formatted(port);
        try (var browser = browser(1280)) {
            var page = mailWith(export, browser);
            page.getByText("Open").click();
            page.getByLabel("E-mail or handle").fill("manager");
            page.getByLabel("Password").fill("Ticketflow-demo-1");
            var file = page.waitForDownload(() -> page.locator("form button").click());
            assertThat(file.suggestedFilename()).startsWith("trends-").endsWith(".xlsx");

            var later = mailWith(export, browser);
            var again = later.waitForDownload(() -> later.getByText("Open").click());

            assertThat(again.suggestedFilename()).isEqualTo(file.suggestedFilename());
            assertThat(later.evaluate(
                            "address => fetch(address, {credentials: 'include'}).then(() => 'read', () => 'refused')",
                            export))
                    .isEqualTo("refused");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1280, 390})
    void the_last_link_ends_the_mails(int width) {
        var lead = world.person("lead");
        var subscription = subscriptions.create(
                new SubscriptionDraft(
                        "engineer-performance",
                        Rhythm.WEEKLY,
                        null,
                        Set.of(),
                        Set.of(),
                        Set.of(),
                        Set.of(lead.id(), world.person("admin").id())),
                world.as("manager"));
        var link =
                links.linkFor(subscription.id(), lead.id()).replaceAll("^https?://[^/]+", "http://localhost:" + port);
        try (var browser = browser(width)) {
            var page = mailWith(link, browser);
            page.getByText("Open").click();
            assertThat(page.locator("main")).containsText("Engineer performance");
            assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                    .isEqualTo(width);
            screenshot(page, "leave-report-" + width);

            page.locator("form button").click();

            assertThat(page.locator("[role=status]")).containsText("You do not get this report by mail any more.");
            screenshot(page, "left-report-" + width);
        }
        assertThat(subscriptions.seenBy(world.as("admin"))).singleElement().satisfies(left -> assertThat(
                        left.recipients())
                .containsExactly(world.person("admin").id()));
    }

    private static void screenshot(Page page, String name) {
        page.screenshot(new ScreenshotOptions().setPath(Path.of("target", "screenshots", name + ".png")));
    }
}
