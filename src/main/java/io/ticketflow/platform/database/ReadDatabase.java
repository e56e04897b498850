package io.ticketflow.platform.database;

import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.Function;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Answers questions that may take long, such as reports. They have a few connections of their own, so that any number of reports leaves the connections of the
 * application free, and each statement has the time of jobs ({@code JOB_STATEMENT_TIMEOUT_SECONDS}).
 */
@Component
public class ReadDatabase implements DisposableBean {

    private final ReadPool own;

    ReadDatabase(JdbcConnectionDetails database, StatementSettings limits, MeterRegistry metrics) {
        this.own = new ReadPool("reports", database, limits, metrics);
    }

    /**
     * Answers the question in one read-only transaction, so that all its statements see the same state. The question may be asked a second time from the
     * beginning, because the server can break off the first time; so it only reads and has no other effect.
     *
     * @throws IllegalStateException inside of a transaction: the answer would not see the transaction's changes, and would keep its connection waiting
     */
    public <T> T read(Function<JdbcClient, T> question) {
        requireNoTransaction();
        return own.read(question);
    }

    /**
     * Reads a statement of any length: gives each row once, and has few of them in memory. What the row's handler throws ends the statement.
     *
     * @param sql with named parameters
     * @throws IllegalStateException inside of a transaction, like {@link #read}
     */
    public void each(String sql, Map<String, ?> values, RowCallbackHandler row) {
        requireNoTransaction();
        own.each(sql, values, row);
    }

    private static void requireNoTransaction() {
        if (TransactionSynchronizationManager.isActualTransactionActive()) {
            throw new IllegalStateException("A report is read outside of other transactions");
        }
    }

    @Override
    public void destroy() {
        own.close();
    }
}
