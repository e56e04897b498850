package io.ticketflow.notification;

/**
 * The events that people are told of, from the least to the most pressing. When one act causes several events for one person, the person hears of the last in
 * this order only.
 */
public enum Event {
    /** The ticket has arrived. The requester gets this receipt even for a ticket that they submitted themselves. */
    TICKET_CREATED,
    /** A mail was given up. Administrators are told, because this person hears of the mail in the application only. */
    MAIL_REFUSED,
    /** Work on the ticket has begun. */
    STATUS_CHANGED,
    COMMENT_ADDED,
    /** The ticket's process sends a message of its process owner. */
    NOTICE,
    ESCALATION_ACKNOWLEDGED,
    /** The ticket was assigned to the recipient, or taken away from them. */
    TICKET_ASSIGNED,
    TICKET_CLOSED,
    RESOLUTION_PROPOSED,
    /** The ticket waits for the recipient's answer, or still waits for it. */
    INFO_REQUESTED,
    /** The requester's account has ended, and the ticket is unfinished. */
    REQUESTER_LEFT,
    TICKET_REOPENED,
    SLA_WARNING,
    SLA_BREACHED,
    ESCALATION_RAISED;

    /** Whether it is about a deadline or an escalation. */
    boolean isPressing() {
        return compareTo(SLA_WARNING) >= 0;
    }
}
