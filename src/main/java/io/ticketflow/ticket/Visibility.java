package io.ticketflow.ticket;

/** Who may read a comment or a history entry. */
public enum Visibility {
    /** All people who may see the ticket. */
    PUBLIC,
    /** Staff. */
    INTERNAL
}
