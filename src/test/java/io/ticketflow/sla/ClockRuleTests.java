package io.ticketflow.sla;

import static io.ticketflow.ticket.TicketStatus.CLOSED;
import static io.ticketflow.ticket.TicketStatus.IN_PROGRESS;
import static io.ticketflow.ticket.TicketStatus.OPEN;
import static io.ticketflow.ticket.TicketStatus.PENDING_INFO;
import static io.ticketflow.ticket.TicketStatus.REOPENED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.ticket.Action;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Deadlines.ClockState;
import io.ticketflow.ticket.Deadlines.Deadline;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketChanges;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;

/** The rules of the clocks, tested on whole tickets. After each test the tickets' timers must be those that the clocks demand. */
@TicketflowTest
class ClockRuleTests {

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private Ownership ownership;

    @Autowired
    private ServiceLevels levels;

    @Autowired
    private Reconciliation reconciliation;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    @AfterEach
    void theTimersAreThoseThatTheClocksDemand() {
        assertThat(reconciliation.check()).isEmpty();
    }

    private Deadline response(Ticket ticket) {
        return Objects.requireNonNull(levels.of(List.of(ticket.id())).get(ticket.id()))
                .response();
    }

    private Deadline resolution(Ticket ticket) {
        return Objects.requireNonNull(levels.of(List.of(ticket.id())).get(ticket.id()))
                .resolution();
    }

    private void reclassify(Ticket ticket, Category category, Priority priority) {
        desk.edit(ticket.number(), new TicketChanges(null, null, category, priority, null), null, world.as("lead"));
    }

    private void ask(Ticket ticket) {
        world.move(ticket, PENDING_INFO, MoveDetails.comment("Which disk?"), world.assigneeOf(ticket));
    }

    private void answer(Ticket ticket) {
        world.comment(ticket.number(), "sda", Visibility.PUBLIC, world.as("user"));
    }

    private long facts(Ticket ticket, Action action) {
        return desk.history(ticket.number(), world.as("lead")).stream()
                .filter(entry -> entry.action() == action)
                .count();
    }

    private static void assertAfter(Ticket ticket, Instant instant, Duration duration) {
        assertThat(instant).isCloseTo(ticket.createdAt().plus(duration), within(2, ChronoUnit.MILLIS));
    }

    @ParameterizedTest(name = "{0}: response after {1}, solution after {2}")
    @CsvSource({"P1, PT5M, PT4H", "P2, PT30M, PT8H", "P3, PT2H, PT24H", "P4, P1D, P5D"})
    void both_clocks_start_with_the_submission_by_the_policy_of_the_priority(
            Priority priority, Duration response, Duration solution) {
        var ticket = world.openAndRouted(Category.VM, priority);

        assertAfter(ticket, response(ticket).dueAt(), response);
        assertAfter(ticket, resolution(ticket).dueAt(), solution);
    }

    @Test
    void a_warning_is_given_once_at_80_percent() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        world.timePasses(Duration.ofMinutes(95));
        assertThat(facts(ticket, Action.SLA_WARNED)).isZero();
        world.timePasses(Duration.ofMinutes(2));
        assertThat(facts(ticket, Action.SLA_WARNED)).isEqualTo(1);
        world.timePasses(Duration.ofMinutes(20));
        assertThat(facts(ticket, Action.SLA_WARNED)).isEqualTo(1);
    }

    @Test
    void the_first_response_is_met_by_taking_the_ticket_out_of_OPEN() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));

        assertThat(response(ticket).state()).isEqualTo(ClockState.MET);
    }

    @Test
    void a_public_comment_of_staff_is_a_first_response_and_an_internal_one_is_none() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var assignee = world.as(world.assigneeOf(ticket));

        world.comment(ticket.number(), "Strange", Visibility.INTERNAL, assignee);
        assertThat(response(ticket).state()).isEqualTo(ClockState.RUNNING);
        world.comment(ticket.number(), "I look at it", Visibility.PUBLIC, assignee);

        assertThat(response(ticket).state()).isEqualTo(ClockState.MET);
        assertThat(world.now(ticket).status()).isEqualTo(IN_PROGRESS);
    }

    @Test
    void assignment_is_no_response_and_touches_no_clock() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var before = resolution(ticket).dueAt();
        world.timePasses(Duration.ofMinutes(10));

        ownership.assign(ticket.number(), world.person("senior").id(), null, null, null, world.as("lead"));

        assertThat(response(ticket).state()).isEqualTo(ClockState.RUNNING);
        assertThat(resolution(ticket).dueAt()).isEqualTo(before);
    }

    @Test
    void a_release_to_the_queue_touches_no_clock_and_the_response_does_not_run_again() {
        var ticket = world.inWork();
        var before = resolution(ticket).dueAt();
        world.timePasses(Duration.ofMinutes(10));

        world.move(ticket, OPEN, MoveDetails.NONE, world.assigneeOf(ticket));

        assertThat(resolution(ticket).dueAt()).isEqualTo(before);
        assertThat(response(ticket).state()).isEqualTo(ClockState.MET);
    }

    @Test
    void the_solution_is_paused_while_the_requester_is_asked_and_the_deadline_moves_by_that() {
        var ticket = world.inWork();
        var before = resolution(ticket).dueAt();
        ask(ticket);
        assertThat(resolution(ticket).state()).isEqualTo(ClockState.PAUSED);
        assertThat(resolution(ticket).dueAt()).isEqualTo(before);

        world.timePasses(Duration.ofHours(5));
        answer(ticket);

        assertThat(resolution(ticket).state()).isEqualTo(ClockState.RUNNING);
        assertThat(resolution(ticket).dueAt())
                .isCloseTo(before.plus(Duration.ofHours(5)), within(2, ChronoUnit.SECONDS));
    }

    @Test
    void the_response_never_pauses() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var before = response(ticket).dueAt();

        ask(ticket);

        assertThat(response(ticket).state()).as("asking is the response").isEqualTo(ClockState.MET);
        assertThat(response(ticket).dueAt()).isEqualTo(before);
    }

    @Test
    void a_reopened_ticket_goes_on_with_the_same_clock_without_the_time_spent_resolved() {
        var ticket = world.resolved();
        var before = resolution(ticket);
        assertThat(before.state()).isEqualTo(ClockState.MET);
        assertThat(before.remainingSeconds()).isNull();
        world.timePasses(Duration.ofHours(30));

        world.move(ticket, REOPENED, MoveDetails.comment("It is back"), "user");

        assertThat(resolution(ticket).state()).isEqualTo(ClockState.RUNNING);
        assertThat(resolution(ticket).metAt()).isNull();
        assertThat(resolution(ticket).dueAt())
                .isCloseTo(before.dueAt().plus(Duration.ofHours(30)), within(2, ChronoUnit.SECONDS));
    }

    @Test
    void a_ticket_closed_before_counts_neither_way() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        world.move(ticket, CLOSED, MoveDetails.resolution(ResolutionCode.CANCELLED, null), "user");

        assertThat(response(ticket).state()).isEqualTo(ClockState.STOPPED);
        assertThat(resolution(ticket).state()).isEqualTo(ClockState.STOPPED);
        assertThat(resolution(ticket).remainingSeconds()).isNull();
    }

    @Test
    void a_breach_is_known_from_its_second_on_and_no_change_of_priority_erases_it() {
        var ticket = world.inWork();
        var due = resolution(ticket).dueAt();
        world.timePasses(Duration.ofHours(24).plusSeconds(1));
        assertThat(resolution(ticket).breachedAt()).isEqualTo(due);

        reclassify(ticket, Category.VM, Priority.P4);

        assertThat(resolution(ticket).breachedAt()).isEqualTo(due);
        assertThat(resolution(ticket).dueAt()).isEqualTo(due);
        assertThat(resolution(ticket).state()).isEqualTo(ClockState.BREACHED);
    }

    @ParameterizedTest
    @EnumSource(names = {"RESOLVED", "PENDING_INFO", "CLOSED"})
    void an_act_behind_the_deadline_is_late_even_if_it_is_faster_than_the_timer(TicketStatus to) {
        var ticket = to == CLOSED ? world.openAndRouted(Category.VM, Priority.P3) : world.inWork();
        world.pass(Duration.ofHours(24).plusSeconds(5));
        switch (to) {
            case RESOLVED -> world.resolve(ticket);
            case PENDING_INFO -> ask(ticket);
            default -> world.move(ticket, CLOSED, MoveDetails.resolution(ResolutionCode.CANCELLED, null), "user");
        }
        world.runDueJobs();

        assertThat(resolution(ticket).state()).isEqualTo(ClockState.BREACHED);
        assertThat(facts(ticket, Action.SLA_BREACHED)).isEqualTo(to == CLOSED ? 2 : 1);
    }

    @Test
    void a_change_of_priority_behind_the_deadline_does_not_undo_it_either() {
        var ticket = world.inWork();
        world.pass(Duration.ofHours(24).plusSeconds(5));

        reclassify(ticket, Category.VM, Priority.P4);
        world.runDueJobs();

        assertThat(resolution(ticket).state()).isEqualTo(ClockState.BREACHED);
    }

    @Test
    void a_lower_priority_counts_from_the_submission() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.timePasses(Duration.ofHours(1));

        reclassify(ticket, Category.VM, Priority.P4);

        assertAfter(ticket, response(ticket).dueAt(), Duration.ofDays(1));
        assertAfter(ticket, resolution(ticket).dueAt(), Duration.ofDays(5));
    }

    @Test
    void a_raise_counts_from_the_submission_while_that_is_fair() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.move(ticket, IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        world.timePasses(Duration.ofHours(1));

        reclassify(ticket, Category.VM, Priority.P2);

        assertAfter(ticket, resolution(ticket).dueAt(), Duration.ofHours(8));
    }

    @Test
    void a_raise_never_lands_in_the_past_but_leaves_the_new_response_target() {
        var ticket = world.inWork();
        world.timePasses(Duration.ofHours(10));

        reclassify(ticket, Category.VM, Priority.P1);

        assertThat(resolution(ticket).dueAt())
                .isCloseTo(world.instant().plus(Duration.ofMinutes(5)), within(3, ChronoUnit.SECONDS));
        assertThat(resolution(ticket).state()).isEqualTo(ClockState.RUNNING);
    }

    @Test
    void a_raise_is_never_later_than_before() {
        var ticket = world.inWork();
        world.timePasses(Duration.ofHours(24).minusMinutes(2));
        var before = resolution(ticket).dueAt();

        reclassify(ticket, Category.VM, Priority.P1);

        assertThat(resolution(ticket).dueAt()).isCloseTo(before, within(1, ChronoUnit.MILLIS));
    }

    @Test
    void a_raise_while_the_requester_is_asked_counts_when_the_answer_comes() {
        var ticket = world.inWork();
        world.timePasses(Duration.ofHours(1));
        ask(ticket);

        reclassify(ticket, Category.VM, Priority.P2);
        world.timePasses(Duration.ofHours(50));
        answer(ticket);

        assertThat(resolution(ticket).dueAt())
                .isCloseTo(world.instant().plus(Duration.ofHours(7)), within(5, ChronoUnit.SECONDS));
    }

    @Test
    void once_warned_a_later_deadline_is_not_warned_of_again() {
        var ticket = world.inWork();
        world.timePasses(Duration.ofHours(20));
        assertThat(facts(ticket, Action.SLA_WARNED)).isEqualTo(1);

        reclassify(ticket, Category.VM, Priority.P4);
        world.timePasses(Duration.ofDays(4).plusHours(2));

        assertThat(facts(ticket, Action.SLA_WARNED)).isEqualTo(1);
        assertThat(facts(ticket, Action.SLA_BREACHED)).isZero();
    }

    @Test
    void after_hours_without_the_application_nobody_is_warned_of_what_is_broken_already() {
        var ticket = world.inWork();

        world.timePasses(Duration.ofHours(30));

        assertThat(facts(ticket, Action.SLA_WARNED)).isZero();
        assertThat(facts(ticket, Action.SLA_BREACHED)).isEqualTo(1);
    }
}
