package io.ticketflow.process.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.platform.CannotStartException;
import io.ticketflow.platform.database.TestDatabase;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.ZoneId;
import java.util.List;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.MigrationVersion;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The upgrade of a database in which the engine wrote its dates in the zone of a machine. */
class EngineDatesTests {

    private static final MigrationVersion BEFORE = MigrationVersion.fromVersion("21");

    private final String database = TestDatabase.fresh();

    private void migrate(String machinesZone, MigrationVersion target) {
        Flyway.configure()
                .dataSource(database, null, null)
                .locations("classpath:db/migration")
                .javaMigrations(new EngineTables(), new EngineDates(ZoneId.of(machinesZone)))
                .target(target)
                .load()
                .migrate();
    }

    @BeforeEach
    void aFormerVersion() throws SQLException {
        migrate("UTC", BEFORE);
    }

    private void execute(String... statements) throws SQLException {
        try (var connection = DriverManager.getConnection(database);
                var statement = connection.createStatement()) {
            for (var each : statements) {
                statement.execute(each);
            }
        }
    }

    /** Inserts a ticket that was submitted at noon in July, in UTC, with an instance that began at the given time of the engine. */
    private void submitted(String asTheEngineSays) throws SQLException {
        execute(
                "set session_replication_role = replica",
                """
                insert into tickets (id, number, title, description, status, priority, category, requester_id, process_instance_id, created_at, updated_at, history_at, version)
                values (gen_random_uuid(), 1001, 'a', 'b', 'NEW', 'P3', 'VM', gen_random_uuid(), 'i', '2026-07-01T12:00:00.250Z', now(), now(), 0)""",
                "insert into act_hi_procinst (id_, proc_inst_id_, proc_def_id_, start_time_) values ('i', 'i', 'd', '%s')"
                        .formatted(asTheEngineSays));
    }

    private void due(String id, String asTheEngineSays) throws SQLException {
        execute("insert into act_ru_job (id_, type_, duedate_) values ('%s', 'timer', '%s')"
                .formatted(id, asTheEngineSays));
    }

    private List<String> dates() throws SQLException {
        try (var connection = DriverManager.getConnection(database);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "select array_agg(d::text order by d) from (select duedate_ from act_ru_job union all select start_time_ from act_hi_procinst) dates (d)")) {
            rows.next();
            return List.of((String[]) rows.getArray(1).getArray());
        }
    }

    @ParameterizedTest
    @CsvSource({
        "Europe/Berlin,  2026-07-01 14:00:00.251, 2026-07-01 16:00:00, 2026-12-01 15:00:00",
        "America/Denver, 2026-07-01 06:00:00.251, 2026-07-01 08:00:00, 2026-12-01 07:00:00",
        "+05:30,         2026-07-01 17:30:00.251, 2026-07-01 19:30:00, 2026-12-01 19:30:00",
        "UTC,            2026-07-01 12:00:00.251, 2026-07-01 14:00:00, 2026-12-01 14:00:00",
    })
    void what_the_machine_wrote_in_its_zone_becomes_utc_in_summer_and_in_winter(
            String zone, String start, String dueInSummer, String dueInWinter) throws SQLException {
        submitted(start);
        due("summer", dueInSummer);
        due("winter", dueInWinter);

        migrate(zone, MigrationVersion.LATEST);

        assertThat(dates()).containsExactly("2026-07-01 12:00:00.251", "2026-07-01 14:00:00", "2026-12-01 14:00:00");
    }

    @Test
    void what_was_written_in_utc_already_stays() throws SQLException {
        submitted("2026-07-01 12:00:00.251");
        due("summer", "2026-07-01 14:00:00");

        migrate("Europe/Berlin", MigrationVersion.LATEST);

        assertThat(dates()).containsExactly("2026-07-01 12:00:00.251", "2026-07-01 14:00:00");
    }

    @Test
    void what_another_machine_wrote_keeps_it_from_starting_until_its_zone_is_named() throws SQLException {
        submitted("2026-07-01 14:00:00.251");
        due("summer", "2026-07-01 16:00:00");

        assertThatThrownBy(() -> migrate("America/Denver", MigrationVersion.LATEST))
                .hasRootCauseInstanceOf(CannotStartException.class)
                .rootCause()
                .hasMessageContaining("America/Denver")
                .hasMessageContaining("-Duser.timezone=ZONE");
        assertThat(dates()).containsExactly("2026-07-01 14:00:00.251", "2026-07-01 16:00:00");

        migrate("Europe/Berlin", MigrationVersion.LATEST);
        assertThat(dates()).containsExactly("2026-07-01 12:00:00.251", "2026-07-01 14:00:00");
    }

    @Test
    void without_tickets_there_is_nothing_to_ask_and_nothing_to_do() throws SQLException {
        due("someones", "2026-07-01 14:00:00");

        migrate("Europe/Berlin", MigrationVersion.LATEST);

        execute(
                "insert into act_hi_procinst (id_, proc_inst_id_, proc_def_id_, start_time_) values ('i', 'i', 'd', '2026-07-01 12:00:00')");
        assertThat(dates()).containsExactly("2026-07-01 12:00:00", "2026-07-01 14:00:00");
    }
}
