package io.ticketflow.notification.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.ticketflow.Chromium;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of a mail in a real browser, which reads it as many mail programs do. {@link MessagePictures} draws all of them. */
@Tag("browser")
class MailBrowserTests {

    private static final int TELEPHONE = 360;
    private static final String LONG = "x".repeat(150);
    private static final Around AROUND = new Around(
            "TKT-1042",
            "https://help.example.org/t/TKT-1042",
            "https://help.example.org/notifications/turn-off?" + LONG);

    /** The least contrast of a text that stands on a colour of its own or of an element around it, by WCAG 2.2. */
    private static final String LEAST_CONTRAST = """
            () => {
              const parts = colour => colour.match(/[\\d.]+/g).map(Number);
              const light = colour => {
                const [r, g, b] = parts(colour).map(c => c / 255).map(c => c <= 0.03928 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
                return 0.2126 * r + 0.7152 * g + 0.0722 * b;
              };
              const ground = element => {
                const colour = getComputedStyle(element).backgroundColor;
                return parts(colour)[3] === 0 && element.parentElement ? ground(element.parentElement) : colour;
              };
              const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
              let least = 21;
              while (walker.nextNode()) {
                if (!walker.currentNode.textContent.trim()) continue;
                const element = walker.currentNode.parentElement;
                const [a, b] = [light(getComputedStyle(element).color), light(ground(element))].sort((x, y) => y - x);
                least = Math.min(least, (a + 0.05) / (b + 0.05));
              }
              return least;
            }
            """;

    private static @Nullable Chromium chromium;

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

    @ParameterizedTest
    @EnumSource(
            value = ColorScheme.class,
            names = {"LIGHT", "DARK"})
    void a_mail_is_readable_on_a_telephone_in_light_and_in_the_dark(ColorScheme colour) {
        try (var page = page(colour)) {
            for (var message : new Message[] {Message.RESOLUTION_PROPOSED, Message.ACCOUNT_INVITATION}) {
                page.setContent(html(message, Examples.whole(message)));

                assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                        .isEqualTo(TELEPHONE);
                assertThat(((Number) page.evaluate(LEAST_CONTRAST)).doubleValue())
                        .as("%s in %s", message, colour)
                        .isGreaterThanOrEqualTo(4.5);
            }
            assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo(colour == ColorScheme.DARK ? "rgb(17, 22, 29)" : "rgb(238, 241, 245)");
        }
    }

    @Test
    void long_words_do_not_widen_it_and_it_asks_for_nothing_from_elsewhere() {
        var asked = new ArrayList<String>();
        try (var page = page(ColorScheme.LIGHT)) {
            page.onRequest(request -> asked.add(request.url()));
            var facts = Facts.none()
                    .code(Fact.NUMBER, "TKT-1042")
                    .text(Fact.TITLE, LONG)
                    .said(Fact.SAID, LONG, LONG + "\n<img src='https://evil.example.org/pixel'>\n" + LONG);

            page.setContent(html(Message.COMMENT_ADDED, facts));

            assertThat(((Number) page.evaluate("document.documentElement.scrollWidth")).intValue())
                    .isEqualTo(TELEPHONE);
            assertThat(page.locator("img").count()).isZero();
        }
        assertThat(asked).allMatch(url -> url.startsWith("about:"));
    }

    private static Page page(ColorScheme colour) {
        return Objects.requireNonNull(chromium)
                .browser()
                .newPage(new Browser.NewPageOptions()
                        .setViewportSize(TELEPHONE, 700)
                        .setColorScheme(colour));
    }

    private static String html(Message message, Facts facts) {
        var templates = TestTemplates.OURS;
        var words = templates.words(message, facts, Language.GERMAN, ZoneOffset.UTC);
        return templates.html(message, facts, words, Language.GERMAN, ZoneOffset.UTC, AROUND);
    }
}
