package io.ticketflow.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.postgresql.PGConnection;

/** Reads from the database, without the application, whether promises were kept and whether tickets and engine agree. */
final class Books {

    private static final String OURS = "select id from tickets where title like '" + Clients.TITLE + "%'";

    private static final String PAST = "select h.to_value from tickets t join ticket_history h on h.ticket_id = t.id"
            + " where t.title = '%s' and 'TKT-' || t.number = '%s' and h.action = 'STATUS_CHANGED' order by h.at";

    /** The time until the locks of a killed node end; a job that lost its database is tried again after 5 seconds. */
    private static final Duration UNTIL_REST = Duration.ofSeconds(Node.JOB_LOCK_SECONDS + 20);

    /** What must never happen, and a query that finds it. */
    private static final Map<String, String> NEVER = new LinkedHashMap<>();

    static {
        NEVER.put(
                "a ticket was made twice",
                "select title from tickets where id in (" + OURS + ") group by title having count(*) > 1");
        NEVER.put(
                "a ticket entered a status twice",
                "select ticket_id, to_value from ticket_history where action = 'STATUS_CHANGED' and ticket_id in ("
                        + OURS + ") group by ticket_id, to_value having count(*) > 1");
        NEVER.put(
                "a ticket's history does not end where the ticket is",
                "select number, status from tickets t where id in (" + OURS + ") and status is distinct from (select"
                        + " to_value from ticket_history h where"
                        + " h.ticket_id = t.id and action ="
                        + " 'STATUS_CHANGED' order by at desc"
                        + " limit 1)");
        NEVER.put(
                "a ticket was not routed exactly once",
                "select number from tickets t where id in (" + OURS
                        + ") and (select count(*) from assignment_decisions d where d.ticket_id = t.id and kind ="
                        + " 'ASSIGNMENT' having bool_and(outcome = 'DECIDED')) is distinct from 1");
        NEVER.put(
                "a ticket was given away twice",
                "select ticket_id, field from ticket_history where action = 'ASSIGNED' and ticket_id in (" + OURS
                        + ") group by ticket_id, field having count(*) > 1");
        NEVER.put(
                "a requester has not one receipt",
                "select number from tickets t where id in (" + OURS + ") and (select count(*) from notifications n"
                        + " where n.ticket_id = t.id and n.recipient_id ="
                        + " t.requester_id and event = 'TICKET_CREATED')"
                        + " <> 1");
        NEVER.put(
                "somebody heard of something twice",
                "select ticket_id, recipient_id, event from notifications where event in ('TICKET_ASSIGNED',"
                        + " 'SLA_WARNING', 'RESOLUTION_PROPOSED', 'TICKET_CLOSED') and ticket_id in (" + OURS
                        + ") group by ticket_id, recipient_id, event having count(*) > 1");
        NEVER.put(
                "a ticket has not its two clocks",
                "select number from tickets t where (select count(*) from sla_clocks c where c.ticket_id = t.id) <> 2");
        NEVER.put(
                "a clock's ledger says something twice",
                "select ticket_id, kind, type from sla_clock_events where type in ('STARTED', 'WARNED', 'BREACHED',"
                        + " 'STOPPED') group by ticket_id, kind, type having count(*) > 1");
        NEVER.put(
                "a response was late and nobody was called, or twice",
                "select number from tickets t where id in (" + OURS + ") and exists (select from sla_clocks c where"
                        + " c.ticket_id = t.id and kind = 'RESPONSE' and"
                        + " breached_at is not null) and (select count(*)"
                        + " from escalations e where e.ticket_id = t.id"
                        + " and trigger = 'RESPONSE_BREACH') <> 1");
        NEVER.put(
                "an open ticket does not stand at its task",
                "select number, stage_id from tickets t where status <> 'CLOSED' and not exists (select from"
                        + " act_ru_task k where k.id_ = t.task_id and k.proc_inst_id_ = t.process_instance_id and"
                        + " k.task_def_key_ = t.stage_id)");
        NEVER.put(
                "a task belongs to no open ticket",
                "select id_ from act_ru_task k where not exists (select from tickets t where t.task_id = k.id_ and"
                        + " t.status <> 'CLOSED')");
        NEVER.put(
                "an instance belongs to no open ticket",
                "select id_ from act_ru_execution x where parent_id_ is null and not exists (select from tickets t"
                        + " where t.process_instance_id = x.id_ and t.status <> 'CLOSED')");
        NEVER.put("a job failed for good", "select id_, exception_msg_ from act_ru_job where retries_ = 0");
        NEVER.put("an incident is open", "select id_, incident_type_, incident_msg_ from act_ru_incident");
        NEVER.put(
                "a job belongs to no instance",
                "select id_ from act_ru_job j where process_instance_id_ is not null"
                        + " and not exists (select from act_ru_execution x where x.id_ = j.process_instance_id_)");
    }

    /** Asked for each connection, because the database may have another address after every start. */
    private final Supplier<String> url;

    Books(Supplier<String> url) {
        this.url = url;
    }

    void execute(String statement) {
        try (var connection = connect()) {
            connection.createStatement().execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    List<String> column(String query) {
        try (var connection = connect();
                var rows = connection.createStatement().executeQuery(query)) {
            var values = new ArrayList<String>();
            while (rows.next()) {
                values.add(rows.getString(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Waits until no work is due any more, and checks that all that was acknowledged is there, and nothing twice. */
    void balance(String story, Clients clients) {
        var stopped = System.nanoTime();
        awaitRest();
        var rest = Duration.ofNanos(System.nanoTime() - stopped);
        var contradictions = contradictions(clients.cases());
        System.out.printf(
                "%s, at rest %d ms later; %s; contradictions: %d%n",
                story, rest.toMillis(), clients, contradictions.size());
        assertThat(clients.complaints()).isEmpty();
        assertThat(contradictions).isEmpty();
    }

    /** Waits until no work is due any more, and checks that tickets and engine agree. */
    void balance() {
        awaitRest();
        assertThat(contradictions(List.of())).isEmpty();
    }

    private void awaitRest() {
        var due = "select id_ from act_ru_job where retries_ > 0 and duedate_ <= now() at time zone 'UTC'";
        await("no job is due and every ticket routed")
                .atMost(UNTIL_REST)
                .until(() -> column(due).isEmpty()
                        && column(OURS + " and status = 'NEW'").isEmpty());
    }

    /** Acknowledged changes that are missing, and rows that contradict each other. */
    private List<String> contradictions(Collection<Clients.Case> cases) {
        var found = new ArrayList<String>();
        cases.stream().filter(one -> !one.acknowledged.isEmpty()).forEach(one -> {
            var number = one.acknowledged.get(0);
            var moves = one.acknowledged.subList(1, one.acknowledged.size());
            var past = column(PAST.formatted(one.title, number));
            if (past.isEmpty() || !past.containsAll(moves)) {
                found.add("%s: acknowledged %s, found %s".formatted(number, moves, past));
            }
        });
        NEVER.forEach((what, query) -> column(query).forEach(row -> found.add(what + ": " + row)));
        return found;
    }

    /** Holds what this query locks until the hold is closed, so that a node that needs it stops in the middle of its work. */
    Hold hold(String... queries) {
        try {
            var connection = connect();
            connection.setAutoCommit(false);
            for (var query : queries) {
                connection.createStatement().executeQuery(query + " for update");
            }
            return new Hold(connection);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Locked rows for which transactions of a node wait. */
    final class Hold implements AutoCloseable {

        private final Connection connection;
        private final int pid;

        private Hold(Connection connection) throws SQLException {
            this.connection = connection;
            this.pid = connection.unwrap(PGConnection.class).getBackendPID();
        }

        void awaitWaiting(int transactions) {
            await(transactions + " transactions wait")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> column("select pid from pg_stat_activity where %d = any (pg_blocking_pids(pid))"
                                            .formatted(pid))
                                    .size()
                            >= transactions);
        }

        /** Ends the locks after the server has noticed that the node is gone, so that no transaction of the node can go on. */
        @Override
        public void close() {
            column("select pg_terminate_backend(pid) from pg_stat_activity where %d = any (pg_blocking_pids(pid))"
                    .formatted(pid));
            await("the transactions of the killed node have ended")
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> column("select pid from pg_stat_activity where datname = current_database()"
                                    + " and pid not in (pg_backend_pid(), %d)".formatted(pid))
                            .isEmpty());
            try {
                connection.close();
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private Connection connect() throws SQLException {
        return DriverManager.getConnection(url.get());
    }
}
