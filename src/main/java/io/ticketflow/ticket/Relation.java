package io.ticketflow.ticket;

/** A link as one of its two tickets shows it. */
public enum Relation {
    RELATES,
    DUPLICATES,
    DUPLICATED_BY,
    BLOCKS,
    BLOCKED_BY
}
