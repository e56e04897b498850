package io.ticketflow.ticket.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Links between tickets: created on one, shown on both, to people who may see both. */
@TicketflowTest
class LinkApiTests {

    private static final String TICKETS = "/api/v1/tickets/";

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private JdbcTemplate jdbc;

    private Http http;
    private Ticket users;
    private Ticket strangers;

    @BeforeEach
    void twoTicketsOfTwoRequesters(@LocalServerPort int port) {
        world.beginAnew();
        http = Http.on(port);
        users = world.open(Category.VM, Priority.P3);
        strangers = open();
    }

    private Ticket open() {
        return desk.open(new NewTicket("Slow", "Very", Category.VM, Priority.P3), world.as("user2"));
    }

    private HttpResponse<String> link(String who, Ticket ticket, String type, Object other) {
        return http.as(who).json("POST", TICKETS + ticket.number() + "/links", """
                        {"type": "%s", "ticketId": "%s"}""".formatted(type, other));
    }

    private int linked(Ticket ticket, String type, Ticket other) {
        return link("engineer", ticket, type, other.number()).statusCode();
    }

    private List<String> shown(String who, Ticket ticket, String path) {
        return JsonPath.read(
                http.as(who).get(TICKETS + ticket.number() + "/links").body(), path);
    }

    private static String code(HttpResponse<String> answer) {
        return JsonPath.read(answer.body(), "$.code");
    }

    @ParameterizedTest
    @CsvSource({"RELATES,RELATES", "DUPLICATES,DUPLICATED_BY", "BLOCKS,BLOCKED_BY"})
    void both_sides_show_a_link_each_in_its_own_words(String here, String there) {
        var made = link("engineer", users, here, strangers.id());

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        String id = JsonPath.read(made.body(), "$.id");
        assertThat(made.headers().firstValue("Location")).hasValue(TICKETS + users.number() + "/links/" + id);
        assertThat(JsonPath.<String>read(made.body(), "$.ticket.title")).isEqualTo("Slow");
        assertThat(shown("lead", users, "$[*].type")).containsExactly(here);
        assertThat(shown("lead", users, "$[*].ticket.number")).containsExactly(strangers.number());
        assertThat(shown("lead", strangers, "$[*].type")).containsExactly(there);
        assertThat(shown("lead", strangers, "$[*].ticket.number")).containsExactly(users.number());
        assertThat(shown("lead", strangers, "$[*].id")).containsExactly(id);
        assertThat(remembered("LINKED")).containsExactlyInAnyOrder(here + " INTERNAL", there + " INTERNAL");

        assertThat(http.as("engineer3")
                        .json("DELETE", TICKETS + strangers.number() + "/links/" + id, "")
                        .statusCode())
                .isEqualTo(204);
        assertThat(shown("lead", users, "$")).isEmpty();
        assertThat(remembered("UNLINKED")).containsExactlyInAnyOrder(here + " INTERNAL", there + " INTERNAL");
        assertThat(http.as("engineer3")
                        .json("DELETE", TICKETS + strangers.number() + "/links/" + id, "")
                        .statusCode())
                .isEqualTo(404);
    }

    private List<String> remembered(String action) {
        return jdbc.queryForList(
                "select field || ' ' || visibility from ticket_history where action = ?", String.class, action);
    }

    @Test
    void a_link_changes_no_version() {
        var etag = http.as("lead").get(TICKETS + users.number()).headers().firstValue("ETag");

        linked(users, "RELATES", strangers);

        assertThat(http.as("lead").get(TICKETS + users.number()).headers().firstValue("ETag"))
                .isEqualTo(etag);
    }

    @Test
    void what_the_caller_may_not_see_is_left_out() {
        linked(users, "BLOCKS", strangers);

        assertThat(shown("user", users, "$")).isEmpty();
        assertThat(shown("user2", strangers, "$")).isEmpty();
        assertThat(http.as("user").get(TICKETS + users.number() + "/history").body())
                .doesNotContain(strangers.number());

        http.as("lead")
                .json(
                        "PUT",
                        TICKETS + strangers.number() + "/watchers/"
                                + world.person("user").id(),
                        "");
        assertThat(shown("user", users, "$[*].ticket.number")).containsExactly(strangers.number());
        assertThat(shown("user", strangers, "$[*].type")).containsExactly("BLOCKED_BY");
    }

    @Test
    void requesters_make_none() {
        assertThat(link("user", users, "RELATES", users.number()).statusCode()).isEqualTo(403);
        assertThat(link("user", strangers, "RELATES", users.number()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void the_same_link_twice_is_refused_from_either_side() {
        linked(users, "RELATES", strangers);

        assertThat(code(link("lead", users, "RELATES", strangers.number()))).isEqualTo("ALREADY_LINKED");
        assertThat(code(link("lead", strangers, "RELATES", users.number()))).isEqualTo("ALREADY_LINKED");
        assertThat(linked(users, "BLOCKS", strangers)).as("another type").isEqualTo(201);
    }

    @ParameterizedTest
    @ValueSource(strings = {"BLOCKS", "DUPLICATES"})
    void what_leads_back_is_refused_over_however_many(String type) {
        var third = open();
        linked(users, type, strangers);
        linked(strangers, type, third);

        assertThat(code(link("lead", strangers, type, users.number()))).isEqualTo("CIRCULAR_LINK");
        assertThat(code(link("lead", third, type, users.number()))).isEqualTo("CIRCULAR_LINK");
        assertThat(linked(users, type, third)).as("a short cut is no circle").isEqualTo(201);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '{"type": "RELATES", "ticketId": "{self}"}',              422
            '{"type": "RELATES", "ticketId": "TKT-999999999"}',       422
            '{"type": "RELATES", "ticketId": "TKT-99999999999999999999"}', 422
            '{"type": "RELATES", "ticketId": "{nothing}"}',           422
            '{"type": "RELATES", "ticketId": "\\u0000"}',             422
            '{"type": "RELATES", "ticketId": ""}',                    422
            '{"type": "RELATES"}',                                    422
            '{"ticketId": "TKT-1"}',                                  422
            '{"type": "BLOCKED_BY", "ticketId": "TKT-1"}',            400
            '{"type": "RELATES", "ticketId": "TKT-1", "more": 1}',    400
            """)
    void what_is_wrong_is_said(String body, int status) {
        var filled = body.replace("{self}", users.number())
                .replace("{nothing}", UUID.randomUUID().toString());

        var answer = http.as("lead").json("POST", TICKETS + users.number() + "/links", filled);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void a_link_of_other_tickets_cannot_be_taken_away_here() {
        var id = JsonPath.<String>read(
                link("lead", users, "RELATES", strangers.number()).body(), "$.id");
        var third = open();

        assertThat(http.as("lead")
                        .json("DELETE", TICKETS + third.number() + "/links/" + id, "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(http.as("user")
                        .json("DELETE", TICKETS + users.number() + "/links/" + id, "")
                        .statusCode())
                .isEqualTo(403);
        assertThat(http.as("lead")
                        .json("DELETE", TICKETS + users.number() + "/links/17", "")
                        .statusCode())
                .isEqualTo(404);
        assertThat(shown("lead", users, "$")).hasSize(1);
    }

    @RepeatedTest(3)
    void of_ten_who_make_the_same_link_from_both_sides_one_makes_it() throws Exception {
        var answers = Together.run(Stream.<Callable<Integer>>iterate(
                        () -> linked(users, "RELATES", strangers), former -> () -> linked(strangers, "RELATES", users))
                .limit(10)
                .toList());

        assertThat(answers).filteredOn(code -> code == 201).hasSize(1);
        assertThat(answers).filteredOn(code -> code != 201).containsOnly(409);
    }

    /** Each pair has tickets of its own, so no transaction waits for a row. Two links that are no circle by themselves would form one together. */
    @RepeatedTest(5)
    void two_links_at_once_close_no_circle() throws Exception {
        var third = open();
        var fourth = open();
        linked(strangers, "BLOCKS", third);
        linked(fourth, "BLOCKS", users);

        var answers =
                Together.run(List.of(() -> linked(users, "BLOCKS", strangers), () -> linked(third, "BLOCKS", fourth)));

        assertThat(answers).containsExactlyInAnyOrder(201, 409);
    }

    @RepeatedTest(3)
    void of_two_who_take_a_link_away_one_does() throws Exception {
        var id = JsonPath.<String>read(
                link("lead", users, "RELATES", strangers.number()).body(), "$.id");

        var answers = Together.run(Stream.of(users, strangers)
                .<Callable<Integer>>map(ticket -> () -> http.as("lead")
                        .json("DELETE", TICKETS + ticket.number() + "/links/" + id, "")
                        .statusCode())
                .toList());

        assertThat(answers).containsExactlyInAnyOrder(204, 404);
        assertThat(remembered("UNLINKED")).hasSize(2);
    }
}
