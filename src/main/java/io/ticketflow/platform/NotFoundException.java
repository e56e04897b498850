package io.ticketflow.platform;

import java.util.Map;

/** The thing does not exist, or the caller may not know of it. */
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
