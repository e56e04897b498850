package io.ticketflow.kill;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.platform.database.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.Year;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.zone.ZoneOffsetTransition;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The application on machines with another zone, other digits, another calendar and other letters than ours; one after the other on one database. */
class ForeignMachineTests {

    private static final String DATABASE = TestDatabase.fresh();
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String ROUTED = "select id from tickets where status <> 'NEW' and id = '%s'";
    private static final String DUE =
            "select to_char(due_at at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS.MS\"Z\"') from sla_clocks where kind = 'RESPONSE' and ticket_id = '%s'";
    private static final DateTimeFormatter ENGINES =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSXX", Locale.ROOT);

    private final Books books = new Books(() -> DATABASE);

    @TempDir
    private Path data;

    private static List<String> machine(String language, String country, String zone) {
        return List.of("-Duser.language=" + language, "-Duser.country=" + country, "-Duser.timezone=" + zone);
    }

    @ParameterizedTest
    @CsvSource({
        "tr, TR, Europe/Istanbul",
        "ar, EG, Africa/Cairo",
        "fa, IR, Asia/Tehran",
        "th, TH, Europe/Berlin",
    })
    void it_starts_searches_and_keeps_its_deadlines(String language, String country, String zone) {
        var node = new Node(
                "foreign-" + language, Map.of("DATABASE_URL", DATABASE, "TICKETFLOW_DATA_DIR", data.toString()));
        try {
            node.startOn(machine(language, country, zone));
            node.awaitReady();
            var manager = node.http().asAnew("manager");
            var softly = new SoftAssertions();

            softly.assertThat(manager.get("/api/v1/tickets?q=TITLE+VPN+disk&count=true")
                            .statusCode())
                    .isEqualTo(200);
            softly.assertThat(manager.get("/engine-rest/task?maxResults=1&sortBy=created&sortOrder=desc")
                            .body())
                    .contains("\"created\":\"%d-"
                            .formatted(Year.now(ZoneOffset.UTC).getValue()));
            var due = aDeadlineInTheHourThatBerlinHasTwice(node.http());
            softly.assertThat(timers(manager)).as("timers").contains(due);

            softly.assertAll();
        } finally {
            node.end();
        }
    }

    /** The response deadline of a new ticket. It is in the first of the two hours; without a zone it would be taken for the second. */
    private Instant aDeadlineInTheHourThatBerlinHasTwice(Http http) {
        var transition = nextRepeatedHour();
        books.execute(
                "update sla_policies set response_seconds = extract(epoch from timestamptz '%s' - now()) where priority = 'P4'"
                        .formatted(transition.getInstant().minus(Duration.ofMinutes(30))));
        var submitted = http.asAnew("user")
                .json(
                        "POST",
                        "/api/v1/tickets",
                        "{\"title\":\"Late in October\",\"description\":\"See the title.\",\"category\":\"VM\",\"priority\":\"P4\"}");
        assertThat(submitted.statusCode()).as(submitted.body()).isEqualTo(201);
        var id = JsonPath.<String>read(submitted.body(), "$.id");
        await("routed").atMost(PATIENCE).until(() -> !books.column(ROUTED.formatted(id))
                .isEmpty());
        var due = books.column(DUE.formatted(id));
        return Instant.parse(due.get(0));
    }

    private static ZoneOffsetTransition nextRepeatedHour() {
        var rules = ZoneId.of("Europe/Berlin").getRules();
        var next = rules.nextTransition(Instant.now());
        return next.isOverlap() ? next : rules.nextTransition(next.getInstant());
    }

    /** When the waiting timers fire, as the engine reads them. */
    private static List<Instant> timers(Http manager) {
        var jobs = manager.get("/engine-rest/job?timers=true&sortBy=jobDueDate&sortOrder=desc&maxResults=100");
        return JsonPath.<List<String>>read(jobs.body(), "$[*].dueDate").stream()
                .map(date -> OffsetDateTime.parse(date, ENGINES).toInstant())
                .toList();
    }

    @Test
    void commands_count_in_our_digits() throws IOException {
        var file = Files.writeString(data.resolve("x".repeat(101) + ".bpmn"), "<definitions/>");
        var node = new Node("foreign-command", Map.of());
        Files.deleteIfExists(node.log());

        node.startOn(machine("ar", "EG", "Africa/Cairo"), "check-models", file.toString());

        assertThat(node.awaitEnd()).isEqualTo(1);
        assertThat(Files.readString(node.log())).contains("The file's name has more than 100 characters.");
    }
}
