package io.ticketflow.ticket;

import java.util.UUID;

/**
 * How much a person has to do.
 *
 * @param openTickets neither resolved nor closed
 * @param weight the same, weighted by priority
 */
public record Workload(UUID personId, long openTickets, long weight) {

    public static Workload none(UUID personId) {
        return new Workload(personId, 0, 0);
    }
}
