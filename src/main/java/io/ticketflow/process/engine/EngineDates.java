package io.ticketflow.process.engine;

import io.ticketflow.platform.CannotStartException;
import io.ticketflow.platform.JvmDefaults;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.flywaydb.core.api.MigrationVersion;
import org.flywaydb.core.api.migration.Context;
import org.flywaydb.core.api.migration.JavaMigration;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.stereotype.Component;

/**
 * Converts the engine's dates, which have no zone, to UTC. Former versions wrote them in the zone of the machine. Whether they did is found out by the newest
 * instance: its ticket has the same start with a zone.
 */
@Component
class EngineDates implements JavaMigration {

    /** The time between the two records of the same start. */
    private static final Duration MOST_APART = Duration.ofMinutes(1);

    private final ZoneId machinesZone;

    @Autowired
    EngineDates() {
        this(JvmDefaults.machinesZone());
    }

    EngineDates(ZoneId machinesZone) {
        this.machinesZone = machinesZone;
    }

    /** The start of an instance as the engine and as its ticket have it. */
    private record Start(LocalDateTime written, Instant at) {

        boolean wasWrittenIn(ZoneId zone) {
            return Duration.between(LocalDateTime.ofInstant(at, zone), written)
                            .abs()
                            .compareTo(MOST_APART)
                    < 0;
        }
    }

    @Override
    public void migrate(Context context) throws SQLException {
        var connection = context.getConnection();
        var newest = newestStart(connection);
        if (newest == null) {
            return;
        }
        if (newest.wasWrittenIn(machinesZone)) {
            toUtc(connection);
        } else if (!newest.wasWrittenIn(ZoneOffset.UTC)) {
            throw new CannotStartException(
                    "The engine's dates in this database are in another time zone than this machine's (%s): start once with java -Duser.timezone=ZONE, the one of the machine that Ticketflow ran on before"
                            .formatted(machinesZone));
        }
    }

    private static @Nullable Start newestStart(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        select i.start_time_, t.created_at from tickets t
                        join act_hi_procinst i on i.proc_inst_id_ = t.process_instance_id
                        order by t.number desc limit 1""")) {
            return rows.next()
                    ? new Start(
                            rows.getObject(1, LocalDateTime.class),
                            rows.getObject(2, OffsetDateTime.class).toInstant())
                    : null;
        }
    }

    private void toUtc(Connection connection) throws SQLException {
        if (machinesZone.getRules().equals(ZoneOffset.UTC.getRules())) {
            return;
        }
        try (var statement = connection.createStatement()) {
            for (var update : updates(connection)) {
                statement.execute(update);
            }
        }
    }

    /** One statement for each table of the engine that has dates. */
    private List<String> updates(Connection connection) throws SQLException {
        var updates = new ArrayList<String>();
        try (var statement = connection.createStatement();
                var rows = statement.executeQuery("""
                        select table_name, string_agg(column_name, ',') from information_schema.columns
                        where table_schema = current_schema() and table_name like 'act\\_%' and data_type = 'timestamp without time zone'
                        group by table_name order by table_name""")) {
            while (rows.next()) {
                var columns = List.of(rows.getString(2).split(","));
                updates.add("update %s set %s where coalesce(%s) is not null"
                        .formatted(
                                rows.getString(1),
                                columns.stream()
                                        .map(column -> "%1$s = %1$s at time zone %2$s at time zone 'UTC'"
                                                .formatted(column, zone()))
                                        .collect(Collectors.joining(", ")),
                                String.join(", ", columns)));
            }
        }
        return updates;
    }

    /** The zone for PostgreSQL, which would read +02:00 as west of Greenwich. */
    private String zone() {
        var rules = machinesZone.getRules();
        return rules.isFixedOffset()
                ? "interval '%d seconds'"
                        .formatted(rules.getOffset(Instant.EPOCH).getTotalSeconds())
                : "'" + machinesZone.getId() + "'";
    }

    @Override
    public MigrationVersion getVersion() {
        return MigrationVersion.fromVersion("22");
    }

    @Override
    public String getDescription() {
        return "engine dates in utc";
    }

    @Override
    public @Nullable Integer getChecksum() {
        return null;
    }

    @Override
    public boolean canExecuteInTransaction() {
        return true;
    }
}
