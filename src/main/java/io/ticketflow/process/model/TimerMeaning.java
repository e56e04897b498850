package io.ticketflow.process.model;

/** What a timer on a state does for a ticket that waits there. */
public enum TimerMeaning {
    /** It reminds the requester, and the ticket goes on waiting. */
    REMINDS,
    /** It brings the ticket into another state. */
    ENDS_THE_WAIT,
    CLOSES
}
