package io.ticketflow.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.ticketflow.TicketflowTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.context.request.RequestContextHolder;
import org.springframework.web.context.request.ServletRequestAttributes;

@TicketflowTest
class StatementLimitsTests {

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private PlatformTransactionManager transactions;

    @Autowired
    private DataSource database;

    @AfterEach
    void noRequest() {
        RequestContextHolder.resetRequestAttributes();
    }

    @Test
    void a_request_has_less_time_than_a_job() {
        assertThat(limitIn(new TransactionTemplate(transactions))).isEqualTo("1min");

        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));

        assertThat(limitIn(new TransactionTemplate(transactions))).isEqualTo("10s");
    }

    @Test
    void who_names_a_time_has_it_in_this_transaction_alone() {
        RequestContextHolder.setRequestAttributes(new ServletRequestAttributes(new MockHttpServletRequest()));
        var report = new TransactionTemplate(transactions);
        report.setTimeout((int) Duration.ofSeconds(33).toSeconds());

        assertThat(limitIn(report)).isEqualTo("33s");
        assertThat(limitIn(new TransactionTemplate(transactions))).isEqualTo("10s");
    }

    /** See findings/pool-forgets-init-sql.sh. */
    @Test
    void a_connection_keeps_its_limit_when_its_first_transaction_is_rolled_back() throws SQLException {
        var settings = new HikariConfig();
        database.unwrap(HikariDataSource.class).copyStateTo(settings);
        settings.setPoolName("one connection");
        settings.setMetricsTrackerFactory(null);
        settings.setMaximumPoolSize(1);
        settings.setMinimumIdle(1);
        try (var one = new HikariDataSource(settings)) {
            assertThat(limitBeforeARollback(one)).isEqualTo("10s");
            assertThat(limitBeforeARollback(one)).isEqualTo("10s");
        }
    }

    private static String limitBeforeARollback(HikariDataSource pool) throws SQLException {
        try (var connection = pool.getConnection();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("show statement_timeout")) {
            rows.next();
            var limit = rows.getString(1);
            connection.rollback();
            return limit;
        }
    }

    private String limitIn(TransactionTemplate transaction) {
        return Objects.requireNonNull(
                transaction.execute(status -> jdbc.queryForObject("show statement_timeout", String.class)));
    }

    @Test
    void a_migration_takes_as_long_as_it_takes(@TempDir Path location) throws IOException {
        Files.copy(Path.of("db/migration/beforeEachMigrate.sql"), location.resolve("beforeEachMigrate.sql"));
        var limits = new ArrayList<String>();

        Flyway.configure()
                .dataSource(TestDatabase.fresh(), null, null)
                .initSql("set statement_timeout = '10s'")
                .locations("filesystem:" + location)
                .javaMigrations(new Reading(limits))
                .load()
                .migrate();

        assertThat(limits).containsExactly("0");
    }

    /** Records the statement timeout during a migration. */
    private record Reading(List<String> limits) implements JavaMigration {

        @Override
        public MigrationVersion getVersion() {
            return MigrationVersion.fromVersion("1");
        }

        @Override
        public String getDescription() {
            return "reading";
        }

        @Override
        public @Nullable Integer getChecksum() {
            return null;
        }

        @Override
        public boolean canExecuteInTransaction() {
            return true;
        }

        @Override
        public void migrate(Context context) throws SQLException {
            try (var statement = context.getConnection().createStatement();
                    var rows = statement.executeQuery("show statement_timeout")) {
                rows.next();
                limits.add(rows.getString(1));
            }
        }
    }
}
