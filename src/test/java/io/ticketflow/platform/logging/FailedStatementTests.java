package io.ticketflow.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import java.util.List;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/** What people have written is in the database alone, also when the database did not take it. */
@TicketflowTest
@ExtendWith(OutputCaptureExtension.class)
class FailedStatementTests {

    private static final String TEXT = "The merger is on Friday";

    @Autowired
    private World world;

    @Autowired
    private JdbcTemplate jdbc;

    /** What the engine keeps of a failed job is the same message. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "insert into comments (id, body) values (gen_random_uuid(), ?)",
                "update tickets set status = ?",
                "select ?::uuid"
            })
    void what_is_refused_by_the_database_is_logged_without_texts(String statement, CapturedOutput log) {
        world.beginAnew();
        world.inWork();

        assertThatThrownBy(() -> jdbc.batchUpdate(statement, List.<Object[]>of(new Object[] {TEXT})))
                .satisfies(refused -> LoggerFactory.getLogger(getClass()).error("It failed", refused));

        assertThat(log).contains("It failed", "BatchUpdateException").doesNotContain(TEXT);
    }
}
