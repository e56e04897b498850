package io.ticketflow.escalation;

/** Why a level of the escalation path is called. */
public enum Trigger {
    RESPONSE_BREACH,
    RESOLUTION_BREACH,
    /** A person asked for help. */
    MANUAL,
    /** The requester rejected the solution a second time. */
    REOPENED_TWICE,
    /** The level that was called did not acknowledge in time. */
    ACK_TIMEOUT,
    CRITICAL_PRIORITY
}
