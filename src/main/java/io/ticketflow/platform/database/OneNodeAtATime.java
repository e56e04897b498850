package io.ticketflow.platform.database;

import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/** Lets nodes that start together fill a database one after the other: the second node finds what the first has written. */
@Component
public class OneNodeAtATime {

    /** An arbitrary number that no other lock uses. */
    private static final long LOCK = 724_001;

    private final TransactionTemplate transaction;
    /** SQL: the lock belongs to the database, and there is no row. */
    private final JdbcClient jdbc;

    OneNodeAtATime(TransactionTemplate transaction, JdbcClient jdbc) {
        this.transaction = transaction;
        this.jdbc = jdbc;
    }

    /** Runs the work in one transaction, so that a kill leaves nothing incomplete. */
    public void run(Runnable work) {
        transaction.executeWithoutResult(status -> {
            // The other node may need long.
            jdbc.sql("set local statement_timeout = 0").update();
            jdbc.sql("select pg_advisory_xact_lock(?)").param(LOCK).query().singleRow();
            work.run();
        });
    }
}
