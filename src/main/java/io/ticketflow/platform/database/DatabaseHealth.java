package io.ticketflow.platform.database;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.scheduling.concurrent.CustomizableThreadFactory;
import org.springframework.stereotype.Component;

/**
 * Whether the database answers. A thread asks twice a second over a connection of its own, so probes are answered at once and need no database access. A pool
 * without free connections or a database that hangs does not delay them.
 */
@Component("dbHealthContributor")
public class DatabaseHealth implements HealthIndicator, DisposableBean {

    private static final Duration TURN = Duration.ofMillis(500);
    private static final int SECONDS_TO_ANSWER = 1;

    private static final Logger LOG = LoggerFactory.getLogger(DatabaseHealth.class);

    private final JdbcConnectionDetails database;
    private final ScheduledExecutorService keeper;
    private final ScheduledFuture<?> turns;

    private @Nullable Connection connection;
    private volatile boolean answers;

    DatabaseHealth(JdbcConnectionDetails database) {
        this.database = database;
        var threads = new CustomizableThreadFactory("database-health-");
        threads.setDaemon(true);
        this.keeper = new ScheduledThreadPoolExecutor(1, threads);
        this.turns = keeper.scheduleWithFixedDelay(this::ask, 0, TURN.toMillis(), TimeUnit.MILLISECONDS);
    }

    /** Whether the database answered the last question, within the last three seconds. */
    public boolean answers() {
        return answers;
    }

    @Override
    public Health health() {
        return (answers ? Health.up() : Health.down()).build();
    }

    private void ask() {
        var did = answers;
        try {
            if (connection != null && !connection.isValid(SECONDS_TO_ANSWER)) {
                // Set before the new connection is opened, because that may take as long as the operator's address
                // allows.
                answers = false;
                disconnect();
            }
            if (connection == null) {
                connection = DirectConnection.open(database, "Ticketflow health", SECONDS_TO_ANSWER);
            }
            answers = true;
        } catch (SQLException | RuntimeException away) {
            answers = false;
            if (did) {
                LOG.warn("The database does not answer, so this node is not ready: {}", away.getMessage());
            }
        }
    }

    private void disconnect() {
        var former = connection;
        connection = null;
        try {
            if (former != null) {
                former.close();
            }
        } catch (SQLException gone) {
            LOG.debug("It was closed already", gone);
        }
    }

    @Override
    public void destroy() {
        turns.cancel(false);
        keeper.execute(this::disconnect);
        keeper.shutdown();
    }
}
