package io.ticketflow.report.subscription;

import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;

/** The rows of {@code report_subscriptions}. */
@Component
class StoredSubscriptions {

    /** SQL: {@code for update skip locked}, so that two nodes take different subscriptions, and a lock for the count of an owner. */
    private final JdbcClient jdbc;

    StoredSubscriptions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    void add(Subscription added) {
        jdbc.sql("""
                        insert into report_subscriptions
                            (id, owner_id, report, rhythm, zone, teams, priorities, categories, recipients, next_at, created_at)
                        values (:id, :owner, :report, :rhythm, :zone, cast(:teams as uuid[]), cast(:priorities as text[]),
                            cast(:categories as text[]), cast(:recipients as uuid[]), :nextAt, :createdAt)""")
                .param("id", added.id())
                .param("owner", added.ownerId())
                .param("report", added.report())
                .param("rhythm", added.rhythm().name())
                .param("zone", added.zone().getId())
                .param("teams", array(added.teams()))
                .param("priorities", array(added.priorities()))
                .param("categories", array(added.categories()))
                .param("recipients", array(added.recipients()))
                .param("nextAt", Timestamp.from(added.nextAt()))
                .param("createdAt", Timestamp.from(added.createdAt()))
                .update();
    }

    /** Ids and the names of constants need no quotes. */
    private static String array(Collection<?> values) {
        return values.stream().map(Object::toString).collect(Collectors.joining(",", "{", "}"));
    }

    /** How many subscriptions the person owns. Until the transaction ends, no other one counts them. */
    long countOf(UUID owner) {
        jdbc.sql("select pg_advisory_xact_lock(hashtextextended('report subscriptions ' || :owner, 0))")
                .param("owner", owner.toString())
                .query((row, number) -> true)
                .single();
        return jdbc.sql("select count(*) from report_subscriptions where owner_id = :owner")
                .param("owner", owner)
                .query(Long.class)
                .single();
    }

    List<Subscription> all() {
        return jdbc.sql("select * from report_subscriptions")
                .query((row, number) -> read(row))
                .list();
    }

    Optional<Subscription> find(UUID id) {
        return jdbc.sql("select * from report_subscriptions where id = :id")
                .param("id", id)
                .query((row, number) -> read(row))
                .optional();
    }

    /** Locks a subscription whose mails are due, until the transaction ends. Leaves out those that another node has locked. */
    Optional<Subscription> takeDue(Instant now) {
        return jdbc.sql(
                        "select * from report_subscriptions where next_at <= :now order by next_at, id limit 1 for update skip locked")
                .param("now", Timestamp.from(now))
                .query((row, number) -> read(row))
                .optional();
    }

    void move(UUID id, Instant nextAt) {
        jdbc.sql("update report_subscriptions set next_at = :nextAt where id = :id")
                .param("nextAt", Timestamp.from(nextAt))
                .param("id", id)
                .update();
    }

    void delete(UUID id) {
        jdbc.sql("delete from report_subscriptions where id = :id")
                .param("id", id)
                .update();
    }

    /** Ends the subscriptions of the person. */
    void deleteOf(UUID owner) {
        jdbc.sql("delete from report_subscriptions where owner_id = :owner")
                .param("owner", owner)
                .update();
    }

    /** A subscription without recipients ends. */
    void removeRecipient(UUID id, UUID person) {
        jdbc.sql("select id from report_subscriptions where id = :id for update")
                .param("id", id)
                .query(UUID.class)
                .optional();
        jdbc.sql("delete from report_subscriptions where id = :id and recipients = array[cast(:person as uuid)]")
                .param("id", id)
                .param("person", person)
                .update();
        jdbc.sql(
                        "update report_subscriptions set recipients = array_remove(recipients, cast(:person as uuid)) where id = :id")
                .param("id", id)
                .param("person", person)
                .update();
    }

    private static Subscription read(ResultSet row) throws SQLException {
        return new Subscription(
                row.getObject("id", UUID.class),
                row.getObject("owner_id", UUID.class),
                row.getString("report"),
                Rhythm.valueOf(row.getString("rhythm")),
                ZoneId.of(row.getString("zone")),
                Set.copyOf(values(row.getArray("teams"), UUID.class::cast)),
                Set.copyOf(values(row.getArray("priorities"), name -> Priority.valueOf((String) name))),
                Set.copyOf(values(row.getArray("categories"), name -> Category.valueOf((String) name))),
                values(row.getArray("recipients"), UUID.class::cast),
                row.getTimestamp("next_at").toInstant(),
                row.getTimestamp("created_at").toInstant());
    }

    private static <T> List<T> values(Array array, Function<Object, T> value) throws SQLException {
        return Arrays.stream((Object[]) array.getArray()).map(value).toList();
    }
}
