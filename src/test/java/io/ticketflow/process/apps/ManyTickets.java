package io.ticketflow.process.apps;

import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Creates copies of the existing tickets, with all data that the product and the engine have about them, and of people, and deletes them again, in the database
 * alone.
 */
@Component
class ManyTickets {

    /** Tables to which others refer come first. */
    private static final List<String> TABLES = List.of(
            "act_ru_execution",
            "act_ru_task",
            "act_ru_variable",
            "act_ru_job",
            "act_ru_identitylink",
            "act_ru_authorization",
            "act_hi_procinst",
            "act_hi_taskinst",
            "tickets",
            "ticket_texts",
            "ticket_history",
            "comments",
            "sla_clocks",
            "sla_clock_events",
            "escalations",
            "assignment_decisions",
            "notifications",
            "users");

    private static final int MOST_OF_PEOPLE = 100;

    /** The number of the copy is appended to each id, so that copies can be recognised. The rights of requesters are spread over many of them. */
    private static final String COPIED = """
            select string_agg(format('%I', column_name), ', ' order by ordinal_position), string_agg(case
                    when column_name = 'user_id_' and table_name = 'act_ru_authorization' then 'user_id_ || ''-'' || copy % 100'
                    when column_name = 'resource_id_' or column_name in ('id_', 'execution_id_', 'proc_inst_id_', 'process_instance_id_',
                        'root_proc_inst_id_', 'parent_id_', 'business_key_', 'act_inst_id_', 'task_id_', 'var_scope_', 'process_instance_id')
                        then format('%I || ''-'' || copy', column_name)
                    when column_name = 'duedate_' then 'duedate_ + interval ''1 year'''
                    when column_name in ('handle', 'email') then format('''copy-'' || copy || ''-'' || %I', column_name)
                    when column_name in ('id', 'ticket_id') and data_type = 'uuid' then format('md5(%I::text || copy)::uuid', column_name)
                    when column_name = 'number' then 'number + 1000000 + 1000 * copy'
                    else format('%I', column_name) end, ', ' order by ordinal_position)
            from information_schema.columns where table_name = ? and table_schema = current_schema() and is_generated = 'NEVER'""";

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transaction;

    ManyTickets(JdbcTemplate jdbc, TransactionTemplate transaction) {
        this.jdbc = jdbc;
        this.transaction = transaction;
    }

    void copy(int times) {
        transaction.executeWithoutResult(status -> {
            withoutTriggers();
            for (var table : TABLES) {
                var columns = jdbc.query(COPIED, (row, at) -> List.of(row.getString(1), row.getString(2)), table)
                        .get(0);
                jdbc.execute(
                        "insert into %1$s (%2$s) overriding system value select %3$s from %1$s, generate_series(1, %4$d) copy %5$s"
                                .formatted(
                                        table,
                                        columns.get(0),
                                        columns.get(1),
                                        table.equals("users") ? Math.min(times, MOST_OF_PEOPLE) : times,
                                        of(table)));
            }
        });
        analyze();
    }

    /** Copies only present data: the engine's history and the accounts of other tests stay, and copies of them would be too many. */
    private static String of(String table) {
        return switch (table) {
            case "act_ru_authorization" -> "where resource_type_ in (7, 8) and resource_id_ <> '*'";
            case "act_hi_procinst", "act_hi_taskinst" ->
                "where proc_inst_id_ in (select process_instance_id from tickets)";
            case "users" -> "where email like '%@ticketflow.local'";
            default -> "";
        };
    }

    /** Deletes what {@code World} cannot delete, or only one by one. */
    void takeAway() {
        transaction.executeWithoutResult(status -> {
            withoutTriggers();
            TABLES.stream()
                    .filter(table -> table.startsWith("act_"))
                    .forEach(table -> jdbc.execute("delete from %s where length(id_) > 36".formatted(table)));
            jdbc.execute("truncate tickets cascade");
            jdbc.execute("delete from users where handle like 'copy-%'");
        });
        analyze();
    }

    private void withoutTriggers() {
        jdbc.execute("set local session_replication_role = replica");
        jdbc.execute("set local statement_timeout = 0");
    }

    private void analyze() {
        transaction.executeWithoutResult(
                status -> jdbc.execute("analyze " + TABLES.stream().collect(Collectors.joining(", "))));
    }
}
