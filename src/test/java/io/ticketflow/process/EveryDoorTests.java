package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.platform.ForbiddenException;
import io.ticketflow.platform.InvalidException;
import io.ticketflow.ticket.Action;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.HistoryEntry;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.FormService;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.TaskService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.transaction.support.TransactionTemplate;

/** An act through the engine changes the ticket under the same rules, or has no effect at all. */
@TicketflowTest
class EveryDoorTests {

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private Ownership ownership;

    @Autowired
    private TaskService tasks;

    @Autowired
    private FormService forms;

    @Autowired
    private IdentityService identity;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private TransactionTemplate transaction;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    /** A person acts in Tasklist. */
    private void inTasklist(String who, Runnable act) {
        var actor = Actor.of(world.person(who).id(), Actor.Source.TASKLIST);
        CurrentActor.as(actor, () -> {
            act.run();
            return who;
        });
    }

    private void complete(Ticket ticket, Map<String, Object> variables) {
        tasks.complete(world.taskOf(ticket).getId(), variables);
    }

    @Test
    void a_task_completed_in_tasklist_moves_the_ticket_with_history() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        inTasklist("lead", () -> complete(ticket, Map.of("transition", "IN_PROGRESS")));

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
        assertThat(desk.history(ticket.number(), world.as("lead"))).last().satisfies(entry -> {
            assertThat(entry.action()).isEqualTo(Action.STATUS_CHANGED);
            assertThat(entry.source()).isEqualTo(Actor.Source.TASKLIST);
            assertThat(entry.actorId()).isEqualTo(world.person("lead").id());
        });
    }

    @Test
    void a_requester_who_may_read_nothing_else_in_the_engine_opens_the_form_of_their_task() {
        var ticket = world.resolved();
        var task = world.taskOf(ticket).getId();

        inTasklist("user", () -> {
            identity.setAuthentication("user", List.of());
            try {
                assertThat(forms.getTaskFormVariables(task).get("transitions"))
                        .asString()
                        .contains("CLOSED", "REOPENED");
            } finally {
                identity.clearAuthentication();
            }
        });
    }

    @Test
    void a_task_completed_without_a_step_is_refused_and_stays() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        assertThatThrownBy(() -> inTasklist("lead", () -> complete(ticket, Map.of())))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("No next step was given");
        assertThat(world.taskOf(ticket)).isNotNull();
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
    }

    @Test
    void a_solution_without_its_text_is_refused() {
        var ticket = world.inWork();

        assertThatThrownBy(() -> inTasklist(
                        world.assigneeOf(ticket),
                        () -> complete(ticket, Map.of("transition", "RESOLVED", "resolutionCode", "FIXED"))))
                .isInstanceOf(InvalidException.class);
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
    }

    @Test
    void a_step_of_a_stranger_is_refused() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        assertThatThrownBy(() -> inTasklist("engineer4", () -> complete(ticket, Map.of("transition", "IN_PROGRESS"))))
                .isInstanceOf(ForbiddenException.class);
    }

    @Test
    void a_signal_takes_no_step_because_it_would_leave_the_task_behind() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var execution = world.taskOf(ticket).getExecutionId();

        assertThatThrownBy(
                        () -> inTasklist("lead", () -> runtime.signal(execution, Map.of("transition", "IN_PROGRESS"))))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("not by a signal");
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
    }

    @Test
    void a_text_longer_than_the_engine_stores_passes_and_is_kept() {
        var ticket = world.inWork();
        var text = "x".repeat(20_000);

        inTasklist(
                world.assigneeOf(ticket),
                () -> complete(
                        ticket, Map.of("transition", "RESOLVED", "resolutionCode", "FIXED", "resolution", text)));

        assertThat(world.now(ticket).resolution()).isEqualTo(text);
    }

    @Test
    void claiming_in_tasklist_assigns_the_ticket_and_giving_back_frees_it() {
        var ticket = world.inWork();
        world.move(ticket, TicketStatus.OPEN, MoveDetails.NONE, world.assigneeOf(ticket));

        inTasklist("senior", () -> tasks.claim(world.taskOf(ticket).getId(), "senior"));
        assertThat(world.assigneeOf(ticket)).isEqualTo("senior");

        inTasklist("senior", () -> tasks.setAssignee(world.taskOf(ticket).getId(), null));
        assertThat(world.now(ticket).assigneeId()).isNull();
        assertThat(desk.history(ticket.number(), world.as("lead")))
                .filteredOn(entry -> entry.action() == Action.ASSIGNED && "assignee".equals(entry.field()))
                .extracting(HistoryEntry::to)
                .endsWith("senior", (String) null);
    }

    @Test
    void a_task_given_to_a_stranger_by_an_engineer_is_refused() {
        var ticket = world.inWork();
        var assignee = world.assigneeOf(ticket);

        assertThatThrownBy(() -> inTasklist(
                        assignee, () -> tasks.setAssignee(world.taskOf(ticket).getId(), "engineer4")))
                .isInstanceOf(ForbiddenException.class);
        assertThat(world.assigneeOf(ticket)).isEqualTo(assignee);
        assertThat(world.taskOf(ticket).getAssignee()).isEqualTo(assignee);
    }

    @Test
    void the_requesters_task_is_nobody_elses() {
        var ticket = world.resolved();

        assertThatThrownBy(() -> inTasklist(
                        "lead", () -> tasks.setAssignee(world.taskOf(ticket).getId(), "lead")))
                .isInstanceOf(ConflictException.class);
    }

    @Test
    void assigning_through_the_api_moves_the_task() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        ownership.assign(ticket.number(), world.person("senior").id(), null, "knows it", null, world.as("lead"));

        assertThat(world.taskOf(ticket).getAssignee()).isEqualTo("senior");
    }

    @Test
    void deleting_the_instance_closes_the_ticket() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        inTasklist("admin", () -> runtime.deleteProcessInstance(ticket.processInstanceId(), "a mistake", true));

        var closed = world.now(ticket);
        assertThat(closed.status()).isEqualTo(TicketStatus.CLOSED);
        assertThat(closed.resolutionCode()).isEqualTo(ResolutionCode.CANCELLED);
        assertThat(desk.history(ticket.number(), world.as("lead"))).last().satisfies(entry -> assertThat(entry.reason())
                .isEqualTo("a mistake"));
    }

    @Test
    void what_fails_behind_the_engine_undoes_the_engine() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        assertThatThrownBy(() -> transaction.executeWithoutResult(status -> {
                    world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, "lead");
                    throw new IllegalStateException("planted");
                }))
                .hasMessage("planted");

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
        assertThat(world.taskOf(ticket).getTaskDefinitionKey()).isEqualTo("acceptTicket");
    }

    @Test
    void what_fails_in_the_engine_undoes_the_ticket() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        runtime.suspendProcessInstanceById(ticket.processInstanceId());

        assertThatThrownBy(() -> world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, "lead"))
                .isInstanceOf(RuntimeException.class);

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
        runtime.activateProcessInstanceById(ticket.processInstanceId());
    }

    @Test
    void a_second_state_task_cannot_be_started() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        assertThatThrownBy(() -> runtime.createProcessInstanceModification(ticket.processInstanceId())
                        .startBeforeActivity("workOnTicket")
                        .execute())
                .isInstanceOf(RuntimeException.class);
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.OPEN);
    }

    @Test
    void one_more_drawn_step_is_offered_on_new_tickets_and_old_ones_keep_their_version() throws IOException {
        var before = world.inWork();
        var model = Files.readString(Path.of("processes/ticket-lifecycle.bpmn"), StandardCharsets.UTF_8);
        repository
                .createDeployment()
                .addString("ticket-lifecycle.bpmn", model.replace("</bpmn:subProcess>", """
                                <bpmn:userTask id="waitForVendor" name="Wait for vendor">
                                  <bpmn:extensionElements><camunda:properties>
                                    <camunda:property name="ticketStatus" value="IN_PROGRESS" />
                                  </camunda:properties></bpmn:extensionElements>
                                </bpmn:userTask>
                                <bpmn:exclusiveGateway id="afterWaitForVendor" />
                                <bpmn:sequenceFlow id="toAfterWaitForVendor" sourceRef="waitForVendor" targetRef="afterWaitForVendor" />
                                <bpmn:sequenceFlow id="toWaitForVendor" name="Wait for the vendor" sourceRef="afterWork" targetRef="waitForVendor">
                                  <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${transition == 'VENDOR'}</bpmn:conditionExpression>
                                </bpmn:sequenceFlow>
                                <bpmn:sequenceFlow id="backToWork" name="The vendor has answered" sourceRef="afterWaitForVendor" targetRef="workOnTicket">
                                  <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${transition == 'IN_PROGRESS'}</bpmn:conditionExpression>
                                </bpmn:sequenceFlow>
                                <bpmn:sequenceFlow id="vendorIsLost" name="Escalate" sourceRef="afterWaitForVendor" targetRef="decideEscalation">
                                  <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${transition == 'ESCALATED'}</bpmn:conditionExpression>
                                </bpmn:sequenceFlow>
                                </bpmn:subProcess>"""))
                .deploy();

        var after = world.inWork();
        assertThat(keysOffered(after)).contains("VENDOR");
        assertThat(keysOffered(before)).doesNotContain("VENDOR");

        desk.move(
                after.number(),
                new ServiceDesk.Wish("VENDOR", null),
                MoveDetails.NONE,
                null,
                world.as(world.assigneeOf(after)));
        assertThat(world.now(after).status()).isEqualTo(TicketStatus.IN_PROGRESS);
        assertThat(world.now(after).stage()).hasToString("Stage[id=waitForVendor, name=Wait for vendor]");

        inTasklist(world.assigneeOf(after), () -> complete(after, Map.of("transition", "IN_PROGRESS")));
        assertThat(world.now(after).stage()).hasToString("Stage[id=workOnTicket, name=Work on ticket]");
    }

    private List<String> keysOffered(Ticket ticket) {
        return desk.transitions(ticket.number(), world.as(world.assigneeOf(ticket))).stream()
                .map(transition -> transition.key())
                .toList();
    }
}
