package io.ticketflow.platform;

import java.util.Map;

/** The request is valid, and the present state does not allow it. */
public final class ConflictException extends ProblemException {

    public ConflictException(String code, String detail) {
        this(code, detail, Map.of());
    }

    public ConflictException(String code, String detail, Map<String, Object> properties) {
        super(code, detail, properties);
    }

    @Override
    public int status() {
        return 409;
    }
}
