package io.ticketflow.process.instances;

import io.ticketflow.platform.ConflictException;
import io.ticketflow.ticket.Projection;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Whose life an instance is. Its business key says so, which nobody can change once it has started; a variable could be pointed at another ticket by
 * whoever completes a task.
 */
@Component
public class TicketInstances {

    private final Projection tickets;

    TicketInstances(Projection tickets) {
        this.tickets = tickets;
    }

    /**
     * The ticket that this instance moves.
     *
     * @throws ConflictException NO_TICKET when there is none
     */
    public UUID ticketOf(DelegateExecution execution) {
        return find(execution)
                .orElseThrow(() -> new ConflictException(
                        "NO_TICKET", "This process carries no ticket: its business key is no ticket's number."));
    }

    /** Empty for a process that has nothing to do with tickets. */
    public Optional<UUID> find(DelegateExecution execution) {
        @Nullable String number = execution.getProcessBusinessKey();
        return number == null ? Optional.empty() : tickets.idOf(number);
    }
}
