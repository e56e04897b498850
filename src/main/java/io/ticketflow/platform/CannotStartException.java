package io.ticketflow.platform;

/** Something the operator has to put right before Ticketflow can start. The message says what, in one sentence. */
public final class CannotStartException extends RuntimeException {

    public CannotStartException(String message) {
        super(message);
    }

    public CannotStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
