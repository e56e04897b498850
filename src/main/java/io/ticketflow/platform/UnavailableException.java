package io.ticketflow.platform;

import java.util.Map;

/** The request fails for a reason that passes and is no mistake of the caller. */
public final class UnavailableException extends ProblemException {

    public UnavailableException(String code, String detail) {
        super(code, detail, Map.of());
    }

    /** The database cannot be reached. If the connection was lost during a commit, it is unknown whether the change was made. */
    public UnavailableException() {
        this(
                "DATABASE_UNAVAILABLE",
                "The database cannot be reached at the moment. Try again soon; look first whether a change was made.");
    }

    /** The database has cancelled a statement because it took too long, itself or while it waited for others. */
    public static UnavailableException tookTooLong() {
        return new UnavailableException(
                "TOOK_TOO_LONG", "The database needed too long for this. Ask for less, or try again soon.");
    }

    @Override
    public int status() {
        return 503;
    }
}
