package io.ticketflow.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.platform.database.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Acts of many steps, each of which stops at a locked row in its middle; there the application is killed. */
class KilledInTheMiddleTests {

    /** The merge concerns another person: it would wait for the changed account, and not for the held row. */
    private static final String PERSON = "process-owner";

    private static final String FORMER = PERSON + "@ticketflow.local";
    private static final String NEW = "petra@new.example";

    @TempDir
    private Path data;

    private final String database = TestDatabase.fresh();
    private final Books books = new Books(() -> database);

    @Test
    void a_merge_a_changed_address_and_renewed_texts_happen_as_a_whole_or_not_at_all() throws IOException {
        var node = new Node(
                "in-the-middle",
                Map.of(
                        "DATABASE_URL",
                        database,
                        "TICKETFLOW_DATA_DIR",
                        data.toString(),
                        "REQUIRE_EMAIL_VERIFICATION",
                        "true",
                        "STATEMENT_TIMEOUT_SECONDS",
                        "60"));
        Files.deleteIfExists(node.log());
        try {
            start(node);
            var manager = node.http().asAnew("manager");
            var admin = node.http().asAnew("admin");
            var owner = node.http().asAnew(PERSON);
            var target = solved(manager, submitted(node.http().asAnew("user")));
            var duplicate = submitted(node.http().asAnew("user2"));

            killInAMergeAndAChangedAddress(node, manager, admin, target, duplicate);
            nothingWasMerged(target, duplicate);
            theAddressIsTheFormerOne();

            killInARenewal(node);

            start(node);
            assertThat(owner.get("/api/v1/auth/me").statusCode()).isEqualTo(200);
            assertThat(signIn(node, FORMER).statusCode()).isEqualTo(200);
            everythingIsRenewed();
            books.balance();
            bothActsCanBeRepeated(node, manager, admin, target, duplicate);
            books.balance();
        } finally {
            node.end();
        }
    }

    private static void start(Node node) {
        node.start();
        node.awaitReady();
    }

    private static String submitted(Http requester) {
        var answer = requester.json(
                "POST",
                "/api/v1/tickets",
                "{\"title\": \"Disk full\", \"description\": \"-\", \"category\": \"VM\", \"priority\": \"P3\"}");
        return JsonPath.read(answer.body(), "$.number");
    }

    private String solved(Http manager, String ticket) {
        awaitRouted(ticket);
        for (var step : new String[] {
            "{\"status\": \"IN_PROGRESS\"}",
            "{\"status\": \"RESOLVED\", \"resolutionCode\": \"FIXED\", \"resolution\": \"Enlarged\"}"
        }) {
            assertThat(manager.json("PATCH", "/api/v1/tickets/" + ticket + "/status", step)
                            .statusCode())
                    .isEqualTo(200);
        }
        return ticket;
    }

    private void awaitRouted(String ticket) {
        await(ticket + " is routed").atMost(Duration.ofSeconds(30)).until(() -> status(ticket)
                .equals("OPEN"));
    }

    private String status(String ticket) {
        return books.column("select status from tickets where number = " + sequence(ticket))
                .get(0);
    }

    private static String sequence(String ticket) {
        return ticket.substring("TKT-".length());
    }

    private static HttpResponse<String> merge(Http manager, String duplicate, String target) {
        var into =
                JsonPath.<String>read(manager.get("/api/v1/tickets/" + target).body(), "$.id");
        return manager.json(
                "POST", "/api/v1/tickets/" + duplicate + "/merge", "{\"intoTicketId\": \"%s\"}".formatted(into));
    }

    private HttpResponse<String> changeAddress(Http admin) {
        var id = books.column("select id from users where handle = '%s'".formatted(PERSON))
                .get(0);
        return admin.json("PUT", "/api/v1/users/" + id, "{\"email\": \"%s\"}".formatted(NEW));
    }

    private static HttpResponse<String> signIn(Node node, String address) {
        return node.http()
                .json(
                        "POST",
                        "/api/v1/auth/login",
                        "{\"email\": \"%s\", \"password\": \"Ticketflow-demo-1\"}".formatted(address));
    }

    /** The merge waits when it ends the duplicate, after it has reopened the target; the change waits when it ends the sessions. */
    private void killInAMergeAndAChangedAddress(Node node, Http manager, Http admin, String target, String duplicate) {
        awaitRouted(duplicate);
        try (var hold = books.hold(
                "select from act_ru_execution where proc_inst_id_ = (select process_instance_id from tickets where number = %s)"
                        .formatted(sequence(duplicate)),
                "select from user_sessions where user_id = (select id from users where handle = '%s')"
                        .formatted(PERSON))) {
            inTheBackground(() -> merge(manager, duplicate, target));
            inTheBackground(() -> changeAddress(admin));
            hold.awaitWaiting(2);
            node.kill();
        }
    }

    private static void inTheBackground(Runnable act) {
        var thread = new Thread(() -> {
            try {
                act.run();
            } catch (UncheckedIOException noAnswer) {
                // The node has been killed.
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    private void nothingWasMerged(String target, String duplicate) {
        assertThat(status(target)).isEqualTo("RESOLVED");
        assertThat(status(duplicate)).isEqualTo("OPEN");
        assertThat(books.column("select 1 from tickets where merged_into_id is not null"))
                .isEmpty();
        assertThat(books.column("select 1 from ticket_history where action = 'MERGED'"))
                .isEmpty();
        assertThat(books.column("select task_def_key_ from act_ru_task join tickets on task_id = id_ where number = "
                        + sequence(target)))
                .containsExactly("confirmResolution");
        assertThat(books.column("select 1 from act_ru_job join tickets on process_instance_id_ = process_instance_id"
                        + " where number = " + sequence(target)))
                .as("the timer that closes the solved ticket")
                .hasSize(1);
    }

    private void theAddressIsTheFormerOne() {
        assertThat(books.column("select email from users where handle = '%s'".formatted(PERSON)))
                .containsExactly(FORMER);
        assertThat(books.column("select 1 from audit_events where type = 'ADDRESS_CHANGED'"))
                .isEmpty();
        assertThat(books.column(
                        "select 1 from deliveries where recipient = '%s' or subject like '%%address%%'".formatted(NEW)))
                .isEmpty();
    }

    /** The texts of an older version. The renewal has written tags and texts when it waits for the held one. */
    private void killInARenewal(Node node) {
        books.execute("update tickets set tags = array['É']");
        books.execute("update ticket_texts set is_former = true, document = ''");
        try (var hold = books.hold("select from ticket_texts where number = (select min(number) from ticket_texts)")) {
            start(node);
            hold.awaitWaiting(1);
            node.kill();
        }
        assertThat(books.column("select 1 from tickets where tags <> array['É']"))
                .isEmpty();
        assertThat(books.column("select 1 from ticket_texts where not is_former or document <> ''"))
                .isEmpty();
    }

    private void everythingIsRenewed() {
        await("all texts are renewed").atMost(Duration.ofSeconds(30)).until(() -> books.column(
                        "select 1 from ticket_texts where is_former")
                .isEmpty());
        assertThat(books.column("select 1 from tickets where tags <> array['é']"))
                .isEmpty();
        assertThat(
                        books.column(
                                "select 1 from tickets where id not in (select ticket_id from ticket_texts where document <> '')"))
                .isEmpty();
    }

    private void bothActsCanBeRepeated(Node node, Http manager, Http admin, String target, String duplicate) {
        assertThat(merge(manager, duplicate, target).statusCode()).isEqualTo(200);
        assertThat(status(target)).isEqualTo("REOPENED");
        assertThat(status(duplicate)).isEqualTo("CLOSED");

        assertThat(changeAddress(admin).statusCode()).isEqualTo(200);
        assertThat(signIn(node, NEW).statusCode())
                .as("no mail server is set, so the address needs no confirmation")
                .isEqualTo(200);
        assertThat(signIn(node, FORMER).statusCode()).isEqualTo(401);
    }
}
