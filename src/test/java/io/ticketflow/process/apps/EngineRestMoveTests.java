package io.ticketflow.process.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The rules of moves at the engine's own REST API: a refusal is a 4xx with a sentence for people. */
@TicketflowTest
class EngineRestMoveTests {

    @Autowired
    private World world;

    private Http lead;
    private Http stranger;
    private Ticket ticket;

    @LocalServerPort
    private int port;

    @BeforeEach
    void aRoutedTicket() {
        world.beginAnew();
        lead = Http.on(port).as("lead");
        stranger = Http.on(port).as("engineer4");
        ticket = world.openAndRouted(Category.VM, Priority.P3);
    }

    private String task() {
        return "/engine-rest/task/" + world.taskOf(ticket).getId();
    }

    private static String step(String key, String more) {
        return "{\"variables\": {\"transition\": {\"value\": \"%s\"}%s}}".formatted(key, more);
    }

    @Test
    void a_step_moves_the_ticket() {
        var answer = lead.json("POST", task() + "/complete", step("IN_PROGRESS", ""));

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
    }

    @Test
    void a_step_that_is_not_drawn_is_a_409_with_the_legal_ones() {
        var answer = lead.json("POST", task() + "/complete", step("RESOLVED", ""));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(JsonPath.<String>read(answer.body(), "$.type")).isEqualTo("ILLEGAL_TRANSITION");
        assertThat(JsonPath.<List<String>>read(answer.body(), "$.legal")).contains("IN_PROGRESS");
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
    }

    @Test
    void a_step_without_what_it_needs_is_a_422_that_names_it() {
        var answer = lead.json("POST", task() + "/submit-form", step("PENDING_INFO", ""));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(JsonPath.<String>read(answer.body(), "$.message")).contains("comment");
    }

    @Test
    void a_strangers_step_is_a_403() {
        var answer = stranger.json("POST", task() + "/complete", step("IN_PROGRESS", ""));

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
    }

    @Test
    void claiming_the_requesters_task_is_a_409() {
        var resolved = world.resolved();
        ticket = resolved;

        var answer = lead.json("POST", task() + "/assignee", "{\"userId\": \"lead\"}");

        assertThat(answer.statusCode()).isIn(403, 409);
        assertThat(world.taskOf(resolved).getAssignee()).isEqualTo("user");
    }

    @Test
    void a_task_that_somebody_else_has_completed_is_a_409() {
        var path = task() + "/complete";
        lead.json("POST", path, step("IN_PROGRESS", ""));

        var answer = lead.json("POST", path, step("IN_PROGRESS", ""));

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(JsonPath.<String>read(answer.body(), "$.type")).isEqualTo("TASK_GONE");
    }

    @Test
    void a_second_state_by_modification_is_a_409_without_rows() {
        var answer = Http.on(port)
                .as("admin")
                .json(
                        "POST",
                        "/engine-rest/process-instance/" + ticket.processInstanceId() + "/modification",
                        "{\"instructions\": [{\"type\": \"startBeforeActivity\", \"activityId\": \"workOnTicket\"}]}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).doesNotContain("tickets", "SQL", "constraint");
    }

    @Test
    void a_claim_of_a_taken_task_is_a_409() {
        var answer = lead.json("POST", task() + "/claim", "{\"userId\": \"lead\"}");

        assertThat(answer.statusCode()).isEqualTo(409);
    }

    @Test
    void a_claim_reaches_the_ticket() {
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, "lead");
        world.move(ticket, TicketStatus.OPEN, MoveDetails.NONE, "lead");

        var answer = lead.json("POST", task() + "/claim", "{\"userId\": \"lead\"}");

        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(world.assigneeOf(ticket)).isEqualTo("lead");
    }

    @Test
    void the_form_offers_the_steps_of_the_person_who_opens_it() {
        var fields =
                lead.get(task() + "/form-variables?deserializeValues=false").body();

        assertThat(JsonPath.<String>read(fields, "$.number.value")).isEqualTo(ticket.number());
        assertThat(JsonPath.<String>read(fields, "$.requester.value")).isEqualTo("Uma User");
        assertThat(JsonPath.<List<String>>read(JsonPath.<String>read(fields, "$.transitions.value"), "$[*].value"))
                .containsExactlyInAnyOrder("IN_PROGRESS", "PENDING_INFO", "ESCALATED", "CLOSED");
        assertThat(JsonPath.<String>read(fields, "$.commentKeys.value")).contains("PENDING_INFO", "ESCALATED");
    }

    @Test
    void a_requester_sees_what_the_own_task_is_about_and_confirms() {
        ticket = world.resolved();
        var requester = Http.on(port).as("user");

        var list = JsonPath.<List<String>>read(
                        requester.get("/engine-rest/filter?name=My%20tickets").body(), "$[*].id")
                .get(0);
        var cards = requester
                .with("Accept", "application/hal+json")
                .get("/engine-rest/filter/" + list + "/list?maxResults=10");
        var answer = requester.json("POST", task() + "/complete", step("CLOSED", ""));

        assertThat(JsonPath.<List<String>>read(
                        cards.body(), "$._embedded.task[*]._embedded.variable[?(@.name == 'title')].value"))
                .containsExactly(ticket.title());
        assertThat(answer.statusCode()).isEqualTo(204);
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.CLOSED);
    }
}
