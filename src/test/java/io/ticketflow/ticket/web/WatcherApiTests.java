package io.ticketflow.ticket.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Statements;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who watches a ticket, who may change that, and what a requester who watches may see. */
@TicketflowTest
class WatcherApiTests {

    private static final String TICKETS = "/api/v1/tickets";

    @Autowired
    private World world;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private TicketResponses responses;

    private Http http;
    private Ticket ticket;

    @BeforeEach
    void aTicketOfTheUser(@LocalServerPort int port) {
        world.beginAnew();
        http = Http.on(port);
        ticket = world.openAndRouted(Category.VM, Priority.P3);
    }

    private HttpResponse<String> ask(String method, String who, Object watcher) {
        return http.as(who).json(method, "%s/%s/watchers/%s".formatted(TICKETS, ticket.number(), watcher), "");
    }

    private int watch(String who, Object watcher) {
        return ask("PUT", who, watcher).statusCode();
    }

    private int unwatch(String who, Object watcher) {
        return ask("DELETE", who, watcher).statusCode();
    }

    private UUID id(String handle) {
        return world.person(handle).id();
    }

    private String get(String who, String more) {
        return http.as(who)
                .get("%s/%s%s".formatted(TICKETS, ticket.number(), more))
                .body();
    }

    private List<String> watchers() {
        return JsonPath.read(get("lead", "/watchers"), "$[*].fullName");
    }

    @Test
    void watching_twice_is_watching_once_and_leaves_no_trace_in_the_version() {
        var etag =
                http.as("lead").get(TICKETS + "/" + ticket.number()).headers().firstValue("ETag");

        assertThat(watch("engineer3", "me")).isEqualTo(204);
        assertThat(watch("engineer3", "me")).isEqualTo(204);
        assertThat(watch("lead", id("manager"))).isEqualTo(204);

        assertThat(watchers()).containsExactly("Nora Network", "Maria Manager");
        assertThat(JsonPath.<Integer>read(get("lead", ""), "$.watcherCount")).isEqualTo(2);
        assertThat(http.as("lead")
                        .get(TICKETS + "/" + ticket.number())
                        .headers()
                        .firstValue("ETag"))
                .isEqualTo(etag);
        assertThat(JsonPath.<List<String>>read(get("lead", "/history"), "$[?(@.action == 'WATCHED')].to"))
                .containsExactly("engineer3", "manager");

        assertThat(unwatch("lead", id("engineer3"))).isEqualTo(204);
        assertThat(unwatch("lead", id("engineer3"))).isEqualTo(204);
        assertThat(watchers()).containsExactly("Maria Manager");
        assertThat(JsonPath.<List<String>>read(get("lead", "/history"), "$[?(@.action == 'UNWATCHED')].from"))
                .containsExactly("engineer3");
    }

    @Test
    void a_requester_asks_staff_to_watch_an_own_ticket_and_nobody_else() {
        assertThat(watch("user", id("engineer3"))).isEqualTo(204);
        assertThat(unwatch("user", id("engineer3"))).isEqualTo(204);

        var other = ask("PUT", "user", id("user2"));
        var nobody = ask("PUT", "user", UUID.randomUUID());

        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(other.body().replace(id("user2").toString(), "?"))
                .as("another requester is as unknown as nobody")
                .isEqualTo(nobody.body().replaceAll("[0-9a-f-]{36}", "?"));
        assertThat(watch("user2", "me")).isEqualTo(404);
        assertThat(watch("user2", id("engineer3"))).isEqualTo(404);
        assertThat(unwatch("user2", "me")).isEqualTo(404);
    }

    @Test
    void a_requester_who_watches_sees_the_ticket_everywhere_until_they_do_no_more() {
        assertThat(watch("engineer", id("user2"))).isEqualTo(204);

        for (var route : List.of("", "/comments", "/history", "/process", "/sla", "/watchers", "/links")) {
            var answer = http.as("user2").get("%s/%s%s".formatted(TICKETS, ticket.number(), route));
            assertThat(answer.statusCode()).as(route).isEqualTo(200);
        }
        for (var route : List.of("/decisions", "/escalations")) {
            var answer = http.as("user2").get("%s/%s%s".formatted(TICKETS, ticket.number(), route));
            assertThat(answer.statusCode()).as(route).isEqualTo(403);
        }
        assertThat(http.as("user2")
                        .get("/api/v1/users/assignable?ticketId=" + ticket.number())
                        .statusCode())
                .isEqualTo(403);
        assertThat(JsonPath.<List<String>>read(
                        http.as("user2").get(TICKETS + "?count=true").body(), "$.items[*].number"))
                .containsExactly(ticket.number());
        assertThat(JsonPath.<List<Object>>read(get("user2", "/transitions"), "$"))
                .isEmpty();

        assertThat(unwatch("user2", "me")).isEqualTo(204);
        assertThat(http.as("user2").get(TICKETS + "/" + ticket.number()).statusCode())
                .isEqualTo(404);
        assertThat(JsonPath.<List<String>>read(http.as("user2").get(TICKETS).body(), "$.items"))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST   | /comments            | {"body": "me too", "visibility": "PUBLIC"}      | 201
            POST   | /comments            | {"body": "psst", "visibility": "INTERNAL"}      | 403
            PUT    | /watchers/{senior}   |                                                 | 403
            DELETE | /watchers/{lead}     |                                                 | 403
            PUT    | /watchers/me         |                                                 | 204
            PUT    |                      | {"title": "mine now"}                           | 403
            PATCH  | /status              | {"status": "CLOSED", "resolutionCode": "CANCELLED"} | 403
            POST   | /claim               |                                                 | 403
            POST   | /assign              | {"assigneeId": null}                            | 403
            POST   | /escalate            | {"reason": "faster"}                            | 403
            POST   | /links               | {"type": "RELATES", "ticketId": "TKT-1"}        | 403
            POST   | /merge               | {"intoTicketId": "TKT-1"}                       | 403
            DELETE |                      |                                                 | 403
            """)
    void a_requester_who_watches_may_speak_and_nothing_else(String method, String route, String body, int status) {
        watch("engineer", id("user2"));
        var path = TICKETS + "/" + ticket.number()
                + (route == null ? "" : route)
                        .replace("{senior}", id("senior").toString())
                        .replace("{lead}", id("lead").toString());

        var answer = http.as("user2").json(method, path, body == null ? "" : body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    @Test
    void what_a_watching_requester_says_is_not_the_answer_we_wait_for() {
        watch("engineer", id("user2"));
        http.as("lead")
                .json(
                        "PATCH",
                        TICKETS + "/" + ticket.number() + "/status",
                        "{\"status\": \"PENDING_INFO\", \"comment\": \"Which host?\"}");

        http.as("user2")
                .json(
                        "POST",
                        TICKETS + "/" + ticket.number() + "/comments",
                        "{\"body\": \"ours, too\", \"visibility\": \"PUBLIC\"}");

        assertThat(JsonPath.<String>read(get("lead", ""), "$.status")).isEqualTo("PENDING_INFO");
        assertThat(JsonPath.<List<String>>read(get("user", "/comments"), "$.items[*].body"))
                .containsExactly("Which host?", "ours, too");
    }

    @Test
    void who_is_not_here_any_more_cannot_be_asked() {
        var gone = people.someone(Role.DEVOPS_ENGINEER);
        people.deactivate(gone.id());

        assertThat(ask("PUT", "lead", gone.id()).statusCode()).isEqualTo(422);
        assertThat(ask("PUT", "lead", UUID.randomUUID()).statusCode()).isEqualTo(422);
        assertThat(unwatch("lead", gone.id())).isEqualTo(204);
    }

    @ParameterizedTest
    @ValueSource(strings = {"nobody", "1-1-1-1-1-1", "%00", "ffffffff-ffff-ffff-ffff-fffffffffffg"})
    void what_is_no_id_is_not_there(String broken) {
        assertThat(ask("PUT", "lead", broken).statusCode()).isBetween(400, 404);
        assertThat(ask("DELETE", "lead", broken).statusCode()).isBetween(400, 404);
    }

    /** Otherwise they would still see, as requesters, tickets that they saw as staff. */
    @Test
    void who_becomes_a_requester_or_leaves_watches_nothing_any_more_but_own_tickets() {
        var demoted = people.someone(Role.DEVOPS_ENGINEER);
        var left = people.someone(Role.DEVOPS_ENGINEER);
        watch("lead", demoted.id());
        watch("lead", left.id());

        http.as("admin").json("PATCH", "/api/v1/users/" + demoted.id() + "/role", "{\"role\": \"END_USER\"}");
        people.deactivate(left.id());

        assertThat(watchers()).isEmpty();
        assertThat(JsonPath.<Integer>read(get("lead", ""), "$.watcherCount")).isZero();
    }

    @Test
    void watchers_come_with_the_submission() {
        var body = """
                {"title": "t", "description": "d", "category": "VM", "watcherIds": ["%1$s", "%2$s", "%1$s"]}""".formatted(id("lead"), id("engineer3"));

        var mine = http.as("user").json("POST", TICKETS, body);
        var foreign = http.as("user")
                .json(
                        "POST",
                        TICKETS,
                        body.replace(id("lead").toString(), id("user2").toString()));
        var byStaff = http.as("engineer")
                .json(
                        "POST",
                        TICKETS,
                        body.replace(id("lead").toString(), id("user2").toString()));

        assertThat(mine.statusCode()).as(mine.body()).isEqualTo(201);
        assertThat(JsonPath.<Integer>read(mine.body(), "$.watcherCount")).isEqualTo(2);
        assertThat(foreign.statusCode()).isEqualTo(422);
        assertThat(JsonPath.<List<String>>read(foreign.body(), "$.errors[*].field"))
                .containsExactly("watcherIds");
        assertThat(byStaff.statusCode()).isEqualTo(201);
        assertThat(http.as("user2")
                        .get(TICKETS + "/" + JsonPath.<String>read(byStaff.body(), "$.id"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(http.as("user")
                        .json("POST", TICKETS, body.replace("[", "[null, "))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void there_is_an_end_to_watchers() {
        world.sql("update tickets set watcher_count = 100 where id = '%s'".formatted(ticket.id()));

        var answer = ask("PUT", "lead", "me");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(JsonPath.<String>read(answer.body(), "$.code")).isEqualTo("TOO_MANY_WATCHERS");
    }

    @Test
    void ten_at_once_are_all_counted() throws Exception {
        var staff = new ArrayList<Person>();
        for (var i = 0; i < 10; i++) {
            staff.add(people.someone(Role.DEVOPS_ENGINEER));
        }

        var answers = Together.run(staff.stream()
                .<Callable<Integer>>map(person -> () -> watch("lead", person.id()))
                .toList());

        assertThat(answers).containsOnly(204);
        assertThat(watchers()).hasSize(10);
        assertThat(JsonPath.<Integer>read(get("lead", ""), "$.watcherCount")).isEqualTo(10);
    }

    @Test
    void a_page_of_watched_tickets_costs_as_many_statements_as_one_ticket() {
        watch("lead", id("manager"));
        var other = world.openAndRouted(Category.VM, Priority.P3);
        http.as("lead").json("PUT", TICKETS + "/" + other.number() + "/watchers/me", "");
        var both = List.of(world.now(ticket), world.now(other));
        var actor = world.as("lead");
        responses.page(both, actor);

        var one = Statements.of(() -> responses.of(both.get(0), actor));
        var page = Statements.of(() -> responses.page(both, actor));

        assertThat(page).hasSameSizeAs(one);
    }
}
