package io.ticketflow.ticket;

/** How a ticket was resolved. */
public enum ResolutionCode {
    FIXED,
    WORKAROUND,
    DUPLICATE,
    CANNOT_REPRODUCE,
    CANCELLED,
    /** The requester did not answer in time. */
    NO_ANSWER;

    /** Whether the code is allowed on a ticket that is closed without work. */
    public boolean isWithdrawal() {
        return this == CANCELLED || this == DUPLICATE;
    }
}
