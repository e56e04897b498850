package io.ticketflow.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ticketflow.platform.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ends the application while it starts, as Ctrl-C does: when it has its database but no engine, and when only the last step is missing. */
class EndedStartTests {

    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @ParameterizedTest
    @ValueSource(strings = {"HikariPool-1 - Start completed", "Deployed ["})
    void an_application_that_is_ended_while_it_starts_says_so_in_one_line(String moment) throws IOException {
        var node = new Node("ended", Map.of("DATABASE_URL", TestDatabase.fresh()));
        Files.deleteIfExists(node.log());

        node.start();
        await("the moment has come, see " + node.log())
                .atMost(PATIENCE)
                .until(() ->
                        Files.exists(node.log()) && Files.readString(node.log()).contains(moment));
        node.end();

        assertThat(node.awaitEnd()).isEqualTo(143);
        assertThat(Files.readString(node.log()))
                .containsOnlyOnce("Ended before the start was complete")
                .doesNotContain("ERROR", "WARN", "\tat ");
    }
}
