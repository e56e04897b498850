package io.ticketflow.ticket.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.SignedInBrowser;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The address of a ticket in messages leads to the ticket. */
@TicketflowTest
class TicketPageTests {

    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private PeopleWithPasswords people;

    @LocalServerPort
    private int port;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    private Ticket ticket() {
        return desk.open(new NewTicket("Disk <full> on db3", "df", Category.VM, Priority.P3), world.as("user"));
    }

    @Test
    void staff_see_where_it_stands_and_where_to_go() {
        var ticket = ticket();

        var page = SignedInBrowser.of(port, people.someone(Role.DEVOPS_ENGINEER))
                .with("Accept", "text/html")
                .get("/t/" + ticket.number());

        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body())
                .contains(ticket.number() + ": Disk &lt;full&gt; on db3", "Uma User", "P3", "/camunda/app/tasklist/")
                .contains("/api/v1/tickets/" + ticket.number());
        assertThat(page.headers().firstValue("Content-Security-Policy"))
                .hasValueSatisfying(policy -> assertThat(policy).contains("style-src 'self'"));
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
