package io.ticketflow.notification.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Http;
import io.ticketflow.Mails;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.notification.Event;
import io.ticketflow.notification.TurnOffLinks;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Visibility;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** People turn off mails about an event by a link in the mail, without a sign-in. */
@TicketflowTest
class TurnOffTests {

    private static final Map<String, String> ONE_CLICK = Map.of("List-Unsubscribe", "One-Click");

    @Autowired
    private World world;

    @Autowired
    private Mails mails;

    @Autowired
    private TurnOffLinks links;

    @LocalServerPort
    private int port;

    @BeforeEach
    void everythingIsOn() {
        world.beginAnew();
        mails.forget();
        allOn();
    }

    @AfterEach
    void allOn() {
        world.sql("delete from notification_preferences where user_id = '%s'".formatted(uma()));
        world.sql("update users set locale = 'en', active = true where handle = 'user'");
        world.pass(Duration.ofSeconds(2));
    }

    @Test
    void opening_the_link_changes_nothing_and_the_button_does() {
        var page = Http.on(port).get(link(Event.COMMENT_ADDED));

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("Turn off mails about new comments?", "<button>Turn these mails off</button>");
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("form-action 'self'"));
        assertThat(mailsForAComment()).isEqualTo(1);

        var done = Http.on(port).form(TurnOffLinks.PATH, fields(Event.COMMENT_ADDED, "false"));

        assertThat(done.statusCode()).isEqualTo(200);
        assertThat(done.body()).contains("Mails about new comments are turned off.", "Turn these mails on again");
        assertThat(mailsForAComment()).isZero();
        assertThat(Http.on(port).as("user").get("/api/v1/auth/me").body())
                .contains("\"COMMENT_ADDED\":{\"email\":false,\"sms\":false,\"inApp\":true,\"slack\":true}");

        Http.on(port).form(TurnOffLinks.PATH, fields(Event.COMMENT_ADDED, "true"));
        assertThat(mailsForAComment()).isEqualTo(1);
    }

    @Test
    void a_mail_program_posts_to_the_link_of_the_header_with_one_click() {
        var answer = Http.on(port).form(link(Event.ESCALATION_RAISED), ONE_CLICK);

        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(Http.on(port).as("user").get("/api/v1/auth/me").body())
                .contains("\"ESCALATION_RAISED\":{\"email\":false,")
                .contains("\"COMMENT_ADDED\":{\"email\":true,");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "x", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"})
    void a_link_that_we_did_not_sign_does_nothing(String signature) {
        var forged = link(Event.COMMENT_ADDED).replaceAll("signature=.*", "signature=" + signature);

        assertThat(Http.on(port).get(forged).statusCode()).isEqualTo(404);
        assertThat(Http.on(port).form(forged, ONE_CLICK).statusCode()).isEqualTo(404);
        assertThat(mailsForAComment()).isEqualTo(1);
    }

    @Test
    void a_link_counts_for_its_person_and_event_alone() {
        var link = link(Event.COMMENT_ADDED);

        assertThat(Http.on(port)
                        .form(link.replace("COMMENT_ADDED", "SLA_WARNING"), ONE_CLICK)
                        .statusCode())
                .isEqualTo(404);
        assertThat(Http.on(port)
                        .form(
                                link.replace(
                                        uma().toString(),
                                        world.person("lead").id().toString()),
                                ONE_CLICK)
                        .statusCode())
                .isEqualTo(404);
        assertThat(Http.on(port)
                        .form(link.replace("COMMENT_ADDED", "NOTHING"), ONE_CLICK)
                        .statusCode())
                .isEqualTo(400);
    }

    @Test
    void the_page_is_in_the_language_of_the_person() {
        world.sql("update users set locale = 'de' where handle = 'user'");
        world.pass(Duration.ofSeconds(2));

        assertThat(Http.on(port).get(link(Event.COMMENT_ADDED)).body())
                .contains("<html lang=\"de\">", "Mails über neue Kommentare abbestellen?", "Diese Mails abbestellen");
    }

    @Test
    void every_event_has_its_words_in_every_language() {
        for (var locale : new Locale[] {Locale.ENGLISH, Locale.GERMAN}) {
            var words = ResourceBundle.getBundle("pages/turn-off", locale);
            assertThat(Arrays.stream(Event.values())).allMatch(event -> words.containsKey("event." + event));
        }
    }

    private long mailsForAComment() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        mails.sendAll();
        mails.forget();
        world.comment(ticket.number(), "Looking into it", Visibility.PUBLIC, world.as("lead"));
        mails.sendAll();
        return mails.to("user@ticketflow.local").size();
    }

    private String link(Event event) {
        return links.linkFor(uma(), event).replace("http://localhost:8080", "");
    }

    private Map<String, String> fields(Event event, String on) {
        var signature = link(event).replaceAll(".*signature=", "");
        return Map.of("person", uma().toString(), "event", event.name(), "signature", signature, "on", on);
    }

    private UUID uma() {
        return world.person("user").id();
    }
}
