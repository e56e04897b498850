package io.ticketflow.platform;

import java.util.Map;

/** The caller may see the thing but may not do this to it. */
public final class ForbiddenException extends ProblemException {

    public ForbiddenException(String code, String detail) {
        this(code, detail, Map.of());
    }

    public ForbiddenException(String code, String detail, Map<String, Object> properties) {
        super(code, detail, properties);
    }

    @Override
    public int status() {
        return 403;
    }
}
