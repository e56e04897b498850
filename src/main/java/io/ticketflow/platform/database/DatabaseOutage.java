package io.ticketflow.platform.database;

import io.ticketflow.platform.UnavailableException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLException;

/** Recognises failures that happen because the database cannot be reached at the moment. They pass and are no mistake of a caller. */
public final class DatabaseOutage {

    /** SQL states of connections (class 08), of exhausted resources such as a full disk (53), and of the server's shutdown, crash and start (57P). */
    private static final Pattern STATES = Pattern.compile("08...|53...|57P0[123]");

    private static final String CANCELLED = "57014";

    /** What a replica breaks off because the primary has removed rows that the statement reads, or holds a lock that it needs. */
    private static final Set<String> CONFLICTS = Set.of("40001", "40P01");

    private DatabaseOutage() {}

    public static boolean isBehind(Throwable failure) {
        return isBehind(failure, DatabaseOutage::isOutage);
    }

    /** Whether a replica has broken off a transaction that only reads, because it conflicts with a change that the replica has to replay. */
    static boolean isConflictOfReplica(Throwable failure) {
        return isBehind(failure, database -> CONFLICTS.contains(String.valueOf(database.getSQLState())));
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

    /**
     * What the database server, the driver or the pool says about a failure that {@link #answerTo} answers, for the log: such as a full disk, with the name of
     * the file. Of these failures their messages hold no rows; what the server adds to a message may, and is left out.
     */
    public static String reason(Throwable failure) {
        return find(failure, database -> isOutage(database) || CANCELLED.equals(database.getSQLState()))
                .map(DatabaseOutage::message)
                .orElse("unknown");
    }

    private static String message(SQLException failure) {
        var said = failure instanceof PSQLException postgres && postgres.getServerErrorMessage() != null
                ? postgres.getServerErrorMessage().getMessage()
                : failure.getMessage();
        return String.valueOf(said);
    }

    private static boolean isBehind(Throwable failure, Predicate<SQLException> kind) {
        return find(failure, kind).isPresent();
    }

    private static Optional<SQLException> find(Throwable failure, Predicate<SQLException> kind) {
        for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException database && kind.test(database)) {
                return Optional.of(database);
            }
        }
        return Optional.empty();
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
