package io.ticketflow.platform;

import java.util.Map;

/** The database cannot be reached. Nobody's mistake, and it passes; whether a change was made whose commit was not answered any more, nobody knows. */
public final class UnavailableException extends ProblemException {

    public UnavailableException() {
        super(
                "DATABASE_UNAVAILABLE",
                "The database cannot be reached at the moment. Try again soon; look first whether a change was made.",
                Map.of());
    }

    @Override
    public int status() {
        return 503;
    }
}
