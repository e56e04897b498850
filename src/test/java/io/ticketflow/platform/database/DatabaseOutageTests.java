package io.ticketflow.platform.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;
import org.springframework.dao.DataAccessResourceFailureException;

class DatabaseOutageTests {

    @ParameterizedTest
    @ValueSource(strings = {"08001", "08006", "53100", "57P01", "57P02", "57P03"})
    void is_known_by_what_the_database_says(String state) {
        var failure = new DataAccessResourceFailureException("", new SQLException("", state));

        assertThat(DatabaseOutage.isBehind(failure)).isTrue();
    }

    @Test
    void is_known_by_what_the_pool_says() {
        assertThat(DatabaseOutage.isBehind(
                        new IllegalStateException(new SQLTransientConnectionException("timed out after 10000ms"))))
                .isTrue();
        assertThat(DatabaseOutage.isBehind(new IllegalStateException(new SQLException("Connection is closed"))))
                .isTrue();
    }

    @Test
    void is_answered_otherwise_than_a_statement_whose_time_was_over() {
        assertThat(DatabaseOutage.answerTo(new SQLException("", "57P01")))
                .get()
                .extracting(answer -> answer.code())
                .isEqualTo("DATABASE_UNAVAILABLE");
        assertThat(DatabaseOutage.answerTo(new IllegalStateException(new SQLException("", "57014"))))
                .get()
                .extracting(answer -> answer.code())
                .isEqualTo("TOOK_TOO_LONG");
        assertThat(DatabaseOutage.answerTo(new SQLException("", "23505"))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"23505", "40001", "42P01", "57014"})
    void is_not_what_a_statement_was_refused_for(String state) {
        assertThat(DatabaseOutage.isBehind(new IllegalStateException(new SQLException("", state))))
                .isFalse();
        assertThat(DatabaseOutage.isBehind(new IllegalStateException("Connection is closed")))
                .isFalse();
    }

    @Test
    void the_log_learns_the_servers_reason_without_rows() {
        var said = new ServerErrorMessage(
                "SERROR\0C53100\0Mcould not extend file \"base/1/2\": No space left on device\0DKey (title)=(The merger)\0");

        assertThat(DatabaseOutage.reason(new IllegalStateException(new PSQLException(said))))
                .isEqualTo("could not extend file \"base/1/2\": No space left on device");
        assertThat(DatabaseOutage.reason(new SQLException("This connection has been closed.", "08003")))
                .isEqualTo("This connection has been closed.");
    }
}
