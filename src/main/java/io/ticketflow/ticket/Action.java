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
    LINKED,
    UNLINKED,
    /** It went on in another ticket, or another one goes on in it. */
    MERGED,
    DELETED,
    COMMENT_EDITED,
    COMMENT_DELETED,
    ATTACHED,
    ATTACHMENT_DELETED,
    /** Words were blanked that should never have been written. */
    REDACTED,
    ESCALATED,
    ACKNOWLEDGED,
    SLA_WARNED,
    SLA_BREACHED
}
