package io.ticketflow.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.attachment.Attachments;
import io.ticketflow.attachment.FileContents;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.SignedInBrowser;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Conversation;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The address of a ticket in messages leads to its page, which shows what its reader may see. */
@TicketflowTest
class TicketPageTests {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private Conversation conversation;

    @Autowired
    private Attachments attachments;

    @Autowired
    private FileContents contents;

    @Autowired
    private PeopleWithPasswords people;

    @LocalServerPort
    private int port;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    @AfterEach
    void everybodyReadsEnglish() {
        world.sql("update users set locale = 'en', timezone = 'UTC' where handle = 'user'");
    }

    private Ticket ticket() {
        return desk.open(new NewTicket("Disk <full> on db3", "df\n-h", Category.VM, Priority.P3), world.as("user"));
    }

    private Http staff() {
        return SignedInBrowser.of(port, people.someone(Role.DEVOPS_ENGINEER)).with("Accept", "text/html");
    }

    /** A person of the demonstration, in a browser. */
    private Http browserOf(String handle) {
        var browser = Http.browser(port).with("Accept", "text/html");
        var form = CSRF.matcher(browser.get("/login").body());
        assertThat(form.find()).isTrue();
        browser.form("/login", Map.of("username", handle, "password", "Ticketflow-demo-1", "_csrf", form.group(1)));
        return browser;
    }

    @Test
    void staff_see_where_it_stands_and_who_it_is_about() {
        var ticket = world.inWork();

        var page = staff().get("/t/" + ticket.number());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains("<title>" + ticket.number() + ": Disk full on db3</title>")
                .contains("In progress", "P3 ·", "Virtual machines", "Uma User", "df -h says 100 %")
                .contains(world.person(world.assigneeOf(ticket)).fullName())
                .containsPattern("data-urgency=\"(running|paused)\"")
                .doesNotContain("??");
    }

    @Test
    void texts_of_people_are_no_html() {
        var page = staff().get("/t/" + ticket().number());

        assertThat(page.body()).contains("Disk &lt;full&gt; on db3").doesNotContain("Disk <full>");
    }

    @Test
    void no_script_or_style_of_another_origin_runs_and_only_our_own_pages_show_it_in_a_frame() {
        var headers = staff().get("/t/" + ticket().number()).headers();

        assertThat(headers.firstValue("Content-Security-Policy"))
                .hasValue("default-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'");
        assertThat(headers.firstValue("X-Frame-Options")).hasValue("SAMEORIGIN");
        assertThat(headers.firstValue("Cache-Control"))
                .hasValueSatisfying(kept -> assertThat(kept).contains("no-store"));
    }

    @Test
    void internal_comments_are_named_so_for_staff_and_not_shown_to_the_requester() {
        var ticket = world.inWork();
        var assignee = world.as(world.assigneeOf(ticket));
        world.comment(ticket.number(), "The vendor is slow", Visibility.INTERNAL, assignee);
        world.comment(ticket.number(), "We look into it", Visibility.PUBLIC, assignee);

        var forStaff = staff().get("/t/" + ticket.number()).body();
        var forRequester = browserOf("user").get("/t/" + ticket.number()).body();

        assertThat(forStaff)
                .contains("The vendor is slow", "We look into it", "INTERNAL · only staff read this")
                .contains("data-visibility=\"INTERNAL\"");
        assertThat(forStaff.indexOf("The vendor is slow")).isLessThan(forStaff.indexOf("We look into it"));
        assertThat(forRequester).contains("We look into it").doesNotContain("The vendor is slow", "INTERNAL", "??");
    }

    @Test
    void an_edited_comment_says_so_and_one_that_was_taken_back_keeps_its_place_for_its_replies() {
        var ticket = world.inWork();
        var user = world.as("user");
        var edited = world.comment(ticket.number(), "It is dbx", Visibility.PUBLIC, user);
        conversation.reword(ticket.number(), edited.id(), "It is db3", null, user);
        var back = world.comment(ticket.number(), "My password is abc", Visibility.PUBLIC, user);
        conversation.say(ticket.number(), "Never send passwords", Visibility.PUBLIC, back.id(), world.as("user"));
        conversation.takeBack(ticket.number(), back.id(), user);

        assertThat(staff().get("/t/" + ticket.number()).body())
                .contains("It is db3", "edited")
                .contains("The author has taken this comment back.", "a reply", "#c-" + back.id())
                .doesNotContain("It is dbx</div>", "My password is abc</div>");
    }

    @Test
    void files_have_a_name_a_size_and_a_link_to_download() throws IOException {
        var ticket = ticket();
        var file = attachments.attach(
                ticket.number(),
                contents.receive("df.txt", new ByteArrayInputStream(new byte[2048])),
                Visibility.PUBLIC,
                world.as("user"));
        var requester = browserOf("user");

        var page = requester.get("/t/" + ticket.number()).body();

        var link = "/api/v1/tickets/%s/attachments/%s".formatted(ticket.number(), file.id());
        assertThat(page).contains("df.txt", "2 KB", "href=\"" + link + "\"");
        assertThat(requester.get(link).statusCode()).isEqualTo(200);
    }

    @Test
    void a_clock_that_ran_out_says_how_late_it_is() {
        var ticket = world.openAndRouted(Category.VM, Priority.P1);
        world.timePasses(Duration.ofHours(30));

        assertThat(staff().get("/t/" + ticket.number()).body()).contains("data-urgency=\"late\"", "late by ");
    }

    @Test
    void the_page_is_in_the_language_and_zone_of_its_reader() {
        world.sql("update users set locale = 'de-AT', timezone = 'Europe/Vienna' where handle = 'user'");
        var ticket = world.inWork();

        var page = browserOf("user").get("/t/" + ticket.number());

        assertThat(page.body())
                .contains("<html", "lang=\"de\"", "In Arbeit", "Beschreibung", "Virtuelle Maschinen")
                .containsPattern("20\\d\\d, \\d\\d:\\d\\d ME(S)?Z")
                .doesNotContain("??", "Description");
        assertThat(browserOf("user").get("/t/TKT-99999999").body()).contains("There is no such page");
    }

    @Test
    void people_who_may_not_see_it_get_the_page_for_what_does_not_exist() {
        var browser = SignedInBrowser.of(port, people.someone(Role.END_USER)).with("Accept", "text/html");

        for (var number : new String[] {ticket().number(), "TKT-99999999", "nonsense"}) {
            var page = browser.get("/t/" + number);
            assertThat(page.statusCode()).isEqualTo(404);
            assertThat(page.body()).contains("There is no such page").doesNotContain("Disk");
        }
    }

    @Test
    void people_who_are_not_signed_in_sign_in_and_land_there() {
        var ticket = ticket();
        var grace = people.someone(Role.DEVOPS_ENGINEER);
        var browser = Http.browser(port).with("Accept", "text/html");

        var refused = browser.get("/t/" + ticket.number());
        assertThat(refused.headers().firstValue("Location"))
                .hasValueSatisfying(place -> assertThat(place).endsWith("/login"));
        var form = CSRF.matcher(browser.get("/login").body());
        assertThat(form.find()).isTrue();
        var signedIn = browser.form(
                "/login",
                Map.of("username", grace.handle(), "password", PeopleWithPasswords.PASSWORD, "_csrf", form.group(1)));

        assertThat(signedIn.headers().firstValue("Location"))
                .hasValueSatisfying(place -> assertThat(place).contains("/t/" + ticket.number()));
    }
}
