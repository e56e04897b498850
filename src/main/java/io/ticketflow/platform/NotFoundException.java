package io.ticketflow.platform;

import java.util.Map;

/** There is no such thing, or not for this caller. */
public final class NotFoundException extends ProblemException {

    public NotFoundException(String code, String detail) {
        this(code, detail, Map.of());
    }

    public NotFoundException(String code, String detail, Map<String, Object> properties) {
        super(code, detail, properties);
    }

    @Override
    public int status() {
        return 404;
    }
}
