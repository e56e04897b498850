package io.ticketflow.platform.database;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.platform.CannotStartException;
import io.ticketflow.process.engine.EngineTables;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.Test;

/** A database is checked only by the version of the application that created its tables. */
class TablesTests {

    private final String database = TestDatabase.fresh();

    private Flyway upTo(MigrationVersion version) {
        return Flyway.configure()
                .dataSource(database, null, null)
                .locations("classpath:db/migration")
                .javaMigrations(new EngineTables())
                .target(version)
                .load();
    }

    @Test
    void tables_of_this_version_are_looked_at() {
        upTo(MigrationVersion.LATEST).migrate();

        assertThatCode(() -> Tables.areOfThisVersion(upTo(MigrationVersion.LATEST)))
                .doesNotThrowAnyException();
    }

    @Test
    void tables_of_an_older_version_are_not() {
        upTo(MigrationVersion.fromVersion("2")).migrate();

        assertThatThrownBy(() -> Tables.areOfThisVersion(upTo(MigrationVersion.LATEST)))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("older");
    }

    @Test
    void tables_of_a_newer_version_are_not() throws SQLException {
        upTo(MigrationVersion.LATEST).migrate();
        try (var connection = DriverManager.getConnection(database);
                var statement = connection.createStatement()) {
            statement.execute("""
                    insert into flyway_schema_history (installed_rank, version, description, type, script, installed_by, execution_time, success)
                    values (1000, '9999', 'of the future', 'SQL', 'V9999.sql', 'test', 1, true)""");
        }

        assertThatThrownBy(() -> Tables.areOfThisVersion(upTo(MigrationVersion.LATEST)))
                .isInstanceOf(CannotStartException.class)
                .hasMessageContaining("newer");
    }
}
