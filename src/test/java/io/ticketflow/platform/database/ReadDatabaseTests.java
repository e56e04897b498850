package io.ticketflow.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.TicketflowTest;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

@TicketflowTest
class ReadDatabaseTests {

    @Autowired
    private ReadDatabase database;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @Test
    void a_question_sees_one_state_from_its_first_statement_to_its_last() {
        var states = database.read(question -> {
            var before = state(question);
            transaction.executeWithoutResult(status -> jdbc.queryForList("select pg_current_xact_id()"));
            return List.of(before, state(question));
        });

        assertThat(states.get(1)).isEqualTo(states.get(0));
        assertThat(database.<String>read(ReadDatabaseTests::state)).isNotEqualTo(states.get(0));
    }

    private static String state(JdbcClient question) {
        return question.sql("select pg_current_snapshot()::text")
                .query(String.class)
                .single();
    }

    @Test
    void each_question_has_the_time_of_jobs_and_connections_of_its_own() {
        database.read(ReadDatabaseTests::state);

        assertThat(database.<String>read(question -> show("statement_timeout", question)))
                .isEqualTo("1min");
        assertThat(database.<String>read(question -> show("application_name", question)))
                .isEqualTo("Ticketflow reports");
    }

    private static String show(String setting, JdbcClient question) {
        return question.sql("show " + setting).query(String.class).single();
    }

    @Test
    void a_question_cannot_write() {
        assertThatThrownBy(() -> database.read(
                        question -> question.sql("delete from skills").update()))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("read-only transaction");
    }

    @Test
    void no_question_is_asked_inside_of_a_transaction() {
        assertThatThrownBy(() -> transaction.execute(
                        status -> database.<String>read(question -> show("statement_timeout", question))))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void a_long_statement_is_read_in_turn_and_ends_with_its_reader() {
        var read = new ArrayList<Integer>();
        var endless = "select generate_series(:first, 2000000000)";

        assertThatThrownBy(() -> database.each(endless, Map.of("first", 7), row -> {
                    read.add(row.getInt(1));
                    if (read.size() == 1_200) {
                        throw new IllegalStateException("enough");
                    }
                }))
                .hasMessage("enough");

        assertThat(read).startsWith(7, 8, 9).hasSize(1_200);
        assertThat(database.<Long>read(
                        question -> question.sql("select count(*) from pg_cursors where name like 'in_turn%'")
                                .query(Long.class)
                                .single()))
                .isZero();
    }

    @Test
    void a_statement_gives_each_row_once_however_many_there_are() {
        for (var count : List.of(0, 1, 499, 500, 501, 1_000)) {
            var read = new ArrayList<Integer>();

            database.each(
                    "select n from generate_series(1, :count) n",
                    Map.of("count", count),
                    row -> read.add(row.getInt(1)));

            assertThat(read).hasSize(count).doesNotHaveDuplicates();
        }

        var others = new ArrayList<String>();
        database.each(
                "select 'text' as other, 7 as number",
                Map.of(),
                row -> others.add(row.getString("other") + row.getInt("number")));
        assertThat(others).containsExactly("text7");
    }
}
