package io.ticketflow.ticket;

import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A step that the ticket's own version of the model offers at its state.
 *
 * @param key the key for requests; in the shipped model, the status to which the step leads
 * @param name the name that people read, such as "Start work"
 * @param status the status that the ticket will have
 * @param stage the state task to which the step leads; null when it ends the ticket
 */
public record Transition(
        String key,
        String name,
        TicketStatus status,
        @Nullable Stage stage) {

    /** The keys of the steps that lead to a status. */
    static List<String> keysTo(TicketStatus status, List<Transition> offered) {
        return offered.stream()
                .filter(transition -> transition.status() == status)
                .map(Transition::key)
                .distinct()
                .toList();
    }

    /** The key of the step that a requester's answer takes: back to the queue if the model offers it, else back to work. */
    public static Optional<String> answering(List<Transition> offered) {
        return keyTo(TicketStatus.OPEN, offered).or(() -> keyTo(TicketStatus.IN_PROGRESS, offered));
    }

    /** The key of the first step that leads to a status, for acts that choose a step themselves. */
    public static Optional<String> keyTo(TicketStatus status, List<Transition> offered) {
        return keysTo(status, offered).stream().findFirst();
    }
}
