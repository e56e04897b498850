package io.ticketflow.platform;

/** A query parameter is invalid: its name or value is unknown, or a cursor cannot be decoded. The answer is 400 and names the parameter. */
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
