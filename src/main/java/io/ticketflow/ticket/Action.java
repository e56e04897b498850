package io.ticketflow.ticket;

/** The kinds of history entries. */
public enum Action {
    CREATED,
    STATUS_CHANGED,
    ASSIGNED,
    PRIORITY_CHANGED,
    FIELD_CHANGED,
    COMMENTED,
    /** A person watches the ticket from now on, and may see it. */
    WATCHED,
    UNWATCHED,
    LINKED,
    UNLINKED,
    /** The ticket was merged into another one, or another one into it. */
    MERGED,
    DELETED,
    COMMENT_EDITED,
    COMMENT_DELETED,
    ATTACHED,
    ATTACHMENT_DELETED,
    /** Texts were blanked that should never have been written. */
    REDACTED,
    ESCALATED,
    ACKNOWLEDGED,
    SLA_WARNED,
    SLA_BREACHED
}
