package io.ticketflow.platform.database;

import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.springframework.jdbc.core.RowCallbackHandler;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * The rows of a statement of any length, fetched some at a time from a cursor of the running transaction. For a cursor the database chooses a plan that begins
 * with the first rows, where an index has their order; otherwise it would sort all of them into files first.
 */
final class RowsInTurn {

    private static final int AT_ONCE = 500;

    /** The share of the rows whose cost decides on the plan. */
    private static final String FIRST_ROWS_SOON = "set local cursor_tuple_fraction = 0.01";

    private static final AtomicLong COUNT = new AtomicLong();

    private final String fetch;
    /** SQL: for the questions of others. */
    private final JdbcClient question;

    private RowsInTurn(String cursor, JdbcClient question) {
        this.fetch = "fetch %d from %s".formatted(AT_ONCE, cursor);
        this.question = question;
    }

    /** Begins the statement. Its cursor has a name of its own, because the driver remembers the columns of a FETCH by its text. */
    static RowsInTurn of(String sql, Map<String, ?> values, JdbcClient question) {
        var cursor = "in_turn_" + COUNT.incrementAndGet();
        question.sql(FIRST_ROWS_SOON).update();
        question.sql("declare %s no scroll cursor for %s".formatted(cursor, sql))
                .params(values)
                .update();
        return new RowsInTurn(cursor, question);
    }

    void each(RowCallbackHandler row) {
        int count;
        do {
            count = next(row);
        } while (count == AT_ONCE);
    }

    private int next(RowCallbackHandler row) {
        return question.sql(fetch).query(rows -> {
            var count = 0;
            while (rows.next()) {
                row.processRow(rows);
                count++;
            }
            return count;
        });
    }
}
