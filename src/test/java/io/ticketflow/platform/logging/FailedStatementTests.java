package io.ticketflow.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Texts that people wrote are only in the database and never in the log, even if the database refuses them. */
@TicketflowTest
@ExtendWith(OutputCaptureExtension.class)
class FailedStatementTests {

    private static final String TEXT = "The merger is on Friday";

    @Autowired
    private World world;

    @Autowired
    private DataSource database;

    @Autowired
    private JdbcTemplate jdbc;

    @LocalServerPort
    private int port;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    @Test
    void a_statement_that_loses_its_database_is_logged_without_texts(CapturedOutput log) throws SQLException {
        var comments = "/api/v1/tickets/" + world.inWork().number() + "/comments";
        var manager = Http.on(port).as("manager");
        try (var blocker = database.getConnection();
                var statement = blocker.createStatement()) {
            statement.execute("lock table comments in exclusive mode");
            var answer = CompletableFuture.supplyAsync(() ->
                    manager.json("POST", comments, "{\"body\": \"%s\", \"visibility\": \"INTERNAL\"}".formatted(TEXT)));

            await("the comment is being written")
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> answer.isDone() || !writers().isEmpty());
            assertThat(answer).isNotDone();
            writers().forEach(writer -> jdbc.queryForObject("select pg_terminate_backend(?)", Boolean.class, writer));

            assertThat(answer.join().statusCode()).isEqualTo(503);
        }

        assertThat(log).contains("57P01").doesNotContain(TEXT);
    }

    private List<Integer> writers() {
        return jdbc.queryForList(
                "select pid from pg_locks where relation = 'comments'::regclass and not granted", Integer.class);
    }

    /** The engine stores the same message with a failed job. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into comments (id, body) values (gen_random_uuid(), ?)",
                "update tickets set status = ?",
                "select ?::uuid"
            })
    void what_is_refused_by_the_database_is_logged_without_texts(String statement, CapturedOutput log) {
        world.inWork();

        assertThatThrownBy(() -> jdbc.batchUpdate(statement, List.<Object[]>of(new Object[] {TEXT})))
                .satisfies(refused -> LoggerFactory.getLogger(getClass()).error("It failed", refused));

        assertThat(log).contains("It failed", "BatchUpdateException").doesNotContain(TEXT);
    }
}
