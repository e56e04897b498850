package io.ticketflow.process.tables;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.decision.Decision.Outcome;
import io.ticketflow.decision.Decisions;
import io.ticketflow.escalation.Escalation;
import io.ticketflow.escalation.Escalations;
import io.ticketflow.escalation.Trigger;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketChanges;
import io.ticketflow.ticket.TicketStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** With a broken escalation table the next level is called all the same, and the decision record has the reason of the failure. */
@TicketflowTest
class BrokenTableTests {

    @Autowired
    private World world;

    @Autowired
    private Decisions decisions;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private Escalations escalations;

    @BeforeEach
    void the_table_is_broken() throws IOException {
        world.beginAnew();
        var table = Files.readString(Path.of("dmn/escalation-routing.dmn"), StandardCharsets.UTF_8);
        world.tableBecomes(
                "escalation-routing.dmn", table.replaceFirst("\"RESOLUTION_BREACH\"</text>", "nonsense (</text>"));
    }

    private Outcome outcomeOf(Ticket ticket) {
        var all = decisions.of(ticket.id());
        return all.get(all.size() - 1).outcome();
    }

    @Test
    void a_call_for_help_reaches_the_next_level() {
        var ticket = world.inWork();

        world.move(ticket, TicketStatus.ESCALATED, MoveDetails.comment("I am stuck"), world.assigneeOf(ticket));

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.ESCALATED);
        assertThat(world.now(ticket).escalationLevel()).isPositive();
        assertThat(outcomeOf(ticket)).isEqualTo(Outcome.ROUTING_FAILED);
    }

    @Test
    void a_missed_first_response_is_handed_over() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        world.timePasses(Duration.ofMinutes(121));

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.ESCALATED);
        assertThat(outcomeOf(ticket)).isEqualTo(Outcome.ROUTING_FAILED);
    }

    @Test
    void a_missed_solution_is_told_and_the_timer_lives_on() {
        var ticket = world.inWork();
        var timers = world.timersOf(ticket).size();

        world.timePasses(Duration.ofHours(24).plusMinutes(1));

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
        assertThat(world.now(ticket).escalationLevel()).isPositive();
        assertThat(outcomeOf(ticket)).isEqualTo(Outcome.ROUTING_FAILED);
        assertThat(world.timersOf(ticket)).hasSize(timers - 1).allMatch(timer -> timer.getRetries() > 0);
    }

    @Test
    void a_critical_ticket_is_announced_all_the_same() {
        var ticket = world.inWork();

        desk.edit(ticket.number(), new TicketChanges(null, null, null, Priority.P1, null), null, world.as("lead"));

        assertThat(world.now(ticket).priority()).isEqualTo(Priority.P1);
        assertThat(escalations.of(ticket.number(), world.as("admin")))
                .extracting(Escalation::trigger)
                .containsExactly(Trigger.CRITICAL_PRIORITY);
        assertThat(outcomeOf(ticket)).isEqualTo(Outcome.ROUTING_FAILED);
    }
}
