package io.ticketflow.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.platform.database.PairOfServers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** An application whose reports are read from a replica, which is stopped and started while people work. */
@DisabledOnOs(OS.WINDOWS)
class ReadReplicaTests {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void reports_are_read_from_the_replica_while_it_answers_and_from_the_primary_otherwise() throws IOException {
        try (var servers = PairOfServers.startWithReplica(directory)) {
            var node = new Node(
                    "read-replica",
                    Map.of(
                            "DATABASE_URL", servers.jdbcUrl(),
                            "DATABASE_READ_URL", servers.replicaUrl(),
                            "TICKETFLOW_DATA_DIR", directory.toString()));
            Files.deleteIfExists(node.log());
            try {
                node.start();
                node.awaitReady();
                var admin = node.http().asAnew("admin");
                awaitHealth(admin, true);

                readReport(admin);

                assertThat(reading(servers.replicaUrl())).isPositive();
                assertThat(reading(servers.jdbcUrl())).isZero();
                assertThat(admin.get("/metrics").body())
                        .contains("ticketflow_replica_used 1.0", "ticketflow_replica_lag_seconds ");

                servers.stopSecond();
                readReport(admin);
                awaitHealth(admin, false);
                assertThat(reading(servers.jdbcUrl())).isPositive();
                assertThat(node.http().get("/ready").statusCode()).isEqualTo(200);

                servers.startSecond();
                awaitHealth(admin, true);
                readReport(admin);
                assertThat(reading(servers.replicaUrl())).isPositive();
                refusesItsOwnDatabaseAsReplica(servers.jdbcUrl());
            } finally {
                node.end();
            }
            assertThat(Files.readString(node.log()))
                    .containsOnlyOnce("because the one of DATABASE_READ_URL does not answer")
                    .containsOnlyOnce("Reports are read from the server of DATABASE_READ_URL again")
                    .doesNotContain(" ERROR ");
        }
    }

    private static void readReport(Http admin) {
        String id = JsonPath.read(admin.get("/api/v1/auth/me").body(), "$.id");
        assertThat(admin.get("/api/v1/users/%s/stats".formatted(id)).statusCode())
                .isEqualTo(200);
    }

    private static void awaitHealth(Http admin, boolean used) {
        await().atMost(PATIENCE)
                .until(() ->
                        JsonPath.<Boolean>read(admin.get("/health").body(), "$.components.readReplica.details.used")
                                == used);
    }

    /** How many connections of reports a server has. */
    private static int reading(String url) {
        return new JdbcTemplate(new DriverManagerDataSource(url))
                .queryForList(
                        "select from pg_stat_activity where application_name in ('Ticketflow reports', 'Ticketflow replica')")
                .size();
    }

    private void refusesItsOwnDatabaseAsReplica(String url) throws IOException {
        var node = new Node(
                "read-replica-refused",
                Map.of("DATABASE_URL", url, "DATABASE_READ_URL", url, "TICKETFLOW_DATA_DIR", directory.toString()));
        Files.deleteIfExists(node.log());

        node.start();

        assertThat(node.awaitEnd()).isNotZero();
        assertThat(Files.readString(node.log()))
                .contains("The server of DATABASE_READ_URL accepts changes, so it is no replica")
                .doesNotContain("\tat ");
    }
}
