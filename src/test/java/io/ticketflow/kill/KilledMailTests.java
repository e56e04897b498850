package io.ticketflow.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ticketflow.notification.channel.ScriptedMailServer;
import io.ticketflow.platform.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The application is killed when it has made the workbook of a mail and the mail server has not taken the mail yet. */
class KilledMailTests {

    private static final String READER = "process-owner";

    private static final String FILE = "filename=trends-";

    /** The mails of subscriptions are written once a minute. */
    private static final Duration PATIENCE = Duration.ofSeconds(100);

    @TempDir
    private Path data;

    private final String database = TestDatabase.fresh();
    private final Books books = new Books(() -> database);

    @Test
    void a_report_arrives_once_although_its_node_was_killed_before_the_mail_left() throws IOException {
        var isSilent = new AtomicBoolean();
        try (var server = new ScriptedMailServer(line ->
                isSilent.get() && isForReader(line) ? ScriptedMailServer.NOTHING : ScriptedMailServer.politely(line))) {
            var node = new Node(
                    "killed-mail",
                    Map.of(
                            "DATABASE_URL",
                            database,
                            "TICKETFLOW_DATA_DIR",
                            data.toString(),
                            "SMTP_HOST",
                            "127.0.0.1",
                            "SMTP_PORT",
                            String.valueOf(server.port())));
            try {
                start(node);
                await("the mails of the demonstration have left")
                        .atMost(PATIENCE)
                        .until(() -> books.column("select recipient || subject from deliveries where state = 'PENDING'")
                                .isEmpty());
                isSilent.set(true);
                server.lines().clear();
                subscribe(node);
                // The line is sent when the whole mail is in memory.
                await("the mail is about to leave").atMost(PATIENCE).until(() -> server.lines().stream()
                        .anyMatch(KilledMailTests::isForReader));
                node.kill();
                assertThat(deliveries())
                        .as("before the server had accepted %s", server.lines())
                        .containsExactly("PENDING 1");
                assertThat(filesAt(server)).isZero();

                isSilent.set(false);
                theLeaseEnds();
                start(node);

                await("the mail has left").atMost(PATIENCE).untilAsserted(() -> assertThat(deliveries())
                        .containsExactly("SENT 2"));
                assertThat(filesAt(server)).isEqualTo(1);
                assertThat(books.column("select 1 from report_subscriptions where next_at > now()"))
                        .as("no other mail follows")
                        .hasSize(1);
            } finally {
                node.end();
            }
        }
    }

    private static void start(Node node) {
        node.start();
        node.awaitReady();
    }

    private void subscribe(Node node) {
        var manager = node.http().asAnew("manager");
        var id = books.column("select id from users where handle = '%s'".formatted(READER))
                .get(0);
        var answer = manager.json(
                "POST",
                "/api/v1/reports/subscriptions",
                "{\"report\": \"trends\", \"interval\": \"WEEKLY\", \"recipients\": [\"%s\"]}".formatted(id));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        books.execute("update report_subscriptions set next_at = now()");
    }

    private static boolean isForReader(String line) {
        return line.startsWith("RCPT") && line.contains(READER + "@");
    }

    private void theLeaseEnds() {
        books.execute("update deliveries set next_attempt_at = now() where state = 'PENDING'");
    }

    private List<String> deliveries() {
        return books.column("select state || ' ' || attempts from deliveries where enclosure is not null");
    }

    private static long filesAt(ScriptedMailServer server) {
        return server.lines().stream().filter(line -> line.contains(FILE)).count();
    }
}
