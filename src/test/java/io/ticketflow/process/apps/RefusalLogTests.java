package io.ticketflow.process.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.SignedInBrowser;
import io.ticketflow.process.Modeler;
import io.ticketflow.ticket.TicketStatus;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A refused request is answered with the reason and is no error in the log. */
@TicketflowTest
@ExtendWith(OutputCaptureExtension.class)
class RefusalLogTests {

    private static final String CONTRADICTION = """
            <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="d" name="n" namespace="t">
              <decision id="size" name="Size"><decisionTable id="t" hitPolicy="UNIQUE">
                <input id="i" label="Length"><inputExpression id="e"><text>metres</text></inputExpression></input>
                <output id="o" name="size" />
                <rule id="long"><inputEntry id="long_i"><text>&gt; 5</text></inputEntry><outputEntry id="long_o"><text>"L"</text></outputEntry></rule>
                <rule id="longer"><inputEntry id="longer_i"><text>&gt; 6</text></inputEntry><outputEntry id="longer_o"><text>"XL"</text></outputEntry></rule>
              </decisionTable></decision>
            </definitions>""";

    @Autowired
    private World world;

    @Autowired
    private PeopleWithPasswords people;

    private Http stranger;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        stranger = Http.on(port);
    }

    @Test
    void a_refused_step_is_no_error(CapturedOutput log) {
        var ticket = world.inWork();
        var assignee = stranger.as(world.assigneeOf(ticket));

        var step = assignee.json(
                "POST",
                "/engine-rest/task/" + world.taskOf(ticket).getId() + "/complete",
                "{\"variables\": {\"transition\": {\"value\": \"RESOLVED\"}}}");
        var act = assignee.json("DELETE", "/engine-rest/process-instance/" + ticket.processInstanceId(), "");

        assertStatus(step, 422);
        assertStatus(act, 403);
        assertNoError(log);
    }

    @Test
    void what_is_unknown_or_not_understood_is_no_error(CapturedOutput log) {
        var admin = stranger.as("admin");

        assertStatus(admin.get("/engine-rest/process-instance/unknown/variables"), 404);
        assertStatus(admin.get("/engine-rest/process-definition/unknown/statistics"), 404);
        assertStatus(admin.get("/engine-rest/task?candidateGroups="), 400);
        assertStatus(admin.json("POST", "/engine-rest/process-definition/unknown/start", "{}"), 404);
        assertStatus(admin.json("POST", "/engine-rest/message", ""), 400);
        assertNoError(log);
    }

    @Test
    void an_address_below_the_web_applications_that_does_not_exist_is_no_error(
            CapturedOutput log, @LocalServerPort int port) {
        var browser = SignedInBrowser.of(port, people.someone(Role.DEVOPS_ENGINEER));

        for (var path : List.of("/camunda/nowhere", "/camunda/app/nowhere", "/camunda/app/nowhere/x")) {
            var answer = browser.get(path);
            assertStatus(answer, 404);
            assertThat(answer.body()).contains("There is nothing at this address.");
        }
        assertNoError(log);
    }

    @Test
    void a_message_for_which_no_process_waits_is_no_error(CapturedOutput log) {
        var admin = stranger.as("admin");
        var several = List.of(world.inWork(), world.inWork());

        var none = admin.json(
                "POST", "/engine-rest/message", "{\"messageName\": \"TicketHandedOver\", \"businessKey\": \"TKT-0\"}");
        var many = admin.json("POST", "/engine-rest/message", "{\"messageName\": \"TicketHandedOver\"}");

        assertStatus(none, 409);
        assertThat(none.body()).contains("NOTHING_WAITS", "No process waits for this message");
        assertStatus(many, 409);
        assertThat(many.body()).contains("SEVERAL_WAIT", "processes wait").doesNotContain("ENGINE-", "Correlation");
        assertThat(several).allMatch(ticket -> world.now(ticket).status() == TicketStatus.IN_PROGRESS);
        assertNoError(log);
    }

    @Test
    void a_hand_over_where_the_ticket_waits_for_none_leaves_it_as_it_is(CapturedOutput log) {
        var ticket = world.resolved();

        var act = stranger.as("admin")
                .json(
                        "POST",
                        "/engine-rest/process-instance/%s/modification".formatted(ticket.processInstanceId()),
                        "{\"instructions\": [{\"type\": \"startBeforeActivity\", \"activityId\": \"resolutionHandedOver\"}]}");

        assertStatus(act, 204);
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.RESOLVED);
        assertThat(world.taskOf(ticket)).isNotNull();
        assertNoError(log);
    }

    @Test
    void a_table_whose_rows_contradict_each_other_is_no_error(CapturedOutput log) {
        var owner = stranger.as("process-owner");
        assertStatus(new Modeler(owner).deploy(Map.of("size.dmn", CONTRADICTION)), 200);

        var answer = stranger.as("admin")
                .json(
                        "POST",
                        "/engine-rest/decision-definition/key/size/evaluate",
                        "{\"variables\": {\"metres\": {\"value\": 7, \"type\": \"Integer\"}}}");

        assertStatus(answer, 409);
        assertThat(answer.body())
                .contains(
                        "TABLE_FAILED",
                        "In the table size the rows 1 (long), 2 (longer) match together for Length = 7, and the hit policy UNIQUE allows one row.");
        assertNoError(log);
    }

    @Test
    void a_refused_deployment_is_no_error(CapturedOutput log) throws IOException {
        var modeler = new Modeler(stranger.as("process-owner"));
        var model = Files.readString(Path.of("processes/ticket-lifecycle.bpmn"))
                .replaceFirst("\\$\\{\\w+}", "\\${dataSource}");
        var table = Files.readString(Path.of("dmn/assignment-routing.dmn")).replace("Network", "Netzwerk");

        assertStatus(modeler.deploy(Map.of("ticket-lifecycle.bpmn", model)), 400);
        assertStatus(modeler.deploy(Map.of("assignment-routing.dmn", table)), 400);
        assertNoError(log);
    }

    @Test
    void a_deployment_that_the_engine_itself_refuses_names_the_file_and_is_no_error(CapturedOutput log) {
        var modeler = new Modeler(stranger.as("process-owner"));

        var unreadable = modeler.deploy(Map.of("own.bpmn", startedByAMessage("own") + "<x"));
        var first = modeler.deploy(Map.of("own.bpmn", startedByAMessage("own")));
        var second = modeler.deploy(Map.of("other.bpmn", startedByAMessage("other")));

        assertStatus(unreadable, 400);
        assertStatus(first, 200);
        assertStatus(second, 400);
        assertThat(second.body()).contains("other.bpmn", "message").doesNotContain("ENGINE-", "Exception:");
        assertNoError(log);
    }

    private static String startedByAMessage(String process) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" id="d" targetNamespace="t">
                  <bpmn:message id="m" name="Something happened" />
                  <bpmn:process id="%s" isExecutable="true">
                    <bpmn:startEvent id="s"><bpmn:messageEventDefinition id="e" messageRef="m" /></bpmn:startEvent>
                  </bpmn:process>
                </bpmn:definitions>""".formatted(process);
    }

    private static void assertStatus(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
    }

    private static void assertNoError(CapturedOutput log) {
        assertThat(log.getAll()).doesNotContain("ERROR", "Exception:", "\tat ");
    }
}
