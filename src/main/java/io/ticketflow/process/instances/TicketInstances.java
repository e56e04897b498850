package io.ticketflow.process.instances;

import io.ticketflow.platform.ConflictException;
import io.ticketflow.ticket.Projection;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds the ticket of an instance by the business key, which cannot change after the start. A variable would be unsafe, because a person who completes a task
 * could set it to another ticket.
 */
@Component
public class TicketInstances {

    private final Projection tickets;

    TicketInstances(Projection tickets) {
        this.tickets = tickets;
    }

    /**
     * The ticket of this instance.
     *
     * @throws ConflictException NO_TICKET when there is none
     */
    public UUID ticketOf(DelegateExecution execution) {
        return find(execution)
                .orElseThrow(() -> new ConflictException(
                        "NO_TICKET", "This process carries no ticket: its business key is no ticket's number."));
    }

    /** The ticket of this instance; empty for a process without a ticket. */
    public Optional<UUID> find(DelegateExecution execution) {
        @Nullable String number = execution.getProcessBusinessKey();
        return number == null ? Optional.empty() : tickets.idOf(number);
    }
}
