package io.ticketflow.process.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.net.http.HttpResponse;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * When an administrator acts on an instance in Cockpit or at the engine's REST API, the ticket follows, or the act is refused with a reason. There is never an
 * error page, and ticket and instance never differ.
 */
@TicketflowTest
class OperatorDoorTests {

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private Reconciliation reconciliation;

    @LocalServerPort
    private int port;

    private Http admin;
    private Ticket ticket;

    @BeforeEach
    void aRoutedTicket() {
        world.beginAnew();
        admin = Http.on(port).as("admin");
        ticket = world.openAndRouted(Category.VM, Priority.P3);
    }

    private HttpResponse<String> ask(String method, String path, String body) {
        var task = world.taskOf(ticket);
        return admin.json(
                method,
                "/engine-rest"
                        + path.replace("{instance}", String.valueOf(ticket.processInstanceId()))
                                .replace("{definition}", String.valueOf(ticket.processDefinitionId()))
                                .replace("{task}", task.getId())
                                .replace("{execution}", task.getExecutionId())
                                .replace("{state}", task.getTaskDefinitionKey())
                                .replace(
                                        "{timer}", world.timersOf(ticket).get(0).getId()),
                body.replace("{instance}", String.valueOf(ticket.processInstanceId()))
                        .replace("{definition}", String.valueOf(ticket.processDefinitionId()))
                        .replace("{state}", task.getTaskDefinitionKey())
                        .replace("'", "\""));
    }

    private HttpResponse<String> refused(String method, String path, String body) {
        var answer = ask(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        assertThat(reconciliation.check()).isEmpty();
        return answer;
    }

    private void done(String method, String path, String body) {
        var answer = ask(method, path, body);
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
        world.runDueJobs();
        assertThat(reconciliation.check()).isEmpty();
    }

    private static String reasonOf(HttpResponse<String> answer) {
        return JsonPath.read(answer.body(), "$.type");
    }

    /** All acts of the engine's REST API on an instance, its tasks, its jobs and its definition. */
    static Stream<List<String>> acts() {
        return """
                DELETE /process-instance/{instance}
                DELETE /process-instance/{instance}?skipCustomListeners=true&skipIoMappings=true&skipSubprocesses=true
                POST /process-instance/delete {'processInstanceIds': ['{instance}'], 'skipCustomListeners': true}
                POST /process-instance/{instance}/modification {'instructions': [{'type': 'cancel', 'activityId': '{state}'}]}
                POST /process-instance/{instance}/modification {'skipCustomListeners': true, 'skipIoMappings': true, 'instructions': [{'type': 'cancel', 'activityId': '{state}'}, {'type': 'startBeforeActivity', 'activityId': 'workOnTicket'}]}
                POST /process-instance/{instance}/modification {'instructions': [{'type': 'startBeforeActivity', 'activityId': 'workOnTicket'}, {'type': 'cancel', 'activityId': '{state}'}]}
                POST /process-instance/{instance}/modification {'instructions': [{'type': 'startBeforeActivity', 'activityId': 'workOnTicket'}]}
                POST /process-instance/{instance}/modification {'instructions': [{'type': 'cancel', 'activityId': '{state}'}, {'type': 'startBeforeActivity', 'activityId': 'provideInformation'}]}
                POST /process-instance/{instance}/modification {'instructions': [{'type': 'cancel', 'activityId': '{state}'}, {'type': 'startBeforeActivity', 'activityId': 'confirmResolution'}]}
                POST /process-instance/{instance}/modification {'instructions': [{'type': 'cancel', 'activityId': '{state}'}, {'type': 'startBeforeActivity', 'activityId': 'acknowledgeEscalation'}]}
                POST /process-instance/{instance}/modification {'instructions': [{'type': 'cancel', 'activityId': '{state}'}, {'type': 'startBeforeActivity', 'activityId': 'decideRouting'}]}
                POST /process-instance/{instance}/modification {'instructions': [{'type': 'cancel', 'activityId': '{state}'}, {'type': 'startBeforeActivity', 'activityId': 'ticketClosed'}]}
                POST /process-instance/{instance}/modification {'instructions': [{'type': 'startAfterActivity', 'activityId': 'workOnTicket'}]}
                POST /process-instance/{instance}/modification {'instructions': [{'type': 'startBeforeActivity', 'activityId': 'nowhere'}]}
                POST /process-instance/{instance}/modification-async {'instructions': [{'type': 'cancel', 'activityId': '{state}'}]}
                PUT /process-instance/{instance}/suspended {'suspended': true}
                PUT /process-definition/{definition}/suspended {'suspended': true, 'includeProcessInstances': true}
                PUT /process-instance/{instance}/variables/reopenCount {'value': 7, 'type': 'Integer'}
                PUT /process-instance/{instance}/variables/title {'value': 'Something else', 'type': 'String'}
                DELETE /process-instance/{instance}/variables/number
                POST /process-instance/{instance}/variables {'modifications': {'transition': {'value': 'RESOLVED'}, 'askedFrom': {'value': 'OPEN'}}}
                PUT /execution/{execution}/localVariables/reopenCount {'value': 7, 'type': 'Integer'}
                PUT /task/{task}/variables/transition {'value': 'CLOSED'}
                PUT /task/{task}/localVariables/transition {'value': 'CLOSED'}
                POST /execution/{execution}/signal {}
                POST /execution/{execution}/signal {'variables': {'transition': {'value': 'NOWHERE'}}}
                POST /execution/{execution}/messageSubscriptions/TicketHandedOver/trigger {}
                POST /message {'messageName': 'TicketHandedOver', 'processInstanceId': '{instance}'}
                POST /message {'messageName': 'Nothing', 'processInstanceId': '{instance}'}
                POST /signal {'name': 'Nothing'}
                POST /task/{task}/complete {}
                POST /task/{task}/complete {'variables': {'transition': {'value': 'NOWHERE'}}}
                POST /task/{task}/complete {'variables': {'transition': {'value': 17, 'type': 'Integer'}}}
                POST /task/{task}/submit-form {'variables': {'transition': {'value': null}}}
                POST /task/{task}/resolve {}
                POST /task/{task}/delegate {'userId': 'senior'}
                POST /task/{task}/claim {'userId': 'senior'}
                POST /task/{task}/unclaim
                POST /task/{task}/assignee {'userId': 'senior'}
                POST /task/{task}/assignee {'userId': 'nobody'}
                POST /task/{task}/assignee {'userId': 'user'}
                POST /task/{task}/identity-links {'userId': 'senior', 'type': 'assignee'}
                POST /task/{task}/identity-links {'userId': 'senior', 'type': 'owner'}
                POST /task/{task}/identity-links/delete {'userId': 'engineer', 'type': 'assignee'}
                PUT /task/{task} {'name': 'Renamed', 'assignee': 'senior', 'delegationState': 'PENDING', 'priority': 3}
                PUT /task/{task} {'name': 'Renamed', 'assignee': 'senior', 'priority': 3}
                DELETE /task/{task}
                POST /task/{task}/bpmnError {'errorCode': 'nothing'}
                POST /task/{task}/bpmnError {'errorCode': 'java.lang.Exception'}
                POST /task/{task}/bpmnEscalation {'escalationCode': 'nothing'}
                POST /job/{timer}/execute
                PUT /job/{timer}/duedate {'duedate': '2035-01-01T00:00:00.000+0000'}
                POST /job/{timer}/duedate/recalculate
                DELETE /job/{timer}
                PUT /job/{timer}/suspended {'suspended': true}
                POST /process-definition/key/ticket-lifecycle/start {}
                POST /process-definition/key/ticket-lifecycle/start {'businessKey': '{number}'}
                POST /process-definition/key/ticket-lifecycle/submit-form {'variables': {}}
                POST /process-definition/key/ticket-lifecycle/start {'startInstructions': [{'type': 'startBeforeActivity', 'activityId': 'workOnTicket'}]}
                POST /process-definition/{definition}/restart {'processInstanceIds': ['{instance}'], 'instructions': [{'type': 'startBeforeActivity', 'activityId': 'workOnTicket'}]}
                DELETE /process-definition/{definition}
                DELETE /process-definition/{definition}?cascade=true&skipCustomListeners=true&skipIoMappings=true
                DELETE /process-definition/key/ticket-lifecycle/delete?cascade=true
                """.lines().map(line -> List.of(line.split(" ", 3)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acts")
    void an_act_on_an_open_ticket_is_followed_or_refused(List<String> act) {
        isFollowedOrRefused(act);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("acts")
    void an_act_on_a_ticket_that_waits_for_its_requester_is_followed_or_refused(List<String> act) {
        world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment("Which one?"), world.assigneeOf(ticket));

        isFollowedOrRefused(act);
    }

    private void isFollowedOrRefused(List<String> act) {
        var body = act.size() < 3 ? "" : act.get(2).replace("{number}", ticket.number());

        var answer = ask(act.get(0), act.get(1), body);
        var refusal = answer.statusCode() >= 400;
        world.runDueJobs();

        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 499);
        assertThat(reconciliation.check()).isEmpty();
        if (refusal) {
            assertThat(JsonPath.<String>read(answer.body(), "$.message")).isNotBlank();
        }
        repository.activateProcessDefinitionByKey(TicketLifecycle.PROCESS, true, null);
        redeploy();
    }

    /** Deploys the bundled models that an act has undeployed, as the next start does. */
    private void redeploy() {
        world.bundledModelsAreDeployed();
    }

    @Test
    void a_deleted_instance_closes_the_ticket_and_history_names_the_operator() {
        done("DELETE", "/process-instance/{instance}?skipCustomListeners=true&skipIoMappings=true", "");

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.CLOSED);
        assertThat(world.now(ticket).resolutionCode()).isEqualTo(ResolutionCode.CANCELLED);
        assertThat(desk.history(ticket.number(), world.as("lead"))).last().satisfies(entry -> assertThat(
                        entry.actorId())
                .isEqualTo(world.person("admin").id()));
    }

    @Test
    void a_definition_that_is_deleted_with_its_instances_closes_their_tickets() {
        var other = world.inWork();

        done(
                "DELETE",
                "/process-definition/{definition}?cascade=true&skipCustomListeners=true&skipIoMappings=true",
                "");

        assertThat(List.of(world.now(ticket).status(), world.now(other).status()))
                .containsOnly(TicketStatus.CLOSED);
        redeploy();
    }

    @Test
    void without_any_deployed_lifecycle_a_submission_is_refused_with_a_reason() {
        done("DELETE", "/process-definition/{definition}?cascade=true", "");

        var answer = Http.on(port).as("user").json("POST", "/api/v1/tickets", """
                {"title": "Disk full", "description": "Again", "category": "VM"}""");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("NO_LIFECYCLE");
        redeploy();
    }

    @Test
    void an_instance_that_is_moved_by_hand_takes_its_ticket_along() {
        done("POST", "/process-instance/{instance}/modification", """
                {'instructions': [{'type': 'cancel', 'activityId': '{state}'},
                                  {'type': 'startBeforeActivity', 'activityId': 'workOnTicket'}]}""");

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
    }

    @ParameterizedTest
    @CsvSource({"IN_PROGRESS, 409", "PENDING_INFO, 409"})
    void a_suspended_instance_takes_no_step_through_the_api(TicketStatus status, int code) {
        done("PUT", "/process-instance/{instance}/suspended", "{'suspended': true}");

        var answer = Http.on(port)
                .as("lead")
                .json("PATCH", "/api/v1/tickets/" + ticket.number() + "/status", """
                        {"status": "%s", "comment": "Which one?"}""".formatted(status));

        assertThat(answer.statusCode()).isEqualTo(code);
        assertThat(answer.body()).contains("SUSPENDED");
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
    }

    @Test
    void a_suspended_instance_is_assigned_to_nobody_else_but_may_become_urgent() {
        done("PUT", "/process-instance/{instance}/suspended", "{'suspended': true}");
        var lead = Http.on(port).as("lead");

        var assigned = lead.json("POST", "/api/v1/tickets/" + ticket.number() + "/assign", """
                {"assigneeId": "%s"}""".formatted(
                        world.person("senior").id()));
        var edited = lead.json("PUT", "/api/v1/tickets/" + ticket.number(), "{\"priority\": \"P1\"}");

        assertThat(assigned.statusCode()).as(assigned.body()).isEqualTo(409);
        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
        assertThat(reconciliation.check()).isEmpty();
    }

    @Test
    void a_suspended_lifecycle_takes_no_new_tickets_and_says_so() {
        done("PUT", "/process-definition/{definition}/suspended", "{'suspended': true}");

        var answer = Http.on(port).as("user").json("POST", "/api/v1/tickets", """
                {"title": "Disk full", "description": "Again", "category": "VM"}""");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(answer.body()).contains("SUSPENDED");
        repository.activateProcessDefinitionByKey(TicketLifecycle.PROCESS, true, null);
    }

    @Test
    void a_step_stored_beforehand_moves_nobody() {
        done("PUT", "/process-instance/{instance}/variables/transition", "{'value': 'CLOSED'}");
        done("PUT", "/process-instance/{instance}/variables/resolutionCode", "{'value': 'CANCELLED'}");

        var answer = refused("POST", "/task/{task}/complete", "{}");

        assertThat(reasonOf(answer)).isEqualTo("ILLEGAL_TRANSITION");
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
    }

    @Test
    void a_step_given_with_the_act_counts_even_if_the_same_was_stored_before() {
        done("PUT", "/process-instance/{instance}/variables/transition", "{'value': 'IN_PROGRESS'}");

        done("POST", "/task/{task}/complete", "{'variables': {'transition': {'value': 'IN_PROGRESS'}}}");

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
    }

    @Test
    void a_comment_stored_beforehand_is_no_question_to_the_requester() {
        done("PUT", "/process-instance/{instance}/variables/comment", "{'value': 'Planted'}");

        var answer =
                refused("POST", "/task/{task}/complete", "{'variables': {'transition': {'value': 'PENDING_INFO'}}}");

        assertThat(answer.statusCode()).isEqualTo(422);
    }

    @Test
    void nobody_moves_another_ticket_by_naming_it() {
        var other = world.openAndRouted(Category.VM, Priority.P3);

        done("POST", "/task/{task}/complete", """
                {'variables': {'transition': {'value': 'IN_PROGRESS'}, 'ticketId': {'value': '%s'}, 'number': {'value': '%s'}}}""".formatted(other.id(), other.number()));

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
        assertThat(world.now(other).status()).isEqualTo(TicketStatus.OPEN);
        assertThat(runtime.getVariable(ticket.processInstanceId(), TicketLifecycle.NUMBER))
                .isEqualTo(ticket.number());
    }

    @Test
    void a_count_changed_by_hand_changes_no_way() {
        ticket = world.resolved();
        done("PUT", "/process-instance/{instance}/variables/reopenCount", "{'value': 5, 'type': 'Integer'}");

        world.move(ticket, TicketStatus.REOPENED, MoveDetails.comment("Still broken"), "user");

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.REOPENED);
    }

    @Test
    void a_deadline_is_neither_moved_nor_removed_nor_forestalled_behind_its_clock() {
        for (var timer : world.timersOf(ticket)) {
            var path = "/job/" + timer.getId();
            assertThat(reasonOf(refused("PUT", path + "/duedate", "{'duedate': '2035-01-01T00:00:00.000+0000'}")))
                    .isEqualTo("DEADLINE_OF_A_CLOCK");
            assertThat(reasonOf(refused("DELETE", path, ""))).isEqualTo("DEADLINE_OF_A_CLOCK");
            assertThat(reasonOf(refused("POST", path + "/execute", ""))).isEqualTo("DEADLINE_OF_A_CLOCK");
        }
        assertThat(world.timersOf(ticket)).hasSize(4);
    }

    @Test
    void a_reminder_drawn_in_the_model_may_be_moved() {
        world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment("Which one?"), world.assigneeOf(ticket));

        done("PUT", "/job/{timer}/duedate", "{'duedate': '2035-01-01T00:00:00.000+0000'}");

        assertThat(world.timersOf(ticket))
                .extracting(timer -> timer.getDuedate().toInstant())
                .contains(Instant.parse("2035-01-01T00:00:00Z"));
    }

    @Test
    void a_ticket_is_assigned_not_delegated() {
        assertThat(reasonOf(refused("POST", "/task/{task}/delegate", "{'userId': 'senior'}")))
                .isEqualTo("ASSIGN_INSTEAD");
    }

    @Test
    void a_task_given_to_somebody_else_takes_the_ticket_along() {
        done("POST", "/task/{task}/assignee", "{'userId': 'senior'}");

        assertThat(world.assigneeOf(ticket)).isEqualTo("senior");
    }

    @Test
    void nobody_starts_a_ticket_without_submitting_it() {
        assertThat(reasonOf(refused("POST", "/process-definition/key/ticket-lifecycle/start", "{}")))
                .isEqualTo("SUBMIT_A_TICKET");
    }
}
