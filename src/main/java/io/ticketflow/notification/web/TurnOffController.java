package io.ticketflow.notification.web;

import static java.util.ResourceBundle.Control.FORMAT_DEFAULT;

import io.swagger.v3.oas.annotations.Hidden;
import io.ticketflow.identity.Person;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.TurnOffLinks;
import io.ticketflow.platform.web.HtmlPage;
import java.util.ResourceBundle;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The page at which the recipient of a mail turns off mails about its event. Mail programs post to it directly. */
@Hidden
@RestController
class TurnOffController {

    private static final String FORM = """
            <p%s>%s</p>
            <form method="post" action="%s">
              <input type="hidden" name="person" value="%s">
              <input type="hidden" name="event" value="%s">
              <input type="hidden" name="signature" value="%s">
              <input type="hidden" name="on" value="%s">
              <button>%s</button>
            </form>
            """;

    private final TurnOffLinks links;

    TurnOffController(TurnOffLinks links) {
        this.links = links;
    }

    /** Only asks, because mail scanners open the links in mails. */
    @GetMapping(value = TurnOffLinks.PATH, produces = MediaType.TEXT_HTML_VALUE)
    String ask(@RequestParam UUID person, @RequestParam Event event, @RequestParam String signature) {
        var words = wordsFor(links.personOf(person, event, signature));
        return page(words, "question", "", "off", person, event, signature, false);
    }

    /** @param oneClick set by mail programs; its value says nothing */
    @PostMapping(value = TurnOffLinks.PATH, produces = MediaType.TEXT_HTML_VALUE)
    String turn(
            @RequestParam UUID person,
            @RequestParam Event event,
            @RequestParam String signature,
            @RequestParam(defaultValue = "false") boolean on,
            @RequestParam(name = "List-Unsubscribe", required = false) @Nullable String oneClick) {
        var owner = links.personOf(person, event, signature);
        links.turn(on, owner, event);
        return page(
                wordsFor(owner),
                on ? "isOn" : "isOff",
                " role=\"status\"",
                on ? "off" : "on",
                person,
                event,
                signature,
                !on);
    }

    private static ResourceBundle wordsFor(Person person) {
        return ResourceBundle.getBundle(
                "pages/turn-off", person.locale(), ResourceBundle.Control.getNoFallbackControl(FORMAT_DEFAULT));
    }

    private static String page(
            ResourceBundle words,
            String text,
            String role,
            String button,
            UUID person,
            Event event,
            String signature,
            boolean on) {
        return HtmlPage.of(
                words.getString("language"),
                words.getString("title"),
                FORM.formatted(
                        role,
                        words.getString(text).formatted(words.getString("event." + event)),
                        TurnOffLinks.PATH,
                        person,
                        event,
                        HtmlUtils.htmlEscape(signature),
                        on,
                        words.getString(button)));
    }
}
