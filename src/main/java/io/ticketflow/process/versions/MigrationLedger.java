package io.ticketflow.process.versions;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Actor.Source;
import io.ticketflow.process.versions.Migration.Instance;
import io.ticketflow.process.versions.Migration.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.namedparam.MapSqlParameterSource;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.core.namedparam.SqlParameterSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the instances of a migration and their results, so that the migration goes on after a kill, and other nodes can take part. */
@Component
@Transactional(propagation = Propagation.MANDATORY)
class MigrationLedger {

    private static final String MIGRATIONS = """
            select m.*, count(i.position) as instances,
                   count(*) filter (where i.state = 'MIGRATED') as migrated,
                   count(*) filter (where i.state = 'FAILED') as failed
            from process_migrations m left join migrated_instances i on i.migration_id = m.id
            """;

    /** SQL: one statement takes the next instance, so that two nodes take different instances. */
    private final JdbcClient jdbc;

    private final NamedParameterJdbcTemplate batches;
    private final ObjectMapper json;

    MigrationLedger(JdbcClient jdbc, NamedParameterJdbcTemplate batches, ObjectMapper json) {
        this.jdbc = jdbc;
        this.batches = batches;
        this.json = json;
    }

    /** Answers false when another migration of this process has not finished. */
    boolean begin(Migration migration) {
        return jdbc.sql("""
                        insert into process_migrations (id, process_key, from_version, to_version, from_definition_id,
                            to_definition_id, mapping, started_by_id, ip, request_id, started_at)
                        values (:id, :process, :from, :to, :fromId, :toId, cast(:mapping as jsonb), :by, :ip, :request, :at)
                        on conflict do nothing""")
                        .param("id", migration.id())
                        .param("process", migration.process())
                        .param("from", migration.from())
                        .param("to", migration.to())
                        .param("fromId", migration.fromDefinitionId())
                        .param("toId", migration.toDefinitionId())
                        .param("mapping", written(migration))
                        .param("by", migration.by().userId())
                        .param("ip", migration.by().ip())
                        .param("request", migration.by().requestId())
                        .param("at", at(migration.startedAt()))
                        .update()
                == 1;
    }

    void add(UUID migration, List<ProcessInstance> instances) {
        var rows = IntStream.range(0, instances.size())
                .mapToObj(position -> new MapSqlParameterSource("migration", migration)
                        .addValue("position", position)
                        .addValue("instance", instances.get(position).getId())
                        .addValue("key", instances.get(position).getBusinessKey()))
                .toArray(SqlParameterSource[]::new);
        batches.batchUpdate("""
                        insert into migrated_instances (migration_id, position, process_instance_id, business_key, state)
                        values (:migration, :position, :instance, :key, 'WAITING')""", rows);
    }

    /** The next waiting instance that no other node is migrating. Its row is locked until the transaction ends. */
    Optional<Instance> claim() {
        return jdbc.sql("""
                        select * from migrated_instances where state = 'WAITING'
                        order by migration_id, position limit 1 for update skip locked""").query(MigrationLedger::instance).optional();
    }

    /** Records the result for an instance, unless another node has recorded one. */
    void settle(Instance instance, State state, @Nullable String problem, Instant now) {
        jdbc.sql("""
                        update migrated_instances set state = :state, problem = :problem, done_at = :at
                        where migration_id = :migration and position = :position and state = 'WAITING'""")
                .param("state", state.name())
                .param("problem", problem)
                .param("at", at(now))
                .param("migration", instance.migrationId())
                .param("position", instance.position())
                .update();
    }

    /** Finishes the migrations without waiting instances. */
    void finish(Instant now) {
        jdbc.sql("""
                        update process_migrations m set finished_at = :at where finished_at is null and not exists (
                            select 1 from migrated_instances i where i.migration_id = m.id and i.state = 'WAITING')""").param("at", at(now)).update();
    }

    Optional<Migration> find(UUID id) {
        return jdbc.sql(MIGRATIONS + "where m.id = :id group by m.id")
                .param("id", id)
                .query(this::migration)
                .optional();
    }

    /** Newest first, beginning after the given one. */
    List<Migration> of(String process, @Nullable UUID before, int most) {
        return jdbc.sql(MIGRATIONS + """
                        where m.process_key = :process and (cast(:before as uuid) is null or m.id < :before)
                        group by m.id order by m.id desc limit :most""")
                .param("process", process)
                .param("before", before)
                .param("most", most)
                .query(this::migration)
                .list();
    }

    /** In the order of their positions, beginning after the given one. */
    List<Instance> instances(UUID migration, List<State> states, int after, int most) {
        return jdbc.sql("""
                        select * from migrated_instances where migration_id = :migration and position > :after and state in (:states)
                        order by position limit :most""")
                .param("migration", migration)
                .param("after", after)
                .param("states", states.stream().map(State::name).toList())
                .param("most", most)
                .query(MigrationLedger::instance)
                .list();
    }

    long count(String process) {
        return jdbc.sql("select count(*) from process_migrations where process_key = :process")
                .param("process", process)
                .query(Long.class)
                .single();
    }

    long count(UUID migration, List<State> states) {
        return jdbc.sql(
                        "select count(*) from migrated_instances where migration_id = :migration and state in (:states)")
                .param("migration", migration)
                .param("states", states.stream().map(State::name).toList())
                .query(Long.class)
                .single();
    }

    private static Instance instance(ResultSet row, int number) throws SQLException {
        return new Instance(
                row.getObject("migration_id", UUID.class),
                row.getInt("position"),
                row.getString("process_instance_id"),
                row.getString("business_key"),
                State.valueOf(row.getString("state")),
                row.getString("problem"),
                instant(row, "done_at"));
    }

    private Migration migration(ResultSet row, int number) throws SQLException {
        try {
            return new Migration(
                    row.getObject("id", UUID.class),
                    row.getString("process_key"),
                    row.getInt("from_version"),
                    row.getInt("to_version"),
                    row.getString("from_definition_id"),
                    row.getString("to_definition_id"),
                    json.readValue(row.getString("mapping"), new TypeReference<>() {}),
                    new Actor(
                            row.getObject("started_by_id", UUID.class),
                            Source.API,
                            row.getString("ip"),
                            row.getString("request_id")),
                    Objects.requireNonNull(instant(row, "started_at")),
                    instant(row, "finished_at"),
                    row.getLong("instances"),
                    row.getLong("migrated"),
                    row.getLong("failed"));
        } catch (JsonProcessingException unreadable) {
            throw new IllegalStateException("The mapping is no longer readable", unreadable);
        }
    }

    private String written(Migration migration) {
        try {
            return json.writeValueAsString(migration.mapping());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("The mapping cannot be written down", e);
        }
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var at = row.getObject(column, OffsetDateTime.class);
        return at == null ? null : at.toInstant();
    }
}
