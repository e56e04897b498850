package io.ticketflow.process.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.process.check.Difference.Kind;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import org.camunda.bpm.engine.RepositoryService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Who claims, gives back and passes on a task at the engine's doors: a task is never locked with a person who can do nothing with it. */
@TicketflowTest
class TaskAssignmentTests {

    @Autowired
    private World world;

    @Autowired
    private Reconciliation reconciliation;

    @Autowired
    private RepositoryService repository;

    @LocalServerPort
    private int port;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    private Ticket escalated() {
        var ticket = world.inWork();
        world.move(ticket, TicketStatus.ESCALATED, MoveDetails.comment("Help"), world.assigneeOf(ticket));
        return world.now(ticket);
    }

    private Ticket inTheQueue() {
        var ticket = world.inWork();
        world.move(ticket, TicketStatus.OPEN, MoveDetails.NONE, world.assigneeOf(ticket));
        return world.now(ticket);
    }

    private HttpResponse<String> ask(String who, Ticket ticket, String act, @Nullable String whom) {
        var body = whom == null ? "{\"userId\": null}" : "{\"userId\": \"%s\"}".formatted(whom);
        return Http.on(port)
                .as(who)
                .json("POST", "/engine-rest/task/" + world.taskOf(ticket).getId() + "/" + act, body);
    }

    private HttpResponse<String> claim(String who, Ticket ticket) {
        return ask(who, ticket, "claim", who);
    }

    private @Nullable String holderOf(Ticket ticket) {
        return world.taskOf(ticket).getAssignee();
    }

    @ParameterizedTest
    @ValueSource(strings = {"claim", "assignee"})
    void an_escalation_is_not_claimed_by_people_who_can_do_nothing_with_it(String act) {
        var ticket = escalated();

        for (var stranger : new String[] {"engineer4", "engineer2"}) {
            var answer = ask(stranger, ticket, act, stranger);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(403);
            assertThat(JsonPath.<String>read(answer.body(), "$.type")).isEqualTo("NOT_YOUR_TICKET");
        }
        assertThat(holderOf(ticket)).isNull();
        assertThat(reconciliation.check()).isEmpty();
    }

    @Test
    void the_called_person_claims_an_escalation_gives_it_back_and_the_next_one_acknowledges_it() {
        var ticket = escalated();

        assertThat(claim("senior", ticket).statusCode()).isEqualTo(204);
        assertThat(holderOf(ticket)).isEqualTo("senior");
        assertThat(ask("senior", ticket, "unclaim", null).statusCode()).isEqualTo(204);
        assertThat(holderOf(ticket)).isNull();
        assertThat(claim("lead", ticket).statusCode()).isEqualTo(204);
        assertThat(Http.on(port)
                        .as("lead")
                        .json(
                                "POST",
                                "/engine-rest/task/" + world.taskOf(ticket).getId() + "/complete",
                                "{\"variables\": {\"transition\": {\"value\": \"IN_PROGRESS\"}}}")
                        .statusCode())
                .isEqualTo(204);
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
    }

    @Test
    void who_may_take_no_step_any_longer_loses_the_escalation() {
        var ticket = escalated();
        assertThat(claim("senior", ticket).statusCode()).isEqualTo(204);
        var network = world.person("engineer4").teamId();

        var given = Http.on(port)
                .as("manager")
                .json(
                        "POST",
                        "/api/v1/tickets/" + ticket.number() + "/assign",
                        "{\"assigneeId\": null, \"teamId\": \"%s\"}".formatted(network));

        assertThat(given.statusCode()).as(given.body()).isEqualTo(200);
        assertThat(holderOf(ticket)).isNull();
        assertThat(reconciliation.check()).isEmpty();
    }

    /** Before this rule every engineer could claim each task. */
    @Test
    void a_task_that_is_locked_already_is_found_and_given_back_by_its_holder_or_passed_on_by_a_lead() {
        var ticket = escalated();
        var lock = "update act_ru_task set assignee_ = 'engineer4' where id_ = '%s'"
                .formatted(world.taskOf(ticket).getId());
        world.sql(lock);

        assertThat(reconciliation.check()).singleElement().satisfies(difference -> {
            assertThat(difference.kind()).isEqualTo(Kind.ASSIGNEE);
            assertThat(difference.subject()).isEqualTo(ticket.number());
            assertThat(difference.detail()).contains("engineer4", "Acknowledge escalation");
        });
        assertThat(ask("engineer", ticket, "unclaim", null).statusCode()).isEqualTo(403);
        assertThat(ask("engineer4", ticket, "unclaim", null).statusCode()).isEqualTo(204);
        assertThat(reconciliation.check()).isEmpty();

        world.sql(lock);
        assertThat(ask("lead", ticket, "assignee", "senior").statusCode()).isEqualTo(204);
        assertThat(holderOf(ticket)).isEqualTo("senior");
        assertThat(reconciliation.check()).isEmpty();
    }

    @Test
    void a_lead_does_not_pass_an_escalation_on_to_people_who_can_do_nothing_with_it() {
        var ticket = escalated();

        var answer = ask("lead", ticket, "assignee", "engineer2");

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(JsonPath.<String>read(answer.body(), "$.type")).isEqualTo("NOT_THEIR_TASK");
        assertThat(holderOf(ticket)).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "engineer,  engineer,  403",
        "senior,    senior,    403",
        "engineer4, engineer4, 403",
        "engineer,  ,          403",
        "lead,      senior,    204",
        "lead,      engineer4, 403",
        "lead,      user,      422",
        "lead,      ,          204",
        "manager,   engineer4, 204",
        "manager,   nobody,    422",
        "admin,     lead,      204",
    })
    void leads_of_the_team_and_higher_roles_pass_on_what_another_person_has(
            String who, @Nullable String whom, int status) {
        var ticket = world.inWork();
        world.move(ticket, TicketStatus.OPEN, MoveDetails.NONE, world.assigneeOf(ticket));
        assertThat(claim("engineer2", ticket).statusCode()).isEqualTo(204);

        var answer = ask(who, ticket, "assignee", whom);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        var expected = status == 204 ? whom : "engineer2";
        assertThat(holderOf(ticket)).isEqualTo(expected);
        assertThat(world.now(ticket).assigneeId())
                .isEqualTo(expected == null ? null : world.person(expected).id());
        assertThat(reconciliation.check()).isEmpty();
    }

    @Test
    void an_engineer_gives_back_a_ticket_from_the_queue() {
        var ticket = inTheQueue();

        assertThat(claim("engineer", ticket).statusCode()).isEqualTo(204);
        assertThat(world.assigneeOf(ticket)).isEqualTo("engineer");
        assertThat(ask("engineer", ticket, "unclaim", null).statusCode()).isEqualTo(204);

        assertThat(world.now(ticket).assigneeId()).isNull();
        assertThat(claim("engineer4", ticket).statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @EnumSource(names = {"PENDING_INFO", "RESOLVED"})
    void a_ticket_that_waits_is_given_back_to_the_queue(TicketStatus waiting) {
        var ticket = world.inWork();
        world.move(
                ticket,
                waiting,
                waiting == TicketStatus.RESOLVED
                        ? MoveDetails.resolution(ResolutionCode.FIXED, "Done")
                        : MoveDetails.comment("Which one?"),
                world.assigneeOf(ticket));
        assertThat(world.taskOf(ticket).getOwner()).isNotNull();

        var given = Http.on(port)
                .as("lead")
                .json("POST", "/api/v1/tickets/" + ticket.number() + "/assign", "{\"assigneeId\": null}");

        assertThat(given.statusCode()).as(given.body()).isEqualTo(200);
        assertThat(world.taskOf(ticket).getOwner()).isNull();
        assertThat(holderOf(ticket)).isEqualTo("user");
        assertThat(reconciliation.check()).isEmpty();
    }

    @Test
    void a_ticket_in_triage_is_claimed_by_people_who_may_route_it() {
        world.sql("update users set availability = 'AWAY' where handle in ('lead', 'senior', 'engineer', 'engineer2')");
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        assertThat(ticket.status()).isEqualTo(TicketStatus.NEW);

        assertThat(claim("engineer4", ticket).statusCode()).isEqualTo(403);
        assertThat(claim("lead", ticket).statusCode()).isEqualTo(204);
        assertThat(ask("engineer4", ticket, "unclaim", null).statusCode()).isEqualTo(403);
        assertThat(ask("manager", ticket, "assignee", "manager").statusCode()).isEqualTo(204);
        assertThat(holderOf(ticket)).isEqualTo("manager");
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "lead", "manager"})
    void the_task_of_a_requester_stays_with_the_requester(String who) {
        var ticket = world.resolved();

        assertThat(ask(who, ticket, "unclaim", null).statusCode()).isIn(403, 409);
        assertThat(ask(who, ticket, "assignee", "lead").statusCode()).isIn(403, 409);
        assertThat(holderOf(ticket)).isEqualTo("user");
    }

    /** The engine's own right to assign would open these, too. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            PUT  |                      | {'name': 'Renamed', 'assignee': 'lead'}
            POST | /identity-links      | {'groupId': 'team-network', 'type': 'candidate'}
            POST | /identity-links      | {'userId': 'lead', 'type': 'assignee'}
            POST | /delegate            | {'userId': 'senior'}
            """)
    void nothing_else_of_a_task_is_opened_for_leads(String method, @Nullable String path, String body) {
        var ticket = inTheQueue();

        var answer = Http.on(port)
                .as("lead")
                .json(
                        method,
                        "/engine-rest/task/" + world.taskOf(ticket).getId() + (path == null ? "" : path),
                        body.replace('\'', '"'));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void an_extra_task_of_a_process_owner_is_given_back_by_its_holder_and_passed_on_by_a_lead() throws IOException {
        var model = Files.readString(Path.of("processes/ticket-lifecycle.bpmn"));
        repository
                .createDeployment()
                .addString(
                        "ticket-lifecycle.bpmn",
                        model.replace(
                                        "sourceRef=\"afterAccept\" targetRef=\"workOnTicket\"",
                                        "sourceRef=\"afterAccept\" targetRef=\"checkBackup\"")
                                .replace("</bpmn:subProcess>", """
                                        <bpmn:userTask id="checkBackup" name="Check the backup" />
                                        <bpmn:sequenceFlow id="backupIsChecked" sourceRef="checkBackup" targetRef="workOnTicket" />
                                        </bpmn:subProcess>"""))
                .deploy();
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        assertThat(world.taskOf(ticket).getName()).isEqualTo("Check the backup");

        assertThat(claim("engineer4", ticket).statusCode()).isEqualTo(204);
        assertThat(ask("engineer2", ticket, "unclaim", null).statusCode()).isEqualTo(403);
        assertThat(ask("engineer4", ticket, "unclaim", null).statusCode()).isEqualTo(204);
        assertThat(claim("engineer4", ticket).statusCode()).isEqualTo(204);
        assertThat(ask("lead", ticket, "assignee", "engineer2").statusCode()).isEqualTo(204);
        assertThat(holderOf(ticket)).isEqualTo("engineer2");
    }
}
