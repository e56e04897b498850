package io.ticketflow.process.lifecycle;

import io.ticketflow.assignment.Dispatcher;
import io.ticketflow.decision.Decision.Outcome;
import io.ticketflow.identity.IdentityEvent;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.ProblemException;
import io.ticketflow.process.gate.BundledModels;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.tables.BrokenTableException;
import io.ticketflow.process.tables.EvaluatedTables;
import io.ticketflow.process.tables.TableVerdicts;
import io.ticketflow.ticket.Lifecycle;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Projection;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.TicketEvent;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Transition;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.task.TaskExecutor;
import org.springframework.dao.ConcurrencyFailureException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.event.TransactionalEventListener;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Offers the tickets in triage to routing again whenever this may help: after the deployment of a table, and when a person becomes available or has room for
 * work again. A ticket for which still no person is found stays unchanged, so that a lead who is looking at it loses nothing.
 */
@Component
public class WaitingTickets {

    private static final Logger LOG = LoggerFactory.getLogger(WaitingTickets.class);

    private final ServiceDesk desk;
    private final Lifecycle lifecycle;
    private final Projection tickets;
    private final TableVerdicts verdicts;
    private final EvaluatedTables tables;
    private final Dispatcher dispatcher;
    private final TransactionTemplate transaction;
    private final TaskExecutor background;
    private final AtomicBoolean asked = new AtomicBoolean();

    WaitingTickets(
            ServiceDesk desk,
            Lifecycle lifecycle,
            Projection tickets,
            TableVerdicts verdicts,
            EvaluatedTables tables,
            Dispatcher dispatcher,
            TransactionTemplate transaction,
            TaskExecutor applicationTaskExecutor) {
        this.desk = desk;
        this.lifecycle = lifecycle;
        this.tickets = tickets;
        this.verdicts = verdicts;
        this.tables = tables;
        this.dispatcher = dispatcher;
        this.transaction = transaction;
        this.background = applicationTaskExecutor;
    }

    @TransactionalEventListener
    void on(BundledModels.Deployed deployed) {
        if (deployed.resources().stream().anyMatch(name -> name.endsWith(".dmn"))) {
            offerSoon();
        }
    }

    @TransactionalEventListener
    void on(IdentityEvent.BecameAvailable somebody) {
        offerSoon();
    }

    @TransactionalEventListener
    void on(TicketEvent.Moved moved) {
        if (moved.to() == TicketStatus.RESOLVED || moved.to() == TicketStatus.CLOSED) {
            offerSoon();
        }
    }

    /** Runs in the background, and once for all reasons that come at the same time. */
    void offerSoon() {
        if (asked.compareAndSet(false, true)) {
            background.execute(() -> {
                asked.set(false);
                offer();
            });
        }
    }

    /** Offers every ticket in triage, the most urgent and oldest first, each in a transaction of its own. */
    public void offer() {
        for (var ticketId : desk.inTriage()) {
            try {
                transaction.executeWithoutResult(status -> {
                    if (!offer(ticketId)) {
                        status.setRollbackOnly();
                    }
                });
            } catch (BrokenTableException | ProblemException refused) {
                LOG.warn("A ticket in triage could not be routed: {}", refused.getMessage());
            } catch (ConcurrencyFailureException tooLate) {
                LOG.info("A ticket in triage was not routed, because another change of it was faster.");
            } catch (RuntimeException fault) {
                LOG.error("A ticket in triage could not be routed, and stays there", fault);
            }
        }
    }

    private boolean offer(UUID ticketId) {
        var ticket = tickets.locked(ticketId);
        if (ticket.status() != TicketStatus.NEW || !ticket.isAtRest()) {
            return false;
        }
        var step = Transition.keyTo(TicketStatus.OPEN, lifecycle.transitions(ticket, null));
        if (step.isEmpty()) {
            return false;
        }
        var decision = verdicts.record(
                ticketId, tables.evaluate(TicketLifecycle.ASSIGNMENT_TABLE, verdicts.inputs(ticket, null)));
        if (dispatcher.dispatch(ticketId, decision) != Outcome.DECIDED) {
            return false;
        }
        lifecycle.move(ticket, step.get(), MoveDetails.NONE, Actor.SYSTEM);
        return true;
    }
}
