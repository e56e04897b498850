package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Statements;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.TicketStatus;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;

/** The number of SQL statements of an act; a batch counts as one. A number may fall; a change that raises one must say why. */
@TicketflowTest
class StatementsTests {

    private static final int CREATE = 16;
    private static final int ROUTE = 37;
    private static final int MOVE = 32;

    @Autowired
    private World world;

    /** The first ticket warms up the engine and the caches. */
    @BeforeEach
    void beginAnew() {
        world.beginAnew();
        world.inWork();
    }

    @Test
    void submitting_a_ticket() {
        var sent = Statements.of(() -> world.open(Category.VM, Priority.P3));

        assertThat(sent).hasSizeLessThanOrEqualTo(CREATE);
    }

    @Test
    void routing_a_ticket() {
        world.open(Category.VM, Priority.P3);

        var sent = Statements.of(world::runDueJobs);

        assertThat(sent).hasSizeLessThanOrEqualTo(ROUTE);
    }

    @Test
    void starting_work() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var assignee = world.assigneeOf(ticket);

        var sent = Statements.of(() -> world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, assignee));

        assertThat(sent).hasSizeLessThanOrEqualTo(MOVE);
    }
}
