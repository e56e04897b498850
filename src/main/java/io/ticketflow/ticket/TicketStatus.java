package io.ticketflow.ticket;

/** What a ticket's state means to clocks, reports and rights. Which state follows which is drawn in the model, not written here. */
public enum TicketStatus {
    /** Submitted; being routed, or waiting for triage because routing found nobody. */
    NEW,
    /** In somebody's or a team's queue. */
    OPEN,
    IN_PROGRESS,
    /** Waits for an answer: the requester's, unless the state waits for others. */
    PENDING_INFO,
    /** Handed up; waits for the next level to acknowledge. */
    ESCALATED,
    /** A solution is offered; waits for the requester's yes. */
    RESOLVED,
    /** The requester said no. */
    REOPENED,
    /** Over, for ever. */
    CLOSED;

    /** Not our turn: the resolution clock stands still. */
    public boolean isWaiting() {
        return this == PENDING_INFO || this == RESOLVED;
    }

    /** Counts as work of the assignee. */
    public boolean isUnfinished() {
        return this != RESOLVED && this != CLOSED;
    }
}
