package io.ticketflow.process.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.process.check.Difference.Kind;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.time.Duration;
import org.camunda.bpm.engine.ManagementService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The reconciliation finds each contradiction that a test plants in the database, and none in correct data. */
@TicketflowTest
class ReconciliationTests {

    @Autowired
    private World world;

    @Autowired
    private Reconciliation reconciliation;

    @Autowired
    private ManagementService jobs;

    private Ticket ticket;

    @BeforeEach
    void aTicketInWork() {
        world.beginAnew();
        ticket = world.inWork();
    }

    private void plant(String statement) {
        world.sql(statement.formatted(ticket.id(), ticket.processInstanceId()));
    }

    private void isFound(Kind kind) {
        assertThat(reconciliation.check()).singleElement().satisfies(difference -> {
            assertThat(difference.kind()).isEqualTo(kind);
            assertThat(difference.subject()).isEqualTo(ticket.number());
        });
    }

    @Test
    void where_nothing_differs_nothing_is_found() {
        world.open(Category.VM, Priority.P3);
        world.openAndRouted(Category.NETWORK, Priority.P1);
        world.resolved();
        var asked = world.inWork();
        world.move(asked, TicketStatus.PENDING_INFO, MoveDetails.comment("Which one?"), world.assigneeOf(asked));
        var escalated = world.inWork();
        world.move(escalated, TicketStatus.ESCALATED, MoveDetails.comment("Help"), world.assigneeOf(escalated));
        var closed = world.resolved();
        world.move(closed, TicketStatus.CLOSED, MoveDetails.NONE, "user");

        assertThat(reconciliation.check()).isEmpty();
    }

    /** Five days, through warnings, breaches, rungs, hand-overs, reminders and automatic ends. */
    @Test
    void nothing_differs_while_time_passes() {
        world.open(Category.VM, Priority.P1);
        world.openAndRouted(Category.STORAGE, Priority.P2);
        var asked = world.inWork();
        world.move(asked, TicketStatus.PENDING_INFO, MoveDetails.comment("Which one?"), world.assigneeOf(asked));

        for (var step = 0; step < 30; step++) {
            world.timePasses(step < 10 ? Duration.ofMinutes(17) : Duration.ofHours(6));
            assertThat(reconciliation.check()).as("after step " + step).isEmpty();
        }
    }

    @Test
    void a_ticket_without_its_instance() {
        plant("update tickets set process_instance_id = 'gone', closed_at = null where id = '%s'");

        assertThat(reconciliation.check())
                .extracting(Difference::kind)
                .containsExactlyInAnyOrder(Kind.TICKET_WITHOUT_INSTANCE, Kind.INSTANCE_WITHOUT_TICKET);
    }

    @Test
    void an_instance_without_its_ticket() {
        plant("update act_ru_execution set business_key_ = 'TKT-1' where id_ = '%2$s'");

        assertThat(reconciliation.check()).singleElement().satisfies(difference -> {
            assertThat(difference.kind()).isEqualTo(Kind.INSTANCE_WITHOUT_TICKET);
            assertThat(difference.subject()).isEqualTo(ticket.processInstanceId());
        });
    }

    @Test
    void another_status() {
        plant("update tickets set status = 'OPEN' where id = '%s'");

        isFound(Kind.STATUS);
    }

    @Test
    void another_stage() {
        plant("update tickets set stage_id = 'pickUpTicket' where id = '%s'");

        isFound(Kind.STATUS);
    }

    @Test
    void a_closed_ticket_whose_instance_runs() {
        plant("update tickets set status = 'CLOSED', closed_at = now() where id = '%s'");

        isFound(Kind.STATUS);
    }

    @Test
    void another_version() {
        plant("update tickets set process_definition_id = 'ticket-lifecycle:99' where id = '%s'");

        isFound(Kind.STATUS);
    }

    @Test
    void a_state_task_too_few_in_the_row() {
        plant("update tickets set state_tasks = 0, task_id = null where id = '%s'");

        isFound(Kind.STATUS);
    }

    @Test
    void another_assignee() {
        plant("update tickets set assignee_id = (select id from users where handle = 'senior') where id = '%s'");

        isFound(Kind.ASSIGNEE);
    }

    @Test
    void a_missing_timer() {
        plant("delete from act_ru_job where process_instance_id_ = '%2$s' and handler_cfg_ like 'resolutionOverdue%%'");

        isFound(Kind.TIMER);
    }

    @Test
    void a_timer_that_rings_too_late() {
        plant("""
                update act_ru_job set duedate_ = duedate_ + interval '1 hour'
                where process_instance_id_ = '%2$s' and handler_cfg_ like 'resolutionWarningDue%%'""");

        isFound(Kind.TIMER);
    }

    @Test
    void a_clock_that_was_moved_without_its_timers() {
        plant(
                "update sla_clocks set due_at = due_at - interval '1 hour' where kind = 'RESOLUTION' and ticket_id = '%s'");

        isFound(Kind.TIMER);
    }

    @Test
    void a_clock_that_stands_still_where_it_should_run() {
        plant("update sla_clocks set running_since_at = null where kind = 'RESOLUTION' and ticket_id = '%s'");

        isFound(Kind.TIMER);
    }

    @Test
    void a_ticket_that_nothing_will_move_on() {
        ticket = world.open(Category.VM, Priority.P3);
        plant("delete from act_ru_job where process_instance_id_ = '%2$s'");

        isFound(Kind.ASLEEP);
    }

    @Test
    void a_failed_timer_that_was_not_cleared_away_beside_its_successor() {
        plant("""
                insert into act_ru_job (id_, rev_, type_, retries_, duedate_, process_instance_id_, process_def_id_, job_def_id_, handler_type_, handler_cfg_)
                select 'twin', 1, type_, retries_, duedate_, process_instance_id_, process_def_id_, job_def_id_, handler_type_, handler_cfg_
                from act_ru_job where process_instance_id_ = '%2$s' and handler_cfg_ like 'resolutionOverdue%%'""");

        isFound(Kind.TIMER);
        jobs.deleteJob("twin");
    }
}
