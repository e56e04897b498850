package io.ticketflow.ticket;

/** The meaning of a ticket's state for clocks, reports and rights. The model decides which state follows which. */
public enum TicketStatus {
    /** Submitted and being routed, or in triage because routing found no person. */
    NEW,
    /** In the queue of a person or a team. */
    OPEN,
    IN_PROGRESS,
    /** Waits for an answer: the requester's, unless the state waits for another party. */
    PENDING_INFO,
    /** Handed to the next level; waits for its acknowledgement. */
    ESCALATED,
    /** A solution is offered; waits for the requester's confirmation. */
    RESOLVED,
    /** The requester has rejected the solution. */
    REOPENED,
    /** Ended for good. */
    CLOSED;

    /** Whether the ticket waits, so that the resolution clock pauses. */
    public boolean isWaiting() {
        return this == PENDING_INFO || this == RESOLVED;
    }

    /** Whether the ticket counts as work of its assignee. */
    public boolean isUnfinished() {
        return this != RESOLVED && this != CLOSED;
    }
}
