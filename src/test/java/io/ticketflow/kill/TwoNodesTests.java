package io.ticketflow.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.platform.database.TestDatabase;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two nodes on one database, one of which is killed at a random moment. {@code -Dkill.rounds=20} repeats it. */
class TwoNodesTests {

    private static final int ROUNDS = Integer.getInteger("kill.rounds", 1);
    private static final int PEOPLE_PER_NODE = 2;
    /** A short promise, so that timers fire while people work: a P4 that is left alone is late after this time. */
    private static final Duration RESPONSE = Duration.ofSeconds(3);

    private static final String NOT_YET_LATE =
            "select id from tickets t where priority = 'P4' and title like 'Submitted%' and exists"
                    + " (select from sla_clocks c where c.ticket_id = t.id and kind = 'RESPONSE' and breached_at is null)";

    @TempDir
    private static Path data;

    private static Node first;
    private static Node second;
    private static Books books;

    @BeforeAll
    static void startTogether() {
        var database = TestDatabase.fresh();
        books = new Books(() -> database);
        first = node("first", database);
        second = node("second", database);
        start(first, second);
    }

    /** Starts those nodes that do not run. */
    private static void start(Node... nodes) {
        List.of(nodes).forEach(Node::start);
        List.of(nodes).forEach(Node::awaitReady);
    }

    private static Node node(String name, String database) {
        return new Node(
                name,
                Map.of(
                        "NODE_NAME", name,
                        "DATABASE_URL", database,
                        "TICKETFLOW_DATA_DIR", data.resolve(name).toString()));
    }

    @AfterAll
    static void end() {
        first.end();
        second.end();
    }

    @Test
    void what_a_start_writes_into_an_empty_database_is_there_once() {
        assertThat(
                        books.column(
                                "select name_ from act_ge_bytearray where deployment_id_ is not null group by name_ having count(*) > 1"))
                .isEmpty();
        assertThat(books.column("select key_ from act_re_procdef union all select key_ from act_re_decision_def"))
                .containsExactlyInAnyOrder("ticket-lifecycle", "assignment-routing", "escalation-routing");
        assertThat(books.column("select name_ from act_ru_filter"))
                .containsExactlyInAnyOrder(
                        "My tickets",
                        "Waiting for others",
                        "My team's queue",
                        "My team",
                        "Due soon",
                        "Calls for me",
                        "Escalations of my team");
        assertThat(books.column("select resource_type_ || resource_id_ from act_ru_authorization"
                        + " group by type_, group_id_, user_id_, resource_type_, resource_id_ having count(*) > 1"))
                .isEmpty();
        assertThat(books.column("select handle from users")).contains("admin", "user2");
        assertThat(books.column("select title from tickets where title not like 'Submitted%'"))
                .isNotEmpty()
                .doesNotHaveDuplicates();
    }

    @Test
    void a_stream_hears_what_happens_at_the_other_node_and_keeps_its_own_from_ending_no_longer_than_a_moment()
            throws Exception {
        start(first, second);
        var heard = new CopyOnWriteArrayList<String>();
        var stream = second.http().asAnew("user").stream("/api/v1/notifications/stream");
        var listener = new Thread(() -> new BufferedReader(new InputStreamReader(stream.body(), StandardCharsets.UTF_8))
                .lines()
                .forEach(heard::add));
        listener.setDaemon(true);
        listener.start();

        var ticket = first.http()
                .asAnew("user")
                .json("POST", "/api/v1/tickets", "{\"title\":\"Heard\",\"description\":\"-\",\"category\":\"VM\"}");
        first.http()
                .asAnew("lead")
                .json(
                        "POST",
                        "/api/v1/tickets/" + JsonPath.read(ticket.body(), "$.id") + "/comments",
                        "{\"body\":\"over there\",\"visibility\":\"PUBLIC\"}");
        await("heard at the other node").atMost(Duration.ofSeconds(5)).until(() -> heard.stream()
                .anyMatch(line -> line.contains("over there")));

        var asked = System.nanoTime();
        second.end();
        listener.join();
        assertThat(Duration.ofNanos(System.nanoTime() - asked)).isLessThan(Duration.ofSeconds(15));
    }

    /** The killed node starts again in the next round, in which the other one is killed. */
    @Test
    void when_one_is_killed_the_other_goes_on_and_nothing_happens_twice() {
        books.execute("update users set max_open_tickets = 100000");
        books.execute(
                "update sla_policies set response_seconds = %d where priority = 'P4'".formatted(RESPONSE.toSeconds()));
        for (var round = 1; round <= ROUNDS; round++) {
            start(first, second);
            var killed = round % 2 == 0 ? second : first;
            var clients = Clients.at(PEOPLE_PER_NODE, first, second);
            awaitSharedWork();
            var moment = clients.awaitSomeMoment();
            killed.kill();
            var kill = System.nanoTime();
            clients.workOn(RESPONSE);
            clients.stop();

            await("everything late is known to be late")
                    .atMost(Duration.ofSeconds(Node.JOB_LOCK_SECONDS + 20))
                    .until(() -> books.column(NOT_YET_LATE).isEmpty());
            var late = Duration.ofNanos(System.nanoTime() - kill);
            books.balance(
                    "round %d: %s of two nodes killed at %d ms, its timers rung within %d ms"
                            .formatted(
                                    round,
                                    killed == first ? "the first" : "the second",
                                    moment.toMillis(),
                                    late.toMillis()),
                    clients);
        }
    }

    private static void awaitSharedWork() {
        var workers = new HashSet<String>();
        await("both nodes take jobs").atMost(Duration.ofSeconds(30)).until(() -> {
            workers.addAll(books.column("select distinct lock_owner_ from act_ru_job where lock_owner_ is not null"));
            return workers.containsAll(Set.of("first", "second"));
        });
    }
}
