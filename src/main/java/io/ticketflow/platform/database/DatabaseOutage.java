package io.ticketflow.platform.database;

import io.ticketflow.platform.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Recognises failures that happen because the database cannot be reached at the moment. They pass and are no mistake of a caller. */
public final class DatabaseOutage {

    /** SQL states of connections (class 08), of exhausted resources such as a full disk (53), and of the server's shutdown, crash and start (57P). */
    private static final Pattern STATES = Pattern.compile("08...|53...|57P0[123]");

    private static final String CANCELLED = "57014";

    private DatabaseOutage() {}

    public static boolean isBehind(Throwable failure) {
        return isBehind(failure, DatabaseOutage::isOutage);
    }

    /** The answer to a request that failed because of the database, which includes a statement that took too long; empty for any other failure. */
    public static Optional<UnavailableException> answerTo(Throwable failure) {
        if (isBehind(failure)) {
            return Optional.of(new UnavailableException());
        }
        return isBehind(failure, database -> CANCELLED.equals(database.getSQLState()))
                ? Optional.of(UnavailableException.tookTooLong())
                : Optional.empty();
    }

    private static boolean isBehind(Throwable failure, Predicate<SQLException> kind) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException database && kind.test(database)) {
                return true;
            }
        }
        return false;
    }

    /**
     * The connection pool throws exceptions of its own: when no connection becomes free in time, and on the use of a connection that it has closed, such as a
     * rollback after the loss.
     */
    private static boolean isOutage(SQLException failure) {
        var state = failure.getSQLState();
        return state == null
                ? failure instanceof SQLTransientConnectionException
                        || "Connection is closed".equals(failure.getMessage())
                : STATES.matcher(state).matches();
    }
}
