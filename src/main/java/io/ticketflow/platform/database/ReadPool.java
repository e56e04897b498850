package io.ticketflow.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionException;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;

/** A few connections that only read, each in transactions that see one state of the database. The first question opens the first of them. */
final class ReadPool implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 4;
    /** The server cancels a statement before the driver takes the server for lost. */
    private static final int SECONDS_TO_CANCEL = 5;

    /**
     * Reports sort many values, and translating a statement for one report takes longer than it saves. A plan for any window reads too much for most of them, so
     * each one gets its own. Nearly all of what reports read is in memory, or on a disk without heads, so pages apart from each other cost little more than
     * others.
     */
    private static final String PLANS =
            "set statement_timeout = '%ds'; set work_mem = '32MB'; set jit = off; set plan_cache_mode = force_custom_plan; set random_page_cost = 1.1";

    private static final Logger LOG = LoggerFactory.getLogger(ReadPool.class);

    private final HikariDataSource pool;
    /** SQL: for the questions of others. */
    private final JdbcClient jdbc;

    private final JdbcTransactionManager transactions;

    /**
     * Makes a pool without connections.
     *
     * @param name the pool's name in the metrics
     * @param patience how long a question waits for a connection
     */
    ReadPool(
            String name,
            JdbcConnectionDetails database,
            Duration patience,
            StatementSettings limits,
            MeterRegistry metrics) {
        pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(database.getJdbcUrl());
        pool.setUsername(database.getUsername());
        pool.setPassword(database.getPassword());
        pool.setMaximumPoolSize(MOST_CONNECTIONS);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(patience.toMillis());
        pool.setValidationTimeout(patience.toMillis() / 2);
        pool.setAutoCommit(false);
        pool.setReadOnly(true);
        pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        // Commits the following statement; otherwise the end of the first question would undo it.
        pool.setIsolateInternalQueries(true);
        pool.setConnectionInitSql(PLANS.formatted(limits.jobSeconds()));
        pool.addDataSourceProperty("ApplicationName", "Ticketflow " + name);
        pool.addDataSourceProperty("connectTimeout", patience.toSeconds());
        pool.addDataSourceProperty("socketTimeout", limits.jobSeconds() + SECONDS_TO_CANCEL);
        // As for the application's own pool: messages must not contain rows with people's texts.
        pool.addDataSourceProperty("logServerErrorDetail", false);
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics));
        jdbc = JdbcClient.create(pool);
        transactions = new JdbcTransactionManager(pool);
        // A transaction of another pool that begins inside of a question is independent of this one.
        transactions.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);
    }

    <T> T read(Function<JdbcClient, T> question) {
        var transaction = transactions.getTransaction(TransactionDefinition.withDefaults());
        try {
            return question.apply(jdbc);
        } finally {
            end(transaction);
        }
    }

    /** There is nothing to commit. A connection that broke has no transaction left, and the question's own failure says why. */
    private void end(TransactionStatus transaction) {
        try {
            transactions.rollback(transaction);
        } catch (TransactionException broken) {
            LOG.debug("The connection is broken", broken);
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
