package io.ticketflow.platform;

import java.time.Duration;
import java.util.Map;

/** Somebody asks more often than is allowed. */
public final class TooManyRequestsException extends ProblemException {

    private final Duration wait;

    /**
     * Refuses until some time has passed.
     *
     * @param wait how long, told to the caller as {@code Retry-After}
     */
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
