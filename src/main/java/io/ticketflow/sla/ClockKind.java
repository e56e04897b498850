package io.ticketflow.sla;

/** What a clock measures. Both kinds start at a ticket's creation. */
public enum ClockKind {
    /** The time until a member of staff answers. Never pauses. */
    RESPONSE,
    /** The time until a solution is offered. Pauses while the ticket waits for the requester. */
    RESOLUTION
}
