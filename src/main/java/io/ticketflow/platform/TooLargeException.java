package io.ticketflow.platform;

import java.util.Map;

/** There is more of it than is taken here. */
public final class TooLargeException extends ProblemException {

    public TooLargeException(String code, String detail) {
        super(code, detail, Map.of());
    }

    @Override
    public int status() {
        return 413;
    }
}
