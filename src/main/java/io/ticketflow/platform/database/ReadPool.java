package io.ticketflow.platform.database;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** A few connections that only read, each in transactions that see one state of the database. The first question opens the first of them. */
final class ReadPool implements AutoCloseable {

    private static final int MOST_CONNECTIONS = 4;
    private static final Duration WAIT = Duration.ofSeconds(10);
    /** The server cancels a statement before the driver takes the server for lost. */
    private static final int SECONDS_TO_CANCEL = 5;

    private final HikariDataSource pool;
    /** How many rows a statement that is read row by row has in memory. */
    private static final int ROWS_AT_ONCE = 500;

    private final JdbcClient jdbc;
    private final JdbcClient byRows;
    private final TransactionTemplate transaction;

    /** @param name the pool's name in the metrics */
    ReadPool(String name, JdbcConnectionDetails database, StatementSettings limits, MeterRegistry metrics) {
        pool = new HikariDataSource();
        pool.setPoolName(name);
        pool.setJdbcUrl(database.getJdbcUrl());
        pool.setUsername(database.getUsername());
        pool.setPassword(database.getPassword());
        pool.setMaximumPoolSize(MOST_CONNECTIONS);
        pool.setMinimumIdle(0);
        pool.setConnectionTimeout(WAIT.toMillis());
        pool.setAutoCommit(false);
        pool.setReadOnly(true);
        pool.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
        pool.setConnectionInitSql("set statement_timeout = '%ds'".formatted(limits.jobSeconds()));
        pool.addDataSourceProperty("ApplicationName", "Ticketflow " + name);
        pool.addDataSourceProperty("socketTimeout", limits.jobSeconds() + SECONDS_TO_CANCEL);
        // As for the application's own pool: messages must not contain rows with people's texts.
        pool.addDataSourceProperty("logServerErrorDetail", false);
        pool.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(metrics));
        jdbc = JdbcClient.create(pool);
        var rowByRow = new JdbcTemplate(pool);
        rowByRow.setFetchSize(ROWS_AT_ONCE);
        byRows = JdbcClient.create(rowByRow);
        var transactions = new JdbcTransactionManager(pool);
        // A transaction of another pool that begins inside of a question is independent of this one.
        transactions.setTransactionSynchronization(AbstractPlatformTransactionManager.SYNCHRONIZATION_NEVER);
        transaction = new TransactionTemplate(transactions);
    }

    <T> T read(Function<JdbcClient, T> question) {
        return Objects.requireNonNull(transaction.execute(status -> question.apply(jdbc)));
    }

    void each(String sql, Map<String, ?> values, RowCallbackHandler row) {
        transaction.executeWithoutResult(
                status -> byRows.sql(sql).params(values).query(row));
    }

    @Override
    public void close() {
        pool.close();
    }
}
