package io.ticketflow.process.instances;

import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.ticket.Ticket;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.camunda.bpm.engine.delegate.VariableScope;

/**
 * The variables of an instance that describe its ticket: for Tasklist's cards and for conditions. The ticket's row decides: whenever a state begins or ends,
 * and before any condition reads them, the variables are written again from the row, whatever an operator has changed.
 */
public final class TicketVariables {

    private TicketVariables() {}

    public static Map<String, Object> of(Ticket ticket) {
        var variables = new LinkedHashMap<String, Object>();
        variables.put(TicketLifecycle.NUMBER, ticket.number());
        variables.put(TicketLifecycle.TITLE, ticket.title());
        variables.put(TicketLifecycle.REOPEN_COUNT, ticket.reopenCount());
        if (ticket.askedFrom() != null) {
            variables.put(TicketLifecycle.ASKED_FROM, ticket.askedFrom().name());
        }
        return variables;
    }

    public static void project(Ticket ticket, VariableScope scope) {
        of(ticket).forEach((name, value) -> {
            if (!Objects.equals(scope.getVariable(name), value)) {
                scope.setVariable(name, value);
            }
        });
    }
}
