package io.ticketflow.process.tables;

import io.ticketflow.assignment.Dispatcher;
import io.ticketflow.identity.IdentityEvent;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.ticket.Lifecycle;
import io.ticketflow.ticket.Projection;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.TicketEvent;
import io.ticketflow.ticket.TicketStatus;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskExecutor;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/** Assigns the tickets of people who are no longer staff to other people. If no other person fits, a ticket waits in the team's queue. */
@Component
public class AbandonedTickets {

    private static final Logger LOG = LoggerFactory.getLogger(AbandonedTickets.class);

    private final ServiceDesk desk;
    private final Projection tickets;
    private final TableVerdicts verdicts;
    private final Dispatcher dispatcher;
    private final Lifecycle lifecycle;
    private final TransactionTemplate transaction;
    private final TaskExecutor background;

    AbandonedTickets(
            ServiceDesk desk,
            Projection tickets,
            TableVerdicts verdicts,
            Dispatcher dispatcher,
            Lifecycle lifecycle,
            TransactionTemplate transaction,
            TaskExecutor applicationTaskExecutor) {
        this.desk = desk;
        this.tickets = tickets;
        this.verdicts = verdicts;
        this.dispatcher = dispatcher;
        this.lifecycle = lifecycle;
        this.transaction = transaction;
        this.background = applicationTaskExecutor;
    }

    @TransactionalEventListener
    void on(IdentityEvent.StoppedWorking somebody) {
        giveToOthersSoon();
    }

    /** A reopened ticket may be assigned to a person who has left since they resolved it. */
    @TransactionalEventListener
    void on(TicketEvent.Moved moved) {
        if (moved.from() == TicketStatus.RESOLVED && moved.to() != TicketStatus.CLOSED) {
            giveToOthersSoon();
        }
    }

    /** So may a solved ticket on which the requester waits for an answer. */
    @TransactionalEventListener
    void on(TicketEvent.StepTaken step) {
        if (step.from() == TicketStatus.RESOLVED && step.to() == TicketStatus.RESOLVED) {
            giveToOthersSoon();
        }
    }

    /** Runs in the background. */
    public void giveToOthersSoon() {
        background.execute(this::giveToOthers);
    }

    /** Handles each ticket in a transaction of its own. */
    public void giveToOthers() {
        for (var ticketId : desk.abandoned()) {
            try {
                transaction.executeWithoutResult(status -> giveToOthers(ticketId));
            } catch (ProblemException refused) {
                LOG.warn("An abandoned ticket could not be assigned to another person: {}", refused.getMessage());
            } catch (ConcurrencyFailureException tooLate) {
                LOG.info("An abandoned ticket was left as it is, because another change of it was faster.");
            } catch (RuntimeException fault) {
                LOG.error("An abandoned ticket could not be assigned to another person", fault);
            }
        }
    }

    private void giveToOthers(UUID ticketId) {
        var ticket = tickets.locked(ticketId);
        if (!desk.isAbandoned(ticket)) {
            return;
        }
        tickets.assign(ticketId, null, null, "The assignee is no longer staff", Actor.SYSTEM);
        var decision = verdicts.ask(ticket, TicketLifecycle.ASSIGNMENT_TABLE, null);
        dispatcher.dispatch(ticketId, decision);
        lifecycle.assigned(ticket, Actor.SYSTEM);
    }
}
