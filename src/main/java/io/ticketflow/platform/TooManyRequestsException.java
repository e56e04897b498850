package io.ticketflow.platform;

import java.time.Duration;
import java.util.Map;

/** The caller sends more requests than are allowed. */
public final class TooManyRequestsException extends ProblemException {

    private final Duration wait;

    /** @param wait the time after which the caller may try again; the answer has it as {@code Retry-After} */
    public TooManyRequestsException(String code, String detail, Duration wait) {
        super(code, detail, Map.of());
        this.wait = wait;
    }

    public Duration waitingTime() {
        return wait;
    }

    @Override
    public int status() {
        return 429;
    }
}
