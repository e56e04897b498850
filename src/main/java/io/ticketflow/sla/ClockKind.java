package io.ticketflow.sla;

/** What a clock measures, both from a ticket's creation. */
public enum ClockKind {
    /** Until a member of staff answers. Never pauses. */
    RESPONSE,
    /** Until a solution is offered. Stands still while the requester has the next word. */
    RESOLUTION
}
