package io.ticketflow.ticket.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Visibility;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** Tickets of an older version are found like new ones after the application has renewed them. */
@TicketflowTest
class FormerTextsTests {

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transactions;

    private Http lead;
    private Http user;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        lead = Http.on(port).as("lead");
        user = Http.on(port).as("user");
    }

    private Ticket open(String title, String description) {
        return desk.open(new NewTicket(title, description, Category.VM, Priority.P3), world.as("user"));
    }

    private static List<String> found(Http who, String parameter, String value) {
        var answer =
                who.get("/api/v1/tickets?%s=%s".formatted(parameter, URLEncoder.encode(value, StandardCharsets.UTF_8)));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonPath.read(answer.body(), "$.items[*].number");
    }

    /** What the application does twice a second after its start. */
    private void renew() {
        new FormerTexts(jdbc, transactions).renewSome();
    }

    @Test
    void words_are_renewed() {
        var ticket = open("Größe", "v7.24.0");
        world.comment(ticket.number(), "端末再起動", Visibility.INTERNAL, world.as("admin"));
        world.sql("update ticket_texts set is_former = true, document = 'größe', public_document = null");
        assertThat(found(lead, "q", "7.24")).isEmpty();

        renew();

        assertThat(found(lead, "q", "7.24")).containsExactly(ticket.number());
        assertThat(found(lead, "q", "groesse")).isEmpty();
        assertThat(found(lead, "q", "grosse 再起動")).containsExactly(ticket.number());
        assertThat(found(user, "q", "再起動")).isEmpty();
        assertThat(jdbc.queryForList("select 1 from ticket_texts where is_former"))
                .isEmpty();
    }

    /** In a database with the locale C, SQL has left letters beyond ASCII in upper case. */
    @Test
    void tags_get_the_form_that_only_the_application_knows() throws IOException {
        var ticket = open("Printer", "x");
        var plain = open("Scanner", "y");
        world.sql(
                "update tickets set tags = array['ÜBERLAST', 'Überlast', 'ΟΔΟΣ', 'v\u200Bpn', '\u200B', 'büro\u2003süd', 'ok']"
                        + " where id = '%s'".formatted(ticket.id()));
        world.sql("update tickets set tags = array['ok'] where id = '%s'".formatted(plain.id()));
        var seen = lead.get("/api/v1/tickets/" + ticket.number());
        assertThat(found(lead, "tag", "ÜBERLAST")).isEmpty();

        world.sql(Files.readString(Path.of("db", "migration", "V31__tags_as_the_application_writes_them.sql")));
        assertThat(jdbc.queryForList("select number from ticket_texts where is_former", Long.class))
                .containsExactly(Long.valueOf(ticket.number().substring(4)));
        renew();

        assertThat(world.now(ticket).tags()).containsExactly("überlast", "οδος", "vpn", "büro süd", "ok");
        for (var tag : List.of("Überlast", "überlast", "ΟΔΟΣ", "VPN", "Büro Süd")) {
            assertThat(found(lead, "tag", tag)).as(tag).containsExactly(ticket.number());
        }
        assertThat(world.now(plain).tags()).containsExactly("ok");
        assertThat(jdbc.queryForList("select 1 from ticket_texts where is_former"))
                .isEmpty();
        assertThat(lead.with("If-Match", seen.headers().firstValue("ETag").orElseThrow())
                        .json("PUT", "/api/v1/tickets/" + ticket.number(), "{\"title\": \"Printers\"}")
                        .statusCode())
                .as("a request that has seen the former tags")
                .isEqualTo(412);
    }

    @Test
    void what_another_transaction_holds_is_renewed_the_next_time() {
        var held = open("Held", "x");
        var free = open("Free", "y");
        world.sql("update ticket_texts set is_former = true");
        world.sql("update tickets set tags = array['É']");
        transactions.executeWithoutResult(holding -> {
            jdbc.queryForList("select id from tickets where id = ? for update", held.id());
            var elsewhere = new Thread(this::renew);
            elsewhere.start();
            join(elsewhere);
        });
        assertThat(world.now(free).tags()).containsExactly("é");
        assertThat(world.now(held).tags()).containsExactly("É");

        renew();

        assertThat(world.now(held).tags()).containsExactly("é");
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
