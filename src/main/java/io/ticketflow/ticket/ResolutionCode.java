package io.ticketflow.ticket;

/** How a ticket came to its end. */
public enum ResolutionCode {
    FIXED,
    WORKAROUND,
    DUPLICATE,
    CANNOT_REPRODUCE,
    CANCELLED,
    /** The requester did not answer in time. */
    NO_ANSWER;

    /** May stand on a ticket that is closed without having been worked on. */
    public boolean isWithdrawal() {
        return this == CANCELLED || this == DUPLICATE;
    }
}
