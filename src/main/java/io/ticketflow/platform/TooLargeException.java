package io.ticketflow.platform;

import java.util.Map;

/** A body or file is larger than the limit. */
public final class TooLargeException extends ProblemException {

    public TooLargeException(String code, String detail) {
        super(code, detail, Map.of());
    }

    @Override
    public int status() {
        return 413;
    }
}
