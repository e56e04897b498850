package io.ticketflow.ticket;

/** The relation of a link, as one of its tickets shows it. */
public enum Relation {
    RELATES,
    DUPLICATES,
    DUPLICATED_BY,
    BLOCKS,
    BLOCKED_BY
}
