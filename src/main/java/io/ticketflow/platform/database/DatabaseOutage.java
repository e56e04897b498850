package io.ticketflow.platform.database;

import io.ticketflow.platform.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells whether something failed because the database cannot be reached at the moment, which is nobody's mistake and passes. */
public final class DatabaseOutage {

    /** Connections (class 08), resources of the server such as a full disk (53), its shutdown, crash and start (57P). */
    private static final Pattern STATES = Pattern.compile("08...|53...|57P0[123]");

    private static final String CANCELLED = "57014";

    private DatabaseOutage() {}

    public static boolean isBehind(Throwable failure) {
        return isBehind(failure, DatabaseOutage::isOutage);
    }

    /** What to answer to a request that failed because of the database, also because a statement's time was over; empty when it failed otherwise. */
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

    /** The pool has words of its own: when it has no connection in time, and for one that it has given up, as when a rollback follows its loss. */
    private static boolean isOutage(SQLException failure) {
        var state = failure.getSQLState();
        return state == null
                ? failure instanceof SQLTransientConnectionException
                        || "Connection is closed".equals(failure.getMessage())
                : STATES.matcher(state).matches();
    }
}
