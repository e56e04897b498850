package io.ticketflow.platform;

/** A query parameter that cannot be understood: unknown name, unknown value, unreadable cursor. Answered with 400, naming it. */
public final class BadParameterException extends RuntimeException {

    private final String parameter;

    public BadParameterException(String parameter, String message) {
        super(message);
        this.parameter = parameter;
    }

    public String parameter() {
        return parameter;
    }
}
