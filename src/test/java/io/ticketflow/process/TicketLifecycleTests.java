package io.ticketflow.process;

import static io.ticketflow.ticket.TicketStatus.CLOSED;
import static io.ticketflow.ticket.TicketStatus.ESCALATED;
import static io.ticketflow.ticket.TicketStatus.IN_PROGRESS;
import static io.ticketflow.ticket.TicketStatus.NEW;
import static io.ticketflow.ticket.TicketStatus.OPEN;
import static io.ticketflow.ticket.TicketStatus.PENDING_INFO;
import static io.ticketflow.ticket.TicketStatus.REOPENED;
import static io.ticketflow.ticket.TicketStatus.RESOLVED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.platform.ConflictException;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.Transition;
import io.ticketflow.ticket.Visibility;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** One test for each path of the model. */
@TicketflowTest
class TicketLifecycleTests {

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private RepositoryService repository;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    private ProcessInstance lifecycleOf(Ticket ticket) {
        return runtime.createProcessInstanceQuery()
                .processInstanceBusinessKey(ticket.number())
                .singleResult();
    }

    @Test
    void a_submitted_ticket_is_new_until_routing_has_run() {
        var ticket = world.open(Category.VM, Priority.P3);

        assertThat(ticket.status()).isEqualTo(NEW);
        assertThat(ticket.stage()).isNull();
        assertThat(ticket.isAtRest()).isFalse();
    }

    @Test
    void routing_gives_it_to_an_engineer_with_the_skill() {
        var ticket = world.openAndRouted(Category.NETWORK, Priority.P3);

        assertThat(ticket.status()).isEqualTo(OPEN);
        assertThat(world.assigneeOf(ticket)).isIn("engineer3", "engineer4");
        assertThat(lifecycleOf(ticket)).isWaitingAt("acceptTicket");
        assertThat(world.taskOf(ticket).getAssignee()).isEqualTo(world.assigneeOf(ticket));
        assertThat(world.timersOf(ticket)).hasSize(4);
    }

    @Test
    void work_solution_and_confirmation_close_it() {
        var ticket = world.resolved();
        assertThat(ticket.status()).isEqualTo(RESOLVED);
        assertThat(world.taskOf(ticket).getAssignee()).isEqualTo("user");

        world.move(ticket, CLOSED, MoveDetails.NONE, "user");

        var closed = world.now(ticket);
        assertThat(closed.status()).isEqualTo(CLOSED);
        assertThat(closed.resolutionCode()).isEqualTo(ResolutionCode.FIXED);
        assertThat(lifecycleOf(ticket)).isNull();
    }

    @Test
    void the_steps_offered_are_those_of_the_drawing() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        assertThat(desk.transitions(ticket.number(), world.as("lead")))
                .extracting(Transition::key)
                .containsExactlyInAnyOrder("IN_PROGRESS", "PENDING_INFO", "ESCALATED", "CLOSED");
    }

    @Test
    void a_step_that_is_not_drawn_is_refused_with_the_legal_ones() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        assertThatThrownBy(() -> world.move(ticket, RESOLVED, MoveDetails.NONE, "lead"))
                .isInstanceOf(ConflictException.class)
                .hasMessageContaining("IN_PROGRESS");
        assertThat(world.now(ticket).status()).isEqualTo(OPEN);
    }

    @Test
    void a_question_asked_from_open_comes_back_to_open_when_the_requester_comments() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        world.move(ticket, PENDING_INFO, MoveDetails.comment("Which host?"), world.assigneeOf(ticket));
        assertThat(lifecycleOf(ticket)).isWaitingAt("provideInformation");
        world.comment(ticket.number(), "db3", Visibility.PUBLIC, world.as("user"));

        assertThat(world.now(ticket).status()).isEqualTo(OPEN);
        assertThat(lifecycleOf(ticket)).isWaitingAt("pickUpTicket");
    }

    @Test
    void a_question_asked_from_work_comes_back_to_work() {
        var ticket = world.inWork();

        world.move(ticket, PENDING_INFO, MoveDetails.comment("Which host?"), world.assigneeOf(ticket));
        assertThat(desk.transitions(ticket.number(), world.as("user")))
                .extracting(Transition::key)
                .containsExactlyInAnyOrder("IN_PROGRESS", "CLOSED");
        world.comment(ticket.number(), "db3", Visibility.PUBLIC, world.as("user"));

        assertThat(lifecycleOf(ticket)).isWaitingAt("workOnTicket");
    }

    @Test
    void an_unanswered_question_is_recalled_twice_and_then_given_up() {
        var ticket = world.inWork();
        world.move(ticket, PENDING_INFO, MoveDetails.comment("Which host?"), world.assigneeOf(ticket));

        world.timePasses(Duration.ofDays(1));
        world.timePasses(Duration.ofDays(2));
        assertThat(world.now(ticket).status()).isEqualTo(PENDING_INFO);
        world.timePasses(Duration.ofDays(4));

        assertThat(world.now(ticket).status()).isEqualTo(RESOLVED);
        assertThat(world.now(ticket).resolutionCode()).isEqualTo(ResolutionCode.NO_ANSWER);
    }

    @Test
    void a_solution_nobody_answers_is_confirmed_by_time() {
        var ticket = world.resolved();

        world.timePasses(Duration.ofDays(5));

        assertThat(world.now(ticket).status()).isEqualTo(CLOSED);
        assertThat(lifecycleOf(ticket)).isNull();
    }

    @Test
    void the_first_refusal_reopens_and_the_second_escalates() {
        var ticket = world.resolved();

        world.move(ticket, REOPENED, MoveDetails.comment("Still full"), "user");
        assertThat(lifecycleOf(ticket)).isWaitingAt("acceptReopenedTicket");
        assertThat(world.now(ticket).reopenCount()).isEqualTo(1);

        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        world.resolve(ticket);
        desk.move(
                ticket.number(),
                new ServiceDesk.Wish("REOPENED", null),
                MoveDetails.comment("Full again"),
                null,
                world.as("user"));

        assertThat(lifecycleOf(ticket)).isWaitingAt("acknowledgeEscalation");
        assertThat(world.now(ticket).status()).isEqualTo(ESCALATED);
        assertThat(world.now(ticket).reopenCount()).isEqualTo(2);
    }

    @Test
    void an_engineer_gives_back_to_the_queue() {
        var ticket = world.inWork();

        world.move(ticket, OPEN, MoveDetails.NONE, world.assigneeOf(ticket));

        assertThat(lifecycleOf(ticket)).isWaitingAt("pickUpTicket");
        assertThat(world.now(ticket).assigneeId()).isNull();
        assertThat(world.taskOf(ticket).getAssignee()).isNull();
    }

    @Test
    void a_missed_first_response_is_escalated_and_the_acknowledger_takes_it_on() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        world.timePasses(Duration.ofMinutes(97));
        assertThat(world.now(ticket).status()).isEqualTo(OPEN);
        world.timePasses(Duration.ofMinutes(24));

        assertThat(world.now(ticket).status()).isEqualTo(ESCALATED);
        assertThat(lifecycleOf(ticket)).isWaitingAt("acknowledgeEscalation");
        assertThat(world.now(ticket).escalationLevel()).isPositive();

        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, "lead");
        assertThat(world.assigneeOf(ticket)).isEqualTo("lead");
        assertThat(lifecycleOf(ticket)).isWaitingAt("workOnTicket");
    }

    @Test
    void a_missed_solution_leaves_the_work_where_it_is_and_tells_the_next_level() {
        var ticket = world.inWork();
        var task = world.taskOf(ticket).getId();

        world.timePasses(Duration.ofHours(25));

        assertThat(world.now(ticket).status()).isEqualTo(IN_PROGRESS);
        assertThat(world.taskOf(ticket).getId()).isEqualTo(task);
        assertThat(world.now(ticket).escalationLevel()).isPositive();
        assertThat(lifecycleOf(ticket)).isWaitingAt("workOnTicket");
    }

    @Test
    void a_late_ticket_that_nobody_takes_on_is_handed_over() {
        var ticket = world.inWork();

        world.timePasses(Duration.ofHours(24).plusMinutes(1));
        world.timePasses(Duration.ofHours(4));

        assertThat(world.now(ticket).status()).isEqualTo(ESCALATED);
        assertThat(lifecycleOf(ticket)).isWaitingAt("acknowledgeEscalation");
    }

    @Test
    void a_ticket_that_waits_in_triage_too_long_is_escalated_from_there() {
        world.sql("update users set max_open_tickets = 0");
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        assertThat(ticket.status()).isEqualTo(NEW);

        world.timePasses(Duration.ofHours(2).plusSeconds(1));

        assertThat(world.now(ticket).status()).isEqualTo(ESCALATED);
    }

    @Test
    void a_missed_first_response_that_the_table_only_tells_takes_nothing_away() throws IOException {
        var table = Files.readString(Path.of("dmn/escalation-routing.dmn"), StandardCharsets.UTF_8);
        repository
                .createDeployment()
                .addString("escalation-routing.dmn", table.replace("trigger != \"CRITICAL_PRIORITY\"", "false"))
                .deploy();
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var task = world.taskOf(ticket).getId();

        world.timePasses(Duration.ofHours(2).plusSeconds(1));

        assertThat(world.now(ticket).status()).isEqualTo(OPEN);
        assertThat(world.now(ticket).escalationLevel()).isEqualTo(1);
        assertThat(world.taskOf(ticket).getId()).isEqualTo(task);
    }

    @Test
    void a_rung_that_finds_a_fresh_call_calls_nobody() {
        var ticket = world.inWork();
        world.timePasses(Duration.ofHours(24).plusSeconds(1));
        var level = world.now(ticket).escalationLevel();

        world.timePasses(Duration.ofSeconds(3));

        assertThat(world.now(ticket).escalationLevel()).isEqualTo(level);
        assertThat(world.timersOf(ticket)).hasSize(1);
    }

    @Test
    void an_escalation_nobody_acknowledges_goes_one_level_up() {
        var ticket = world.inWork();
        world.move(ticket, ESCALATED, MoveDetails.comment("I am stuck"), world.assigneeOf(ticket));
        var level = world.now(ticket).escalationLevel();

        world.timePasses(Duration.ofHours(4).plusSeconds(1));

        assertThat(world.now(ticket).escalationLevel()).isEqualTo(level + 1);
        assertThat(lifecycleOf(ticket)).isWaitingAt("acknowledgeEscalation");
    }
}
