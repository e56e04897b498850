package io.ticketflow.escalation;

/** Why somebody further up hears of a ticket. */
public enum Trigger {
    RESPONSE_BREACH,
    RESOLUTION_BREACH,
    /** Somebody asked for help. */
    MANUAL,
    /** The requester refused the solution a second time. */
    REOPENED_TWICE,
    /** The level that was called did not acknowledge in time. */
    ACK_TIMEOUT,
    CRITICAL_PRIORITY
}
