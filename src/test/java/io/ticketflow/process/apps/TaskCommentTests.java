package io.ticketflow.process.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** "Add comment" in Tasklist, and its route at engine-rest: a comment on the ticket, and nothing that exists in the engine only. */
@TicketflowTest
class TaskCommentTests {

    @Autowired
    private World world;

    @Autowired
    private JdbcTemplate jdbc;

    @LocalServerPort
    private int port;

    private Ticket ticket;

    @BeforeEach
    void aTicketInWork() {
        world.beginAnew();
        ticket = world.inWork();
    }

    @AfterEach
    void theEngineKeepsNothing() {
        assertThat(jdbc.queryForObject("select count(*) from act_hi_comment", Long.class))
                .isZero();
        assertThat(jdbc.queryForObject("select count(*) from act_hi_attachment", Long.class))
                .isZero();
    }

    private String task() {
        return "/engine-rest/task/" + world.taskOf(ticket).getId();
    }

    private HttpResponse<String> say(String who, String words) {
        return Http.on(port).as(who).json("POST", task() + "/comment/create", "{\"message\": \"%s\"}".formatted(words));
    }

    private List<Map<String, String>> onTheTicket() {
        return JsonPath.read(
                Http.on(port)
                        .as("lead")
                        .get("/api/v1/tickets/" + ticket.number() + "/comments")
                        .body(),
                "$.items[*]['body', 'visibility']");
    }

    private List<String> atTheTask(String who) {
        return JsonPath.read(Http.on(port).as(who).get(task() + "/comment").body(), "$[*].message");
    }

    private void ask() {
        world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment("Which?"), world.assigneeOf(ticket));
    }

    @ParameterizedTest
    @ValueSource(strings = {"engineer4", "senior", "lead", "manager", "admin"})
    void what_staff_say_at_a_task_is_an_internal_note_on_the_ticket(String who) {
        var answer = say(who, "Seen <it> before");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JsonPath.<String>read(answer.body(), "$.message")).isEqualTo("Seen <it> before");
        assertThat(JsonPath.<String>read(answer.body(), "$.userId")).isEqualTo(who);
        assertThat(onTheTicket()).containsExactly(Map.of("body", "Seen <it> before", "visibility", "INTERNAL"));
        assertThat(atTheTask("engineer")).containsExactly("Seen <it> before");
    }

    @Test
    void what_the_requester_says_is_public_and_answers_a_question() {
        say("lead", "Ask them");
        ask();

        assertThat(atTheTask("user")).containsExactly("Which?");
        assertThat(say("user", "db3").statusCode()).isEqualTo(200);

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
        assertThat(onTheTicket()).last().isEqualTo(Map.of("body", "db3", "visibility", "PUBLIC"));
        assertThat(onTheTicket()).hasSize(3);
    }

    @Test
    void a_requester_does_not_see_or_comment_on_the_tasks_of_others() {
        assertThat(say("user", "Hello?").statusCode()).isEqualTo(404);
        assertThat(Http.on(port).as("user").get(task() + "/comment").statusCode())
                .isEqualTo(404);
        ask();
        assertThat(say("user2", "Not mine").statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"message\": null}", "{\"message\": \" \"}", "{\"message\": \"\\u200B\"}", ""})
    void a_comment_without_a_word_is_refused(String body) {
        var answer = Http.on(port).as("lead").json("POST", task() + "/comment/create", body);

        assertThat(answer.statusCode()).as(answer.body()).isIn(400, 422);
        assertThat(onTheTicket()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"/engine-rest/engine/default/task/{task}/comment/create", "/engine-rest/task/{task}/comment/create/"})
    void the_other_spellings_of_the_route_lead_to_the_ticket_too(String path) {
        var answer = Http.on(port)
                .as("manager")
                .json(
                        "POST",
                        path.replace("{task}", world.taskOf(ticket).getId()),
                        "{\"message\": \"A word\", \"processInstanceId\": \"%s\"}"
                                .formatted(ticket.processInstanceId()));

        assertThat(answer.statusCode()).isIn(200, 404);
        assertThat(onTheTicket()).hasSize(answer.statusCode() == 200 ? 1 : 0);
    }

    @Test
    void files_go_to_the_ticket() {
        var answer = Http.on(port)
                .as("manager")
                .send("POST", task() + "/attachment/create", """
                        --part\r
                        Content-Disposition: form-data; name="content"; filename="log.txt"\r
                        \r
                        A line\r
                        --part--\r
                        """, "multipart/form-data; boundary=part");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(JsonPath.<String>read(answer.body(), "$.type")).isEqualTo("ATTACH_TO_THE_TICKET");
    }
}
