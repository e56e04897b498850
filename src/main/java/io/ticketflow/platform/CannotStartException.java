package io.ticketflow.platform;

/** The operator has to change something before Ticketflow can start. The message says what, in one sentence. */
public final class CannotStartException extends RuntimeException {

    public CannotStartException(String message) {
        super(message);
    }

    public CannotStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
