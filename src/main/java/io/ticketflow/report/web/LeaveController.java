package io.ticketflow.report.web;

import static java.util.ResourceBundle.Control.FORMAT_DEFAULT;

import io.swagger.v3.oas.annotations.Hidden;
import io.ticketflow.identity.Directory;
import io.ticketflow.identity.Person;
import io.ticketflow.platform.web.HtmlPage;
import io.ticketflow.report.subscription.LeaveLinks;
import io.ticketflow.report.subscription.Subscription;
import java.util.ResourceBundle;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.util.HtmlUtils;

/** The page at which the recipient of a report ends its mails. Mail programs post to it directly. */
@Hidden
@RestController
class LeaveController {

    private static final String FORM = """
            <p>%s</p>
            <form method="post" action="%s">
              <input type="hidden" name="subscription" value="%s">
              <input type="hidden" name="person" value="%s">
              <input type="hidden" name="signature" value="%s">
              <button>%s</button>
            </form>
            """;

    private static final String LEFT = """
            <p role="status">%s</p>
            """;

    private final LeaveLinks links;
    private final Directory directory;

    LeaveController(LeaveLinks links, Directory directory) {
        this.links = links;
        this.directory = directory;
    }

    /** Only asks, because mail scanners open the links in mails. */
    @GetMapping(value = LeaveLinks.PATH, produces = MediaType.TEXT_HTML_VALUE)
    String ask(@RequestParam UUID subscription, @RequestParam UUID person, @RequestParam String signature) {
        var recipient = links.personOf(subscription, person, signature);
        var words = wordsFor(recipient);
        return links.find(subscription, recipient)
                .map(found -> page(
                        words,
                        FORM.formatted(
                                question(words, found),
                                LeaveLinks.PATH,
                                subscription,
                                person,
                                HtmlUtils.htmlEscape(signature),
                                words.getString("leave"))))
                .orElseGet(() -> left(words));
    }

    /** @param oneClick set by mail programs; its value says nothing */
    @PostMapping(value = LeaveLinks.PATH, produces = MediaType.TEXT_HTML_VALUE)
    String leave(
            @RequestParam UUID subscription,
            @RequestParam UUID person,
            @RequestParam String signature,
            @RequestParam(name = "List-Unsubscribe", required = false) @Nullable String oneClick) {
        var recipient = links.personOf(subscription, person, signature);
        links.leave(subscription, recipient);
        return left(wordsFor(recipient));
    }

    private String question(ResourceBundle words, Subscription subscription) {
        var report = subscription.report();
        var key = "report." + report;
        var owner = directory.person(subscription.ownerId()).fullName();
        return words.getString("question." + subscription.rhythm())
                .formatted(words.containsKey(key) ? words.getString(key) : report, HtmlUtils.htmlEscape(owner));
    }

    private static String left(ResourceBundle words) {
        return page(words, LEFT.formatted(words.getString("left")));
    }

    private static ResourceBundle wordsFor(Person person) {
        return ResourceBundle.getBundle(
                "pages/leave-report", person.locale(), ResourceBundle.Control.getNoFallbackControl(FORMAT_DEFAULT));
    }

    private static String page(ResourceBundle words, String content) {
        return HtmlPage.of(words.getString("language"), words.getString("title"), content);
    }
}
