package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Multipart;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Transition;
import io.ticketflow.ticket.Visibility;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.runtime.Job;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** A word about a solution is neither a yes nor a no: the ticket stays solved, and does not close by itself before staff have answered. */
@TicketflowTest
class SolvedTicketTests {

    private static final Duration FIVE_DAYS = Duration.ofDays(5).plusSeconds(1);

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private ManagementService jobs;

    @Autowired
    private TaskService tasks;

    @Autowired
    private Reconciliation reconciliation;

    @Autowired
    private JdbcTemplate jdbc;

    private Http http;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        http = Http.on(port);
    }

    @AfterEach
    void ticketsAndProcessesAgree() {
        assertThat(reconciliation.check()).isEmpty();
    }

    private HttpResponse<String> say(String who, Ticket ticket, String body) {
        return http.asAnew(who)
                .json(
                        "POST",
                        "/api/v1/tickets/" + ticket.number() + "/comments",
                        "{\"body\": \"%s\", \"visibility\": \"PUBLIC\"}".formatted(body));
    }

    private void stands(Ticket ticket, TicketStatus status, String stage) {
        var now = world.now(ticket);
        assertThat(now.status()).isEqualTo(status);
        assertThat(Objects.requireNonNull(now.stage()).id()).isEqualTo(stage);
    }

    private List<String> keys(Ticket ticket, String who) {
        return desk.transitions(ticket.number(), world.as(who)).stream()
                .map(Transition::key)
                .sorted()
                .toList();
    }

    @Test
    void an_objection_stops_the_wait_and_the_answer_says_what_reopens() {
        var ticket = world.resolved();
        var solvedAt = ticket.resolvedAt();

        var answer = say("user", ticket, "It does not work");

        assertThat(JsonPath.<List<String>>read(answer.body(), "$.warnings"))
                .singleElement()
                .asString()
                .contains(ticket.number(), "does not close by itself", "\"Not solved\" (REOPENED)");
        stands(ticket, TicketStatus.RESOLVED, "answerRequester");
        assertThat(world.timersOf(ticket)).isEmpty();
        assertThat(world.taskOf(ticket).getAssignee()).isEqualTo(world.assigneeOf(ticket));
        world.timePasses(Duration.ofDays(100));
        stands(ticket, TicketStatus.RESOLVED, "answerRequester");
        assertThat(world.now(ticket).resolvedAt()).isEqualTo(solvedAt);
        assertThat(world.now(ticket).resolution()).isEqualTo("Enlarged the volume");
        assertThat(world.now(ticket).reopenCount()).isZero();

        assertThat(keys(ticket, "user")).containsExactly("CLOSED", "REOPENED");
        world.move(ticket, TicketStatus.REOPENED, MoveDetails.comment("As I said"), "user");
        stands(ticket, TicketStatus.REOPENED, "acceptReopenedTicket");
        assertThat(world.now(ticket).reopenCount()).isEqualTo(1);
    }

    @Test
    void an_answer_of_staff_begins_the_wait_anew() {
        var ticket = world.resolved();
        say("user", ticket, "Thanks! Was it the disk?");
        world.timePasses(Duration.ofDays(4));

        var answer = say(world.assigneeOf(ticket), ticket, "Yes");

        assertThat(answer.body()).doesNotContain("warnings");
        stands(ticket, TicketStatus.RESOLVED, "confirmResolution");
        assertThat(world.taskOf(ticket).getAssignee()).isEqualTo("user");
        world.timePasses(Duration.ofDays(4));
        stands(ticket, TicketStatus.RESOLVED, "confirmResolution");
        world.timePasses(FIVE_DAYS.minusDays(4));
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.CLOSED);
    }

    /** So a person who is told something new about a solution has all the time to answer. */
    @Test
    void what_staff_add_unasked_begins_the_wait_anew_too() {
        var ticket = world.resolved();
        world.timePasses(Duration.ofDays(4));

        say(world.assigneeOf(ticket), ticket, "It needs a restart of your machine, too");

        world.timePasses(Duration.ofDays(4));
        stands(ticket, TicketStatus.RESOLVED, "confirmResolution");
        world.timePasses(FIVE_DAYS.minusDays(4));
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.CLOSED);
    }

    private HttpResponse<String> attach(String who, Ticket ticket, String visibility) {
        return http.asAnew(who)
                .upload(
                        "/api/v1/tickets/" + ticket.number() + "/attachments",
                        Multipart.file("screen.txt", "still broken", visibility));
    }

    @Test
    void a_file_without_words_is_an_objection_too() {
        var ticket = world.resolved();
        world.sql("truncate notifications cascade");

        var answer = attach("user", ticket, "PUBLIC");

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(JsonPath.<List<String>>read(answer.body(), "$.warnings"))
                .singleElement()
                .asString()
                .contains(ticket.number(), "does not close by itself", "\"Not solved\" (REOPENED)");
        stands(ticket, TicketStatus.RESOLVED, "answerRequester");
        assertThat(world.timersOf(ticket)).isEmpty();
        assertThat(told())
                .containsExactlyInAnyOrder(
                        world.assigneeOf(ticket) + " " + ticket.number()
                                + " has a file on its solution: Disk full on db3",
                        "user " + ticket.number() + " has your file: Disk full on db3");
        world.timePasses(Duration.ofDays(100));
        stands(ticket, TicketStatus.RESOLVED, "answerRequester");

        say(world.assigneeOf(ticket), ticket, "Try again");
        stands(ticket, TicketStatus.RESOLVED, "confirmResolution");
    }

    @Test
    void a_file_of_a_watcher_or_of_the_requester_of_a_merged_ticket_is_heard_too() {
        var ticket = world.inWork();
        var second = submitted("user2");
        merged(second, ticket);
        world.resolve(ticket);

        var answer = attach("user2", second, "PUBLIC");

        assertThat(answer.headers().firstValue("Location").orElseThrow())
                .contains(ticket.id().toString());
        stands(ticket, TicketStatus.RESOLVED, "answerRequester");
    }

    @Test
    void a_file_of_staff_is_no_answer_and_an_internal_one_changes_nothing() {
        var ticket = world.resolved();
        var assignee = world.assigneeOf(ticket);
        assertThat(attach(assignee, ticket, "INTERNAL").body()).doesNotContain("warnings");
        stands(ticket, TicketStatus.RESOLVED, "confirmResolution");
        say("user", ticket, "It does not work");

        assertThat(attach(assignee, ticket, "PUBLIC").body()).doesNotContain("warnings");

        stands(ticket, TicketStatus.RESOLVED, "answerRequester");
    }

    /** A question needs words. */
    @Test
    void a_file_is_no_answer_to_a_question() {
        var ticket = world.inWork();
        world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment("Which host?"), world.assigneeOf(ticket));

        assertThat(attach("user", ticket, "PUBLIC").statusCode()).isEqualTo(201);

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.PENDING_INFO);
    }

    @Test
    void while_staff_have_to_answer_the_requester_goes_on_to_speak_confirm_and_reject() {
        var ticket = world.resolved();
        say("user", ticket, "It does not work");
        world.sql("truncate notifications cascade");

        var more = say("user", ticket, "And it is slow");

        assertThat(more.statusCode()).isEqualTo(201);
        assertThat(more.body()).contains("\\\"Not solved\\\" (REOPENED)");
        assertThat(attach("user", ticket, "PUBLIC").statusCode()).isEqualTo(201);
        stands(ticket, TicketStatus.RESOLVED, "answerRequester");
        assertThat(told())
                .contains(
                        world.assigneeOf(ticket) + " " + ticket.number()
                                + " has a comment on its solution: Disk full on db3",
                        world.assigneeOf(ticket) + " " + ticket.number()
                                + " has a file on its solution: Disk full on db3");
        assertThat(keys(ticket, "user")).containsExactly("CLOSED", "REOPENED");
        assertThat(http.asAnew("user")
                        .get("/engine-rest/task/" + world.taskOf(ticket).getId())
                        .statusCode())
                .as("the requester has no task")
                .isIn(403, 404);
        world.move(ticket, TicketStatus.CLOSED, MoveDetails.NONE, "user");
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.CLOSED);
    }

    @Test
    void an_internal_note_changes_nothing() {
        var ticket = world.resolved();
        world.timePasses(Duration.ofDays(4));

        world.comment(ticket.number(), "I wonder", Visibility.INTERNAL, world.as(world.assigneeOf(ticket)));

        world.timePasses(FIVE_DAYS.minusDays(4));
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.CLOSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"assignee", "lead"})
    void the_people_who_solved_it_may_take_it_on_again(String role) {
        var ticket = world.resolved();
        var who = role.equals("assignee") ? world.assigneeOf(ticket) : role;
        assertThat(keys(ticket, world.assigneeOf(ticket))).isEmpty();
        say("user", ticket, "It does not work");

        assertThat(keys(ticket, who))
                .containsExactlyElementsOf(
                        role.equals("lead")
                                ? List.of("CLOSED", "REOPENED", "RESOLVED")
                                : List.of("REOPENED", "RESOLVED"));
        assertThat(keys(ticket, "engineer3")).isEmpty();
        world.move(ticket, TicketStatus.REOPENED, MoveDetails.comment("I see it, too"), who);

        stands(ticket, TicketStatus.REOPENED, "acceptReopenedTicket");
    }

    @Test
    void a_watcher_who_is_no_member_of_staff_is_heard_too() {
        var ticket = world.resolved();
        http.as("lead")
                .json(
                        "PUT",
                        "/api/v1/tickets/" + ticket.number() + "/watchers/"
                                + world.person("user2").id(),
                        "");

        var answer = say("user2", ticket, "Still down here");

        assertThat(answer.body()).contains("does not close by itself").doesNotContain("REOPENED");
        stands(ticket, TicketStatus.RESOLVED, "answerRequester");
        assertThat(keys(ticket, "user2")).isEmpty();
    }

    /** Tasklist completes the task with the step's variables. */
    @Test
    void the_same_steps_are_offered_at_the_engines_doors() {
        var ticket = world.resolved();
        var user = http.asAnew("user");
        var complete = "{\"variables\": {\"transition\": {\"value\": \"RESOLVED\"}%s}}";
        var words = ", \"comment\": {\"value\": \"Since when?\"}";
        var path = "/engine-rest/task/%s/complete";

        assertThat(user.json("POST", path.formatted(world.taskOf(ticket).getId()), complete.formatted(""))
                        .statusCode())
                .isEqualTo(422);
        assertThat(user.json("POST", path.formatted(world.taskOf(ticket).getId()), complete.formatted(words))
                        .statusCode())
                .isEqualTo(204);
        stands(ticket, TicketStatus.RESOLVED, "answerRequester");
        assertThat(world.now(ticket).resolution()).isEqualTo("Enlarged the volume");

        var assignee = http.asAnew(world.assigneeOf(ticket));
        assertThat(assignee.json("POST", path.formatted(world.taskOf(ticket).getId()), complete.formatted(words))
                        .statusCode())
                .isEqualTo(204);
        stands(ticket, TicketStatus.RESOLVED, "confirmResolution");
        assertThat(JsonPath.<List<String>>read(
                        user.get("/api/v1/tickets/" + ticket.number() + "/comments")
                                .body(),
                        "$.items[*].body"))
                .containsExactly("Since when?", "Since when?");
    }

    @Test
    void the_resolver_is_told_and_the_requester_reads_what_to_do() {
        var ticket = world.resolved();
        world.sql("truncate notifications cascade");

        say("user", ticket, "It does not work");

        assertThat(told())
                .containsExactlyInAnyOrder(
                        world.assigneeOf(ticket) + " " + ticket.number()
                                + " has a comment on its solution: Disk full on db3",
                        "user " + ticket.number() + " has your comment: Disk full on db3");
        assertThat(bodies("user").get(0)).contains("does not close by itself", "reject the solution");
        assertThat(bodies(world.assigneeOf(ticket)).get(0)).contains("It does not work", "public comment");

        world.sql("truncate notifications cascade");
        say(world.assigneeOf(ticket), ticket, "Try again");
        assertThat(told())
                .containsExactly("user " + ticket.number() + " has an answer about its solution: Disk full on db3");
        assertThat(bodies("user").get(0))
                .contains("Try again", "Confirm the solution, or reject it", "closes by itself");
    }

    @Test
    void the_lead_is_told_when_the_resolver_has_left() {
        var ticket = world.resolved();
        world.sql("update users set active = false where id = '%s'".formatted(ticket.assigneeId()));
        try {
            world.sql("truncate notifications cascade");

            say("user", ticket, "It does not work");

            await().until(() -> !Objects.equals(world.now(ticket).assigneeId(), ticket.assigneeId()));
            assertThat(told())
                    .anyMatch(line -> line.startsWith("lead ") && line.contains("has a comment on its solution"));
        } finally {
            world.sql("update users set active = true where id = '%s'".formatted(ticket.assigneeId()));
        }
    }

    private List<String> told() {
        return jdbc.queryForList(
                "select handle || ' ' || title from notifications join users on users.id = recipient_id", String.class);
    }

    private List<String> bodies(String who) {
        return jdbc.queryForList(
                "select body from notifications join users on users.id = recipient_id where handle = ?",
                String.class,
                who);
    }

    /** Tickets keep the version on which they were submitted, and process owners deploy models of their own. */
    @Test
    void in_a_model_without_the_state_the_timer_stands_still_until_staff_answer() throws IOException {
        withoutTheState();
        var ticket = world.resolved();
        assertThat(keys(ticket, "user")).containsExactly("CLOSED", "REOPENED");

        var answer = say("user", ticket, "It does not work");

        assertThat(answer.body()).contains("does not close by itself", "\\\"Not solved\\\" (REOPENED)");
        world.timePasses(Duration.ofDays(100));
        stands(ticket, TicketStatus.RESOLVED, "confirmResolution");

        say(world.assigneeOf(ticket), ticket, "Try again");
        world.timePasses(Duration.ofDays(4));
        stands(ticket, TicketStatus.RESOLVED, "confirmResolution");
        attach("user", ticket, "PUBLIC");
        world.timePasses(FIVE_DAYS);
        stands(ticket, TicketStatus.RESOLVED, "confirmResolution");
        say(world.assigneeOf(ticket), ticket, "I see");
        world.timePasses(FIVE_DAYS);
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.CLOSED);
    }

    /** The model as it was before it had the state. */
    private void withoutTheState() throws IOException {
        var model = Files.readString(Path.of("processes", "ticket-lifecycle.bpmn"), StandardCharsets.UTF_8);
        var former = model.replaceAll("(?s)<bpmn:userTask id=\"answerRequester\".*?</bpmn:userTask>", "")
                .replaceAll("(?s)<bpmn:exclusiveGateway id=\"afterAnswerRequester\">.*?</bpmn:exclusiveGateway>", "")
                .replaceAll(
                        "(?s)<bpmn:sequenceFlow id=\"(afterConfirmResolutionToAnswerRequester|requesterAnswered|notSolvedAfterAll|afterAnswerRequesterToTicketClosed)\".*?</bpmn:sequenceFlow>",
                        "")
                .replaceAll("<bpmn:sequenceFlow id=\"answerRequesterToAfterAnswerRequester\"[^>]*/>", "")
                .replaceAll(
                        "<bpmn:(incoming|outgoing)>(afterConfirmResolutionToAnswerRequester|requesterAnswered|notSolvedAfterAll|afterAnswerRequesterToTicketClosed)</bpmn:(incoming|outgoing)>",
                        "")
                .replaceAll("(?s)<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "");
        assertThat(former).doesNotContain("nswerRequester");
        repository.createDeployment().addString("ticket-lifecycle.bpmn", former).deploy();
    }

    /** The comment at the instant of the fifth day is either said on the solved ticket, which then stays open, or refused because it is closed. */
    @RepeatedTest(5)
    void a_comment_while_the_timer_closes_it_is_not_swallowed() throws Exception {
        var ticket = world.resolved();
        var timer = world.timersOf(ticket).get(0);
        world.pass(FIVE_DAYS);

        var answers = Together.run(
                List.of(() -> say("user", ticket, "It does not work").statusCode(), ring(timer)));

        var isSaid = answers.get(0) == 201;
        assertThat(answers.get(0)).isIn(201, 409);
        world.runDueJobs();
        assertThat(world.now(ticket).status()).isEqualTo(isSaid ? TicketStatus.RESOLVED : TicketStatus.CLOSED);
    }

    private Callable<Integer> ring(Job timer) {
        return () -> {
            try {
                jobs.executeJob(timer.getId());
                return 200;
            } catch (OptimisticLockingException overtaken) {
                return 409;
            } catch (RuntimeException gone) {
                return jobs.createJobQuery().jobId(timer.getId()).count() == 0 ? 404 : 500;
            }
        };
    }

    @Test
    void a_second_requester_rejects_the_solution_and_does_not_confirm_it() {
        var ticket = world.inWork();
        var second = submitted("user2");
        merged(second, ticket);
        world.resolve(ticket);
        assertThat(keys(ticket, "user2")).containsExactly("REOPENED", "RESOLVED");
        assertThatThrownBy(() -> world.move(ticket, TicketStatus.CLOSED, MoveDetails.NONE, "user2"))
                .hasMessageContaining("may not take the step");

        var answer = say("user2", second, "Still down here");

        assertThat(answer.body()).contains("\\\"Not solved\\\" (REOPENED)");
        stands(ticket, TicketStatus.RESOLVED, "answerRequester");
        world.move(ticket, TicketStatus.REOPENED, MoveDetails.comment("Still down"), "user2");
        stands(ticket, TicketStatus.REOPENED, "acceptReopenedTicket");
    }

    @Test
    void a_member_of_staff_whose_ticket_was_merged_speaks_as_a_requester() {
        var ticket = world.inWork();
        merged(submitted("engineer4"), ticket);
        world.resolve(ticket);

        assertThat(say("engineer4", ticket, "Still down here").statusCode()).isEqualTo(201);

        stands(ticket, TicketStatus.RESOLVED, "answerRequester");
        assertThat(keys(ticket, "engineer4")).containsExactly("REOPENED");
    }

    @Test
    void a_second_requester_answers_what_the_first_was_asked() {
        var ticket = world.inWork();
        var second = submitted("user2");
        merged(second, ticket);
        world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment("Which host?"), world.assigneeOf(ticket));
        assertThat(keys(ticket, "user2")).containsExactly("IN_PROGRESS");

        say("user2", second, "db3");

        stands(ticket, TicketStatus.IN_PROGRESS, "workOnTicket");
    }

    @Test
    void a_person_who_no_longer_watches_is_no_second_requester() {
        var ticket = world.inWork();
        merged(submitted("engineer4"), ticket);
        world.resolve(ticket);
        http.as("engineer4")
                .json(
                        "DELETE",
                        "/api/v1/tickets/" + ticket.number() + "/watchers/"
                                + world.person("engineer4").id(),
                        "");

        assertThat(keys(ticket, "engineer4")).isEmpty();
        assertThat(say("engineer4", ticket, "Still down here").statusCode()).isEqualTo(403);
    }

    private Ticket submitted(String who) {
        var answer = http.as(who)
                .json(
                        "POST",
                        "/api/v1/tickets",
                        "{\"title\": \"Down, too\", \"description\": \"df\", \"category\": \"VM\", \"priority\": \"P3\"}");
        var ticket = desk.read(JsonPath.read(answer.body(), "$.number"), world.as("admin"));
        world.runDueJobs();
        return ticket;
    }

    private void merged(Ticket duplicate, Ticket target) {
        var answer = http.as("manager")
                .json(
                        "POST",
                        "/api/v1/tickets/" + duplicate.number() + "/merge",
                        "{\"intoTicketId\": \"%s\"}".formatted(target.number()));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    /** A claim by another engineer of the team is an assignment, as everywhere where it is the assignee's turn. */
    @Test
    void the_task_to_answer_follows_the_assignee() {
        var ticket = world.resolved();
        say("user", ticket, "It does not work");

        tasks.setAssignee(world.taskOf(ticket).getId(), "senior");

        assertThat(world.assigneeOf(ticket)).isEqualTo("senior");
        assertThat(Map.of("status", world.now(ticket).status())).containsEntry("status", TicketStatus.RESOLVED);
    }
}
