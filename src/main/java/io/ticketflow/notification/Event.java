package io.ticketflow.notification;

/** What people are told of, from the least to the most pressing: when one act is several of these to one person, they are told the last. */
public enum Event {
    /** It has arrived: a receipt for the requester, also of what they submitted themselves. */
    TICKET_CREATED,
    /** Work on the ticket has begun. */
    STATUS_CHANGED,
    COMMENT_ADDED,
    ESCALATION_ACKNOWLEDGED,
    /** It became the recipient's, or is no longer. */
    TICKET_ASSIGNED,
    TICKET_CLOSED,
    RESOLUTION_PROPOSED,
    /** It waits for the recipient's answer, or still does. */
    INFO_REQUESTED,
    TICKET_REOPENED,
    SLA_WARNING,
    SLA_BREACHED,
    ESCALATION_RAISED
}
