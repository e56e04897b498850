package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.SignedInBrowser;
import java.net.http.HttpResponse;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.support.TransactionTemplate;

/** The answers of each door when the database cancels a statement because its time is over. */
@TicketflowTest
class CancelledStatementTests {

    private static final String GIVE_UP = """
            select count(pg_cancel_backend(pid)) from pg_stat_activity
            where datname = current_database() and wait_event_type = 'Lock' and pid <> pg_backend_pid()""";

    @Autowired
    private World world;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private TransactionTemplate transaction;

    @LocalServerPort
    private int port;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
    }

    @ParameterizedTest
    @CsvSource({
        "/api/v1/tickets, tickets",
        "/api/v1/users/{user}/stats, ticket_facts",
        "/engine-rest/task, act_ru_task",
        "/engine-rest/task/count, act_ru_task"
    })
    void the_caller_is_told_that_it_took_too_long(String path, String table) {
        var manager = Http.on(port).as("manager");
        var filled = path.replace("{user}", world.person("manager").id().toString());

        var answer = givenUp(table, () -> manager.get(filled));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("TOOK_TOO_LONG").doesNotContain("select", "ERROR");
    }

    @Test
    void cockpit_is_told_so_too() {
        var browser = SignedInBrowser.of(port, people.someone(Role.MANAGER));

        var answer = givenUp(
                "act_ru_execution",
                () -> browser.get("/camunda/api/cockpit/plugin/base/default/process-instance?maxResults=2"));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(503);
        assertThat(answer.body()).contains("TOOK_TOO_LONG");
    }

    /** The answer to a request that waits for a locked table until the database cancels its statement. */
    private HttpResponse<String> givenUp(String table, Supplier<HttpResponse<String>> request) {
        return Objects.requireNonNull(transaction.execute(status -> {
            jdbc.execute("lock table %s in access exclusive mode".formatted(table));
            var answer = CompletableFuture.supplyAsync(request);
            while (!answer.isDone()) {
                jdbc.queryForList(GIVE_UP);
            }
            return answer.join();
        }));
    }
}
