package io.ticketflow.platform;

import java.util.Map;

/** It cannot be done at the moment. Nobody's mistake, and it passes. */
public final class UnavailableException extends ProblemException {

    public UnavailableException(String code, String detail) {
        super(code, detail, Map.of());
    }

    /** The database cannot be reached. Whether a change was made whose commit was not answered any more, nobody knows. */
    public UnavailableException() {
        this(
                "DATABASE_UNAVAILABLE",
                "The database cannot be reached at the moment. Try again soon; look first whether a change was made.");
    }

    /** The database has given a statement up: it took too long, by itself or behind others. */
    public static UnavailableException tookTooLong() {
        return new UnavailableException(
                "TOOK_TOO_LONG", "The database needed too long for this. Ask for less, or try again soon.");
    }

    @Override
    public int status() {
        return 503;
    }
}
