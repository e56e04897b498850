package io.ticketflow;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser.NewContextOptions;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Page.ScreenshotOptions;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import io.ticketflow.ticket.Ticket;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** People work in a real browser. Their screenshots are in {@code target/screenshots} afterwards. */
@TicketflowTest
@Tag("browser")
public abstract class InBrowser {

    private static final int WIDTH = 1400;
    private static final int HEIGHT = 900;
    protected static final int PATIENCE_MILLIS = 30_000;
    private static final Path SCREENSHOTS = Path.of("target", "screenshots");

    private static @Nullable Chromium chromium;

    @Autowired
    protected World world;

    @LocalServerPort
    protected int port;

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

    protected Page signedIn(String handle, String path) {
        return signedIn(handle, path, page -> {});
    }

    /** Prepares the page before it loads anything. */
    protected Page signedIn(String handle, String path, Consumer<Page> prepare) {
        return signedIn(handle, path, prepare, new NewContextOptions());
    }

    protected Page signedInWithoutScript(String handle, String path) {
        return signedIn(handle, path, page -> {}, new NewContextOptions().setJavaScriptEnabled(false));
    }

    private Page signedIn(String handle, String path, Consumer<Page> prepare, NewContextOptions options) {
        var context = Objects.requireNonNull(chromium)
                .browser()
                .newContext(options.setBaseURL("http://localhost:" + port).setViewportSize(WIDTH, HEIGHT));
        var page = context.newPage();
        page.setDefaultTimeout(PATIENCE_MILLIS);
        prepare.accept(page);
        page.navigate(path);
        signIn(page, handle);
        return page;
    }

    /** At our sign-in page, to which the server has redirected. */
    protected static void signIn(Page page, String handle) {
        assertThat(page).hasURL(Pattern.compile(".*/login"));
        page.getByLabel("E-mail or handle").fill(handle);
        page.getByLabel("Password").fill("Ticketflow-demo-1");
        page.locator("form button").click();
    }

    protected static void screenshot(Page page, String name) {
        page.screenshot(new ScreenshotOptions().setPath(SCREENSHOTS.resolve(name + ".png")));
    }

    /** Opens the task in the list that is shown: "My tickets" after signing in. */
    protected static void openTask(Page page, Ticket ticket) {
        page.locator(".tasks-list li", new Page.LocatorOptions().setHasText(ticket.number()))
                .locator("h4")
                .click();
    }

    protected static void choose(Page page, String label, String option) {
        var field = page.locator(".fjs-form-field-select", new Page.LocatorOptions().setHasText(label));
        field.locator(".fjs-input-group").click();
        field.locator(".fjs-dropdownlist-item", new Locator.LocatorOptions().setHasText(option))
                .click();
    }

    protected static void complete(Page page) {
        page.getByText("Complete", new Page.GetByTextOptions().setExact(true)).click();
    }
}
