package io.ticketflow.platform.database;

import io.ticketflow.platform.CannotStartException;
import java.util.Arrays;
import org.flywaydb.core.Flyway;

/** Checks whether a database has the tables of this version of the application. */
final class Tables {

    private Tables() {}

    /** Compares the migrations and changes nothing. */
    static void areOfThisVersion(Flyway flyway) {
        var migrations = flyway.info();
        if (migrations.pending().length > 0) {
            throw new CannotStartException(
                    "The tables of this database are older than this jar, or there are none: use the jar that runs on it.");
        }
        if (!Arrays.stream(migrations.applied())
                .allMatch(each -> each.getState().isResolved())) {
            throw new CannotStartException(
                    "The tables of this database are newer than this jar: use the jar that runs on it.");
        }
    }
}
