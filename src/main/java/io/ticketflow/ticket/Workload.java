package io.ticketflow.ticket;

import java.util.UUID;

/**
 * How much open work a person has.
 *
 * @param openTickets tickets that are neither resolved nor closed
 * @param weight the same tickets, weighted by priority
 */
public record Workload(UUID personId, long openTickets, long weight) {

    public static Workload none(UUID personId) {
        return new Workload(personId, 0, 0);
    }
}
