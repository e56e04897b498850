package io.ticketflow.ticket;

/** What a history entry tells of. */
public enum Action {
    CREATED,
    STATUS_CHANGED,
    ASSIGNED,
    PRIORITY_CHANGED,
    FIELD_CHANGED,
    COMMENTED,
    /** Somebody follows the ticket from now on, and sees it. */
    WATCHED,
    UNWATCHED,
    ESCALATED,
    ACKNOWLEDGED,
    SLA_WARNED,
    SLA_BREACHED
}
