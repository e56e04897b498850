package io.ticketflow.ticket;

import org.jspecify.annotations.Nullable;

/**
 * A step the model of a ticket's own version offers from where the ticket is.
 *
 * @param key what is asked for; as shipped, the status it leads to
 * @param name what a person reads, such as "Start work"
 * @param status the status the ticket will have
 * @param stage the state task it leads to; null when it ends the ticket
 */
public record Transition(
        String key,
        String name,
        TicketStatus status,
        @Nullable Stage stage) {}
