package io.ticketflow.process.apps;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.SignedInBrowser;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.FilterService;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/**
 * The largest allowed request to each route, with 20 000 tickets in the database, takes less than two seconds (a search, less than the time limit of a
 * statement) and 100 MB, and a larger one is refused at once. The figures are in {@code target/costliest.md} afterwards; {@code docs/security.md} shows some.
 */
@TicketflowTest
@TestInstance(Lifecycle.PER_CLASS)
class CostliestRequestTests {

    private static final int TICKETS = 20_000;
    private static final Duration LONGEST = Duration.ofSeconds(2);

    private static final int MOST_MEGABYTES = 100;
    /** Each request has several tries, because other programs may use the machine at the same time. */
    private static final int TRIES = 3;

    private static final String CONDITION = "{\"name\": \"title\", \"operator\": \"like\", \"value\": \"%%e%%%d%%\"}";

    /** The values for the names in braces in the rows. */
    private static final Map<String, String> MUCH = Map.of(
            "{ids}", list(1_900, "\"id-%d\""),
            "{few ids}", list(900, "id-%d"),
            "{conditions}", list(18, CONDITION),
            "{short conditions}", list(18, "title_like_%%25e%%25%d%%25"),
            "{words}", "disk%20full%20df%20says",
            "{too many ids}", list(300_000, "\"id-%d\""),
            "{too many conditions}",
                    list(200, CONDITION.replace("title", "name%1$d").replace("%d", "%1$d")),
            "{too many short conditions}", list(200, "title_like_%%25e%%25%d%%25"),
            "{deep}", "[".repeat(900) + "]".repeat(900));

    @Autowired
    private World world;

    @Autowired
    private ManyTickets copies;

    @Autowired
    private Backends backends;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private FilterService filters;

    @LocalServerPort
    private int port;

    private final Map<String, Http> callers = new HashMap<>();
    private final List<String> figures = new ArrayList<>();
    private Ticket ticket;
    private String myTickets;

    @BeforeAll
    void manyTickets() {
        world.beginAnew();
        world.openAndRouted(Category.VM, Priority.P3);
        world.openAndRouted(Category.NETWORK, Priority.P1);
        world.inWork();
        world.resolved();
        ticket = world.inWork();
        myTickets = filters.createFilterQuery()
                .filterName("My tickets")
                .singleResult()
                .getId();
        copies.copy(TICKETS / 5);
        callers.put("requester", Http.on(port).as("user"));
        callers.put("engineer", Http.on(port).as("engineer"));
        callers.put("manager", Http.on(port).as("manager"));
        callers.put("admin", Http.on(port).as("admin"));
        callers.put("browser", browser(people.someone(Role.MANAGER)));
    }

    @AfterAll
    void fewTickets() throws IOException {
        copies.takeAway();
        Files.createDirectories(Path.of("target"));
        Files.write(Path.of("target", "costliest.md"), figures);
    }

    private Http browser(Person manager) {
        var browser = SignedInBrowser.of(port, manager);
        browser.get("/camunda/app/cockpit/default/");
        return browser.with("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN"));
    }

    /** Lines {@code who METHOD path body}, in which the names in braces are replaced by the largest allowed values. */
    static Stream<String> rows() throws IOException {
        try (var file = CostliestRequestTests.class.getResourceAsStream("/costliest-requests.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines().filter(line -> line.contains("|") && !line.startsWith("#")).toList().stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void costs_little(String row) {
        var parts = filled(row);
        var took = LONGEST;
        var megabytes = 0L;
        for (var attempt = 0; attempt < TRIES && took.compareTo(LONGEST) >= 0; attempt++) {
            var times = new ArrayList<Duration>();
            megabytes = Math.max(megabytes, backends.growthDuring(() -> {
                var begin = System.nanoTime();
                var answer = ask(parts);
                times.add(Duration.ofNanos(System.nanoTime() - begin));
                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            }));
            took = times.get(0);
        }
        var asked = partsOf(row);
        figures.add("| `%s %s` | %s | %s | %d ms | %d MB |"
                .formatted(
                        asked.get(1),
                        asked.get(2),
                        asked.get(3).isEmpty() ? "" : "`" + asked.get(3) + "`",
                        asked.get(0),
                        took.toMillis(),
                        megabytes));

        assertThat(took).isLessThan(LONGEST);
        assertThat(megabytes).isLessThan(MOST_MEGABYTES);
    }

    private HttpResponse<String> ask(List<String> parts) {
        return Objects.requireNonNull(callers.get(parts.get(0))).json(parts.get(1), parts.get(2), parts.get(3));
    }

    private List<String> filled(String row) {
        var text = row.replace("{filter}", myTickets)
                .replace("{definition}", String.valueOf(ticket.processDefinitionId()))
                .replace("{instance}", String.valueOf(ticket.processInstanceId()))
                .replace("{number}", ticket.number());
        for (var much : MUCH.entrySet()) {
            text = text.replace(much.getKey(), much.getValue());
        }
        return partsOf(text);
    }

    private static List<String> partsOf(String row) {
        return Stream.of(row.split("\\|", 4)).map(String::strip).toList();
    }

    private static String list(int number, String each) {
        return IntStream.range(0, number).mapToObj(each::formatted).collect(Collectors.joining(","));
    }

    @ParameterizedTest
    @MethodSource("excesses")
    void more_is_refused_at_once(String row) {
        var parts = filled(row);
        ask(parts);

        var begin = System.nanoTime();
        var answer = ask(parts);

        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains("TOO_MUCH_AT_ONCE");
    }

    static Stream<String> excesses() {
        return Stream.of(
                "requester | POST | /engine-rest/task | {\"processVariables\": [{too many conditions}]}",
                "requester | GET | /engine-rest/task?processVariables={too many short conditions} | ",
                "requester | POST | /engine-rest/task/count | {\"orQueries\": [{\"processVariables\": [{too many conditions}]}]}",
                "requester | POST | /engine-rest/filter/{filter}/list | {\"processVariables\": [{too many conditions}]}",
                "requester | POST | /engine-rest/filter/{filter}/count | {\"taskVariables\": [{too many conditions}]}",
                "requester | POST | /engine-rest/task | {\"processInstanceIdIn\": [{too many ids}]}",
                "requester | POST | /engine-rest/task | {\"x\": {deep}}",
                "requester | GET | /engine-rest/task?maxResults=100000 | ",
                "manager | GET | /engine-rest/task | ",
                "manager | GET | /engine-rest/history/task | ",
                "manager | GET | /engine-rest/variable-instance | ",
                "manager | POST | /engine-rest/process-instance | {\"variables\": [{too many conditions}]}",
                "manager | POST | /engine-rest/process-instance/count | {\"orQueries\": [{\"variables\": [{too many conditions}]}]}",
                "manager | POST | /engine-rest/history/process-instance/count | {\"variables\": [{too many conditions}]}",
                "manager | POST | /engine-rest/execution/count | {\"variables\": [{too many conditions}]}",
                "admin | POST | /engine-rest/process-instance/delete | {\"processInstanceIds\": [{too many ids}]}",
                "admin | POST | /engine-rest/modification/execute | {\"instructions\": [{too many ids}]}",
                "browser | POST | /camunda/api/engine/engine/default/task | {\"processVariables\": [{too many conditions}]}",
                "browser | POST | /camunda/api/cockpit/plugin/base/default/process-instance | {}",
                "browser | POST | /camunda/api/cockpit/plugin/base/default/process-instance/count | {\"variables\": [{too many conditions}]}");
    }

    @Test
    void a_pattern_is_matched_in_a_time_that_grows_with_its_length() {
        var admin = Objects.requireNonNull(callers.get("admin"));
        var manySigns = "%25a".repeat(80);

        var begin = System.nanoTime();
        assertThat(admin.get("/engine-rest/user/count?emailLike=" + manySigns).body())
                .isEqualTo("{\"count\":0}");
        assertThat(admin.get("/engine-rest/group/count?nameLike=" + manySigns).body())
                .isEqualTo("{\"count\":0}");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(LONGEST);

        assertThat(admin.get("/engine-rest/user?firstNameLike=" + "a".repeat(256))
                        .statusCode())
                .isEqualTo(400);
    }
}
