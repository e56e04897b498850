package io.ticketflow.notification.template;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import io.ticketflow.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Draws the mail of every message in every language, light and dark, on a telephone and on a screen, into {@code target/pictures}: {@code mvn test
 * -Dtest=MessagePictures}. With {@code -Dtemplates=FOLDER} the templates of that folder count, as with TEMPLATES_DIR. A sheet for each language, colour and width
 * shows all of them. Its name keeps it out of the normal test run.
 */
@TestInstance(Lifecycle.PER_CLASS)
class MessagePictures {

    private static final Path PICTURES = Path.of("target", "pictures");
    private static final List<Integer> WIDTHS = List.of(360, 640);
    private static final Around AROUND = new Around(
            "TKT-1042",
            "https://help.example.org/t/TKT-1042",
            "https://help.example.org/notifications/turn-off?person=a&event=b&signature=c");

    private final Templates templates = TestTemplates.with(System.getProperty("templates", ""));
    private final Chromium chromium = Chromium.start();
    private final Browser browser = chromium.browser();

    @AfterAll
    void closeBrowser() {
        chromium.close();
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    void draw(Language language) throws IOException {
        for (var colour : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            for (var width : WIDTHS) {
                try (var context = context(width, colour)) {
                    var sheet = new ArrayList<Path>();
                    for (var message : Message.values()) {
                        sheet.add(draw(message, language, colour, width, context));
                    }
                    drawSheet(sheet, language, colour, width);
                }
            }
        }
    }

    /** Offline, so that a mail that needs a picture or a script of a server shows it. */
    private BrowserContext context(int width, ColorScheme colour) {
        return browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(width, 400)
                .setColorScheme(colour)
                .setOffline(true)
                .setJavaScriptEnabled(false));
    }

    private Path draw(Message message, Language language, ColorScheme colour, int width, BrowserContext context)
            throws IOException {
        var facts = Examples.whole(message);
        var zone = ZoneId.of("Europe/Berlin");
        var words = templates.words(message, facts, language, zone);
        var around = message.isAbout(Message.Subject.TICKET)
                ? AROUND
                : new Around(null, null, message == Message.REPORT ? AROUND.turnOff() : null);
        var file = folder(language, colour, width).resolve(message.fileName() + ".png");
        Files.createDirectories(file.getParent());
        try (var page = context.newPage()) {
            page.setContent(templates.html(message, facts, words, language, zone, around));
            page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
        }
        return file;
    }

    private static Path folder(Language language, ColorScheme colour, int width) {
        return PICTURES.resolve(language.code()).resolve(name(colour) + "-" + width);
    }

    private static String name(ColorScheme colour) {
        return colour.name().toLowerCase(Locale.ROOT);
    }

    private void drawSheet(List<Path> pictures, Language language, ColorScheme colour, int width) throws IOException {
        var html = new StringBuilder(
                "<body style='margin:8px;background:#888;display:grid;grid-template-columns:repeat(%d,1fr);gap:8px;align-items:start'>"
                        .formatted(width < 500 ? 6 : 4));
        for (var picture : pictures) {
            html.append("<figure style='margin:0'><img style='width:100%%' src='data:image/png;base64,%s'></figure>"
                    .formatted(Base64.getEncoder().encodeToString(Files.readAllBytes(picture))));
        }
        try (var page = browser.newPage()) {
            page.setViewportSize(2_000, 600);
            page.setContent(html.toString());
            page.screenshot(new Page.ScreenshotOptions()
                    .setPath(PICTURES.resolve("%s-%s-%d.png".formatted(language.code(), name(colour), width)))
                    .setFullPage(true));
        }
    }
}
