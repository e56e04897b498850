package io.ticketflow.ticket.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** One act on many tickets: each is done or refused as if it had been requested alone. */
@TicketflowTest
class BulkApiTests {

    private static final String TICKETS = "/api/v1/tickets/";

    @Autowired
    private World world;

    private Http http;
    private Ticket first;
    private Ticket second;

    @BeforeEach
    void twoTickets(@LocalServerPort int port) {
        world.beginAnew();
        http = Http.on(port);
        first = world.openAndRouted(Category.VM, Priority.P3);
        second = world.openAndRouted(Category.VM, Priority.P3);
    }

    private HttpResponse<String> bulk(String who, String route, List<String> ids, String more) {
        var named = ids.stream().map(id -> "\"" + id + "\"").collect(Collectors.joining(", "));
        return http.as(who).json("POST", TICKETS + "bulk/" + route, "{\"ticketIds\": [%s], %s}".formatted(named, more));
    }

    private static List<Object> read(HttpResponse<String> answer, String path) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonPath.read(answer.body(), path);
    }

    @Test
    void each_is_done_in_its_order_whatever_becomes_of_the_others() {
        var nothing = UUID.randomUUID().toString();
        var ids = List.of(second.number(), "TKT-1", first.id().toString(), nothing);

        var answer = bulk("lead", "status", ids, "\"status\": \"IN_PROGRESS\"");

        assertThat(read(answer, "$.results[*].id")).containsExactlyElementsOf(ids);
        assertThat(read(answer, "$.results[*].ok")).containsExactly(true, false, true, false);
        assertThat(read(answer, "$.results[*].problem.code")).containsExactly("TICKET_NOT_FOUND", "TICKET_NOT_FOUND");
        assertThat(world.now(first).status()).isEqualTo(TicketStatus.IN_PROGRESS);
        assertThat(world.now(second).status()).isEqualTo(TicketStatus.IN_PROGRESS);
    }

    /** Refusals of every kind have the same words, members and place as those of the single route. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            lead     | PATCH | status | "status": "RESOLVED"
            lead     | PATCH | status | "status": "PENDING_INFO"
            lead     | PATCH | status | "transition": "NOWHERE"
            user     | PATCH | status | "status": "IN_PROGRESS"
            user2    | PATCH | status | "status": "IN_PROGRESS"
            engineer | POST  | assign | "assigneeId": null
            lead     | POST  | assign | "assigneeId": "00000000-0000-0000-0000-000000000000"
            lead     | POST  | assign | "assigneeId": null, "teamId": "00000000-0000-0000-0000-000000000000"
            """)
    void the_problem_is_the_very_one_of_the_single_call(String who, String method, String route, String body) {
        var alone = http.as(who).json(method, TICKETS + first.number() + "/" + route, "{%s}".formatted(body));
        var among = bulk(who, route, List.of(first.number()), body);

        assertThat(alone.statusCode()).isBetween(400, 499);
        Map<String, Object> expected = JsonPath.read(alone.body(), "$");
        assertThat(read(among, "$.results[*].problem")).containsExactly(expected);
    }

    @Test
    void a_ticket_that_is_named_twice_is_done_once() {
        var answer = bulk("lead", "status", List.of(first.number(), first.number()), "\"status\": \"IN_PROGRESS\"");

        assertThat(read(answer, "$.results[*].ok")).containsExactly(true);
    }

    @Test
    void tickets_are_given_to_somebody_with_a_reason() {
        var senior = world.person("senior").id();

        var answer = bulk(
                "lead",
                "assign",
                List.of(first.number(), second.number()),
                "\"assigneeId\": \"%s\", \"reason\": \"holidays\"".formatted(senior));

        assertThat(read(answer, "$.results[*].ok")).containsExactly(true, true);
        assertThat(world.now(first).assigneeId()).isEqualTo(senior);
        assertThat(JsonPath.<List<String>>read(
                        http.as("lead")
                                .get(TICKETS + second.number() + "/history")
                                .body(),
                        "$[?(@.to == 'senior')].reason"))
                .containsExactly("holidays");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            assign | {"ticketIds": ["TKT-1"]}                                          | 422 | assigneeId
            assign | {"ticketIds": [], "assigneeId": null}                             | 422 | ticketIds
            assign | {"assigneeId": null}                                              | 422 | ticketIds
            assign | {"ticketIds": [null], "assigneeId": null}                         | 422 | ticketIds
            assign | {"ticketIds": ["TKT-1"], "assigneeId": "x"}                       | 400 | assigneeId
            assign | {"ticketIds": ["TKT-1"], "assigneeId": null, "colour": "red"}     | 400 | colour
            status | {"ticketIds": ["TKT-1"]}                                          | 422 | status
            status | {"ticketIds": ["TKT-1"], "status": "OPEN", "transition": "OPEN"}  | 422 | status
            status | {"ticketIds": ["TKT-1"], "status": "OPENED"}                      | 400 | status
            """)
    void what_is_wrong_with_all_is_said_once(String route, String body, int status, String named) {
        var answer = http.as("lead").json("POST", TICKETS + "bulk/" + route, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        assertThat(answer.body()).contains(named);
    }

    @Test
    void a_hundred_are_taken_and_no_more() {
        var hundred = IntStream.range(0, 100)
                .mapToObj(i -> "nothing " + i + "/\\u0000")
                .toList();

        var answer = bulk("lead", "status", hundred, "\"status\": \"OPEN\"");
        var more = bulk(
                "lead",
                "status",
                Stream.concat(hundred.stream(), Stream.of("x")).toList(),
                "\"status\": \"OPEN\"");

        assertThat(read(answer, "$.results[*].problem.status")).hasSize(100).containsOnly(404);
        assertThat(more.statusCode()).isEqualTo(422);
    }
}
