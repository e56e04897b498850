package io.ticketflow.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.springframework.security.test.web.servlet.request.SecurityMockMvcRequestPostProcessors.user;

import ch.qos.logback.classic.LoggerContext;
import io.ticketflow.TicketflowTest;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.test.web.servlet.assertj.MockMvcTester;

@TicketflowTest
class OperationsTests {

    @Autowired
    private MockMvcTester mvc;

    @Autowired
    private JdbcTemplate jdbc;

    @Test
    void health_tells_a_stranger_no_details() {
        assertThat(mvc.get().uri("/health"))
                .hasStatusOk()
                .bodyJson()
                .hasPathSatisfying("$.status", status -> assertThat(status).isEqualTo("UP"))
                .doesNotHavePath("$.components");
    }

    @Test
    void health_tells_administrators_whether_templates_of_the_operator_are_broken() {
        assertThat(mvc.get().uri("/health").with(user("admin").roles("ADMIN")))
                .bodyJson()
                .hasPathSatisfying(
                        "$.components.messageTemplates.details.broken",
                        broken -> assertThat(broken).asArray().isEmpty());
    }

    @Test
    void it_is_ready_when_its_database_answers() {
        assertThat(mvc.get().uri("/ready")).hasStatusOk().bodyJson().isStrictlyEqualTo("{\"status\":\"UP\"}");
        assertThat(mvc.get().uri("/ready").with(user("admin").roles("ADMIN")))
                .bodyJson()
                .hasPath("$.components.db")
                .hasPath("$.components.heap");
    }

    @Test
    void its_log_ends_it_when_memory_has_run_out() {
        assertThat(((LoggerContext) LoggerFactory.getILoggerFactory()).getTurboFilterList())
                .hasAtLeastOneElementOfType(EndWithoutMemory.class);
    }

    /** Stops the server's processes with a signal, so that they neither answer nor close their connections; that is the worst case for a client. */
    @Test
    @DisabledOnOs(OS.WINDOWS)
    void without_its_database_it_says_at_once_that_it_is_not_ready_and_is_ready_again_with_it() throws Exception {
        var pids = jdbc.queryForList(
                "select pid from pg_stat_activity where datname = current_database() and application_name = ?",
                Long.class,
                "Ticketflow health");
        var asked = ProcessHandle.of(pids.get(0)).orElseThrow();
        var server = asked.parent().orElseThrow();
        signal("STOP", server);
        signal("STOP", asked);
        try {
            await().atMost(Duration.ofSeconds(10)).until(() -> status("/ready") == 503);
            for (var probe : List.of("/ready", "/health")) {
                var begun = System.nanoTime();
                assertThat(status(probe)).isEqualTo(503);
                assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
            }
        } finally {
            signal("CONT", asked);
            signal("CONT", server);
        }
        await().atMost(Duration.ofSeconds(10)).until(() -> status("/ready") == 200);
        assertThat(status("/health")).isEqualTo(200);
    }

    private int status(String probe) {
        return mvc.get().uri(probe).exchange().getResponse().getStatus();
    }

    private static void signal(String signal, ProcessHandle process) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void metrics_are_in_the_words_of_prometheus() {
        assertThat(mvc.get().uri("/metrics").with(user("admin").roles("ADMIN")))
                .hasStatusOk()
                .bodyText()
                .contains(
                        "http_server_requests_seconds_count",
                        "jvm_memory_used_bytes",
                        "hikaricp_connections_active",
                        "cache_gets_total{cache=\"people.by-id\",result=\"hit\"}",
                        "ticketflow_tickets_open{status=\"OPEN\"}",
                        "ticketflow_sla_compliance_ratio{clock=\"response\"}",
                        "ticketflow_outbox_pending",
                        "ticketflow_deliveries_oldest_pending_seconds{",
                        "ticketflow_deliveries_sent_seconds_count{",
                        "ticketflow_deliveries_failed_total{",
                        "ticketflow_differences{kind=");
    }

    @Test
    void the_api_describes_itself() {
        assertThat(mvc.get().uri("/v3/api-docs").with(user("admin")))
                .hasStatusOk()
                .bodyJson()
                .extractingPath("$.info.title")
                .isEqualTo("Ticketflow");
        assertThat(mvc.get().uri("/docs").with(user("admin"))).hasStatus3xxRedirection();
    }

    /** The path of the files contains the library's version, which springdoc assumes. */
    @Test
    void the_page_to_try_the_api_is_there_with_its_scripts() {
        assertThat(mvc.get().uri("/swagger-ui/index.html"))
                .hasStatusOk()
                .bodyText()
                .contains("swagger-ui-bundle.js");
        assertThat(mvc.get().uri("/swagger-ui/swagger-ui-bundle.js")).hasStatusOk();
        assertThat(mvc.get().uri("/swagger-ui/swagger-initializer.js")).hasStatusOk();
    }
}
