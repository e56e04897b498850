package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import java.net.http.HttpResponse;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A question and its answer at each door: the person who is asked reads the question, and the wait ends only with words. */
@TicketflowTest
class AnswerTests {

    private static final String QUESTION = "Which <b>host</b> & since when?";

    @Autowired
    private World world;

    @LocalServerPort
    private int port;

    private Ticket ticket;

    @BeforeEach
    void aQuestionIsAsked() {
        world.beginAnew();
        ticket = world.inWork();
        world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment(QUESTION), world.assigneeOf(ticket));
    }

    private Http as(String handle) {
        return Http.on(port).as(handle);
    }

    private String task() {
        return "/engine-rest/task/" + world.taskOf(ticket).getId();
    }

    private String path(String more) {
        return "/api/v1/tickets/" + ticket.number() + more;
    }

    private HttpResponse<String> patched(String who, String members) {
        return as(who).json("PATCH", path("/status"), "{\"status\": \"IN_PROGRESS\"%s}".formatted(members));
    }

    private HttpResponse<String> completed(String who, String variables) {
        return as(who).json(
                        "POST",
                        task() + "/complete",
                        "{\"variables\": {\"transition\": {\"value\": \"IN_PROGRESS\"}%s}}".formatted(variables));
    }

    private List<String> comments() {
        return JsonPath.read(as("lead").get(path("/comments")).body(), "$.items[?(@.visibility == 'PUBLIC')].body");
    }

    private String field(Http reader, String name) {
        return JsonPath.read(
                reader.get(task() + "/form-variables?deserializeValues=false").body(), "$.%s.value".formatted(name));
    }

    private TicketStatus status() {
        return world.now(ticket).status();
    }

    @Test
    void the_requesters_form_shows_the_question_and_asks_for_the_answer() {
        assertThat(field(as("user"), "question")).isEqualTo(QUESTION);
        assertThat(field(as("user"), "commentKeys")).contains("IN_PROGRESS").doesNotContain("CLOSED");
        assertThat(JsonPath.<String>read(field(as("user"), "words"), "$.comment"))
                .isEqualTo("Your answer");
        assertThat(JsonPath.<String>read(field(as("lead"), "words"), "$.comment"))
                .isEqualTo("What was the answer?");
        assertThat(field(as("user"), "offeredResolution")).isEmpty();
        assertThat(field(as("user"), "transition")).as("chosen beforehand").isEqualTo("IN_PROGRESS");
    }

    @Test
    void the_form_speaks_the_language_of_its_reader_and_english_to_others() {
        var german = field(as("user").with("Accept-Language", "de-AT,en;q=0.5"), "words");
        var other = field(as("user").with("Accept-Language", "pt"), "words");

        assertThat(JsonPath.<String>read(german, "$.question")).isEqualTo("Frage");
        assertThat(JsonPath.<String>read(german, "$.comment")).isEqualTo("Ihre Antwort");
        assertThat(JsonPath.<String>read(other, "$.question")).isEqualTo("Question");
    }

    @Test
    void the_question_is_shown_as_its_author_last_wrote_it_and_not_once_it_is_deleted() {
        var engineer = as(world.assigneeOf(ticket));
        var id = JsonPath.<List<String>>read(engineer.get(path("/comments")).body(), "$.items[-1:].id")
                .get(0);

        engineer.json("PUT", path("/comments/" + id), "{\"body\": \"Which database host?\"}");
        assertThat(field(as("user"), "question")).isEqualTo("Which database host?");
        engineer.json("DELETE", path("/comments/" + id), "");
        assertThat(field(as("user"), "question")).isEmpty();
    }

    @Test
    void a_second_question_takes_the_place_of_the_first() {
        world.comment(ticket.number(), "db3", Visibility.PUBLIC, world.as("user"));
        assertThat(field(as(world.assigneeOf(ticket)), "question")).isEmpty();

        world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment("And since when?"), world.assigneeOf(ticket));

        assertThat(field(as("user"), "question")).isEqualTo("And since when?");
    }

    @Test
    void the_requester_reads_the_offered_solution_before_confirming_it() {
        world.comment(ticket.number(), "db3", Visibility.PUBLIC, world.as("user"));
        world.move(
                ticket,
                TicketStatus.RESOLVED,
                MoveDetails.resolution(ResolutionCode.WORKAROUND, "Use <host> db4"),
                world.assigneeOf(ticket));

        assertThat(field(as("user"), "offeredResolution")).isEqualTo("Workaround\n\nUse <host> db4");
        assertThat(field(as("user"), "question")).isEmpty();
        assertThat(JsonPath.<String>read(field(as("user"), "words"), "$.comment"))
                .isEqualTo("What is still wrong, or what should we know?");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  ", "\u200B", "\u3164 \uFEFF"})
    void an_answer_without_a_word_is_refused_at_each_door(String nothing) {
        var comment = nothing.isEmpty() ? "" : ", \"comment\": \"%s\"".formatted(nothing);
        var variable = nothing.isEmpty() ? "" : ", \"comment\": {\"value\": \"%s\"}".formatted(nothing);

        for (var who : List.of("user", "lead")) {
            var patched = patched(who, comment);
            assertThat(patched.statusCode()).isEqualTo(422);
            assertThat(JsonPath.<List<String>>read(patched.body(), "$.errors[*].field"))
                    .containsExactly("comment");
            var completed = completed(who, variable);
            assertThat(completed.statusCode()).isEqualTo(422);
            assertThat(JsonPath.<String>read(completed.body(), "$.message")).contains("comment is needed");
        }
        assertThat(as("user")
                        .json(
                                "POST",
                                path("/comments"),
                                "{\"body\": \"%s\", \"visibility\": \"PUBLIC\"}".formatted(nothing))
                        .statusCode())
                .isEqualTo(422);
        assertThat(status()).isEqualTo(TicketStatus.PENDING_INFO);
        assertThat(comments()).containsExactly(QUESTION);
    }

    @Test
    void the_requesters_answer_by_the_api_is_one_comment() {
        assertThat(patched("user", ", \"comment\": \"db3\"").statusCode()).isEqualTo(200);

        assertThat(status()).isEqualTo(TicketStatus.IN_PROGRESS);
        assertThat(comments()).containsExactly(QUESTION, "db3");
    }

    @Test
    void the_requesters_answer_in_the_task_is_one_comment() {
        assertThat(completed("user", ", \"comment\": {\"value\": \"db3\"}").statusCode())
                .isEqualTo(204);

        assertThat(status()).isEqualTo(TicketStatus.IN_PROGRESS);
        assertThat(comments()).containsExactly(QUESTION, "db3");
    }

    @Test
    void a_public_comment_of_the_requester_answers_and_is_not_said_twice() {
        world.comment(ticket.number(), "db3", Visibility.PUBLIC, world.as("user"));

        assertThat(status()).isEqualTo(TicketStatus.IN_PROGRESS);
        assertThat(comments()).containsExactly(QUESTION, "db3");
    }

    @Test
    void staff_who_end_the_wait_say_what_they_heard() {
        assertThat(patched(world.assigneeOf(ticket), ", \"comment\": \"By phone: db3\"")
                        .statusCode())
                .isEqualTo(200);

        assertThat(comments()).containsExactly(QUESTION, "By phone: db3");
    }

    @Test
    void the_api_names_the_answer_among_what_a_step_needs() {
        var steps = as("user").get(path("/transitions")).body();

        assertThat(JsonPath.<List<String>>read(steps, "$[?(@.transition == 'IN_PROGRESS')].requiredFields[*]"))
                .containsExactly("comment");
        assertThat(JsonPath.<List<String>>read(steps, "$[?(@.transition == 'CLOSED')].requiredFields[*]"))
                .containsExactly("resolutionCode");
    }
}
