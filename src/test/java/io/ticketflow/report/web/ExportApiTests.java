package io.ticketflow.report.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.TicketStatus;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.poi.xssf.usermodel.XSSFWorkbook;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Reports are exported over real connections, and read by libraries that did not write them. */
@TicketflowTest
class ExportApiTests {

    private static final String EXPORT = "/api/v1/reports/export?report=";
    private static final String TICKETS = EXPORT + "tickets&format=csv";
    private static final Duration SOON = Duration.ofSeconds(20);

    @Autowired
    private World world;

    @Autowired
    private JdbcTemplate jdbc;

    private int port;
    private Http http;
    private Http manager;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        this.port = port;
        http = Http.on(port);
        manager = http.as("manager");
    }

    @AfterAll
    static void leaveNothing(@Autowired World world) {
        world.beginAnew();
    }

    private List<CSVRecord> rows(Http caller, String path) {
        var answer = caller.get(path);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        try (var parsed = CSVFormat.RFC4180
                .builder()
                .setHeader()
                .setSkipHeaderRecord(true)
                .get()
                .parse(new StringReader(answer.body()))) {
            return parsed.getRecords();
        } catch (IOException e) {
            throw new AssertionError(answer.body(), e);
        }
    }

    private List<String> numbers(Http caller, String query) {
        return rows(caller, TICKETS + query).stream()
                .map(row -> row.get("Number"))
                .toList();
    }

    private static String code(HttpResponse<String> answer) {
        return answer.statusCode() + " " + JsonPath.read(answer.body(), "$.code");
    }

    @Test
    void a_ticket_has_its_facts_in_the_zone_of_the_caller_or_the_one_that_is_asked_for() {
        var ticket = world.openAndRouted(Category.VM, Priority.P2);
        world.sql(
                "update tickets set title = '=1+1 \"x\", y', tags = '{a,b}', created_at = '2026-07-01 10:00:00+00' where number = "
                        + ticket.number().substring(4));
        var who = world.assigneeOf(ticket);
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, who);
        world.resolve(ticket);
        world.move(ticket, TicketStatus.CLOSED, MoveDetails.NONE, "user");

        var row = rows(manager, TICKETS + "&tz=Europe/Berlin").get(0);

        assertThat(row.get("Number")).isEqualTo(ticket.number());
        assertThat(row.get("Title")).isEqualTo("'=1+1 \"x\", y");
        assertThat(row.get("Status")).isEqualTo("CLOSED");
        assertThat(row.get("Priority")).isEqualTo("P2");
        assertThat(row.get("Category")).isEqualTo("VM");
        assertThat(row.get("Team")).isEqualTo("Platform");
        assertThat(row.get("Assignee")).isEqualTo(world.person(who).fullName());
        assertThat(row.get("Requester")).isEqualTo(world.person("user").fullName());
        assertThat(row.get("Tags")).isEqualTo("a, b");
        assertThat(row.get("Created")).isEqualTo("2026-07-01T12:00:00+02:00");
        assertThat(OffsetDateTime.parse(row.get("Resolved")).toInstant())
                .isEqualTo(world.now(ticket).resolvedAt());
        assertThat(row.get("Closed")).isNotEmpty();
        assertThat(row.get("Due")).isEmpty();
        assertThat(row.get("Response promise")).isEqualTo("MET");
        assertThat(row.get("Resolution promise")).isEqualTo("MET");
        assertThat(row.get("Reopened")).isEqualTo("0");
        assertThat(row.get("Resolution code")).isEqualTo("FIXED");
        assertThat(rows(manager, TICKETS).get(0).get("Created")).isEqualTo("2026-07-01T10:00:00Z");
    }

    @Test
    void every_filter_and_sort_gives_the_tickets_of_the_list_in_its_order() {
        var me = world.person("engineer").id();
        for (var i = 0; i < 12; i++) {
            var ticket = world.open(
                    List.of(Category.VM, Category.NETWORK, Category.STORAGE).get(i % 3),
                    List.of(Priority.P1, Priority.P2, Priority.P3, Priority.P4).get(i % 4));
            world.sql("""
                    update tickets set title = 'word%d title', tags = %s, team_id = %s, assignee_id = %s,
                        next_due_at = now() + interval '%d hours', response_breached = %s, updated_at = now() + interval '%d minutes'
                    where number = %s""".formatted(
                            (i * 7) % 12,
                            i % 3 == 0 ? "'{red,blue}'" : "'{}'",
                            i % 2 == 0 ? "(select id from teams where name = 'Network')" : "null",
                            i % 4 == 0 ? "'" + me + "'" : "null",
                            (i * 5) % 12,
                            i == 3,
                            (i * 5) % 12,
                            ticket.number().substring(4)));
        }
        var first = world.open(Category.OTHER, Priority.P3);
        var network = jdbc.queryForObject("select id from teams where name = 'Network'", String.class);
        world.sql("update tickets set parent_id = '%s' where title in ('word1 title', 'word7 title')"
                .formatted(first.id()));
        world.sql("update tickets set deleted_at = now() where title = 'word11 title'");

        for (var query : List.of(
                "",
                "&status=NEW,OPEN",
                "&priority=P1&priority=P3",
                "&category=NETWORK",
                "&team=" + network,
                "&assignee=none",
                "&assignee=none," + me,
                "&assignee=" + me,
                "&requester=" + world.person("user").id(),
                "&tag=red",
                "&tag=red,blue&sort=title",
                "&breached=any",
                "&watching=me",
                "&parent=" + first.number(),
                "&q=word1",
                "&q=title&priority=P1,P2&sort=-title",
                "&q=%3F%3F",
                "&dueBefore=" + world.instant().plus(Duration.ofHours(5)),
                "&createdFrom=" + first.createdAt(),
                "&createdTo=" + first.createdAt() + "&sort=number",
                "&updatedFrom=" + world.instant().plus(Duration.ofMinutes(5)) + "&sort=-updatedAt",
                "&sort=priority",
                "&sort=-status",
                "&sort=dueAt",
                "&sort=-dueAt&status=NEW,OPEN&assignee=none")) {
            var sorted = query.contains("sort=") ? query : query + "&sort=-createdAt";
            List<String> listed = JsonPath.read(
                    manager.get("/api/v1/tickets?limit=100" + sorted).body(), "$.items[*].number");

            assertThat(numbers(manager, query)).as(query).isEqualTo(listed);
        }
    }

    @Test
    void a_window_limits_the_creation_as_the_filter_does() {
        var ticket = world.open(Category.VM, Priority.P3);
        var created = ticket.createdAt();

        assertThat(numbers(manager, "&from=" + created)).containsExactly(ticket.number());
        assertThat(numbers(manager, "&to=" + created)).isEmpty();
        assertThat(numbers(manager, "&from=" + created.minusSeconds(9) + "&createdFrom=" + created.plusSeconds(1)))
                .isEmpty();
    }

    @Test
    void leads_export_their_team_and_engineers_nothing() {
        var ours = world.openAndRouted(Category.VM, Priority.P3);
        var other = world.openAndRouted(Category.NETWORK, Priority.P3);
        var lead = http.as("lead");
        var own = world.person("lead").teamId();
        assertThat(world.now(ours).teamId()).isEqualTo(own);
        assertThat(world.now(other).teamId()).isNotEqualTo(own);

        assertThat(numbers(lead, "")).containsExactly(ours.number());
        assertThat(numbers(lead, "&team=" + own)).containsExactly(ours.number());
        assertThat(numbers(manager, "")).containsExactly(other.number(), ours.number());
        assertThat(code(lead.get(TICKETS + "&team=" + world.now(other).teamId())))
                .isEqualTo("403 NOT_YOUR_TEAM");
        assertThat(code(http.as("senior").get(TICKETS))).isEqualTo("403 LEADS_ONLY");
        assertThat(code(http.as("user").get(TICKETS))).isEqualTo("403 LEADS_ONLY");
    }

    @Test
    void what_it_does_not_know_it_names() {
        for (var wrong : List.of(
                "tickets&format=pdf → format",
                "tickets&format=CSV → format",
                "people&format=csv → report",
                "tickets&format=csv&tz=Mars/Olympus → tz",
                "tickets&format=xlsx&bom=true → bom",
                "tickets&format=csv&sort=colour → sort",
                "tickets&format=csv&status=LOST → status",
                "tickets&format=csv&from=yesterday → from",
                "tickets&format=csv&surprise=1 → surprise",
                "tickets&format=csv&limit=10 → limit",
                "escalations&format=csv&status=NEW → status",
                "escalations&format=csv&team=none → team",
                "escalations&format=csv&asOf=2026-11-01T00:00:00Z → asOf",
                "sla-compliance&format=csv&interval=day → interval",
                "trends&format=csv&interval=hour → interval",
                "escalations&format=csv&sort=title → sort")) {
            var parts = wrong.split(" → ", 2);
            var answer = manager.get(EXPORT + parts[0]);

            assertThat(answer.statusCode()).as(wrong).isEqualTo(400);
            assertThat(JsonPath.<List<String>>read(answer.body(), "$.errors[*].field"))
                    .as(wrong)
                    .containsExactly(parts[1]);
        }
        assertThat(manager.get(EXPORT + "tickets").statusCode()).isEqualTo(400);
        assertThat(code(manager.get(TICKETS + "&parent=TKT-999999"))).isEqualTo("404 TICKET_NOT_FOUND");
    }

    @Test
    void the_file_has_a_name_with_the_day_in_the_zone() {
        var csv = manager.get(TICKETS + "&bom=true&tz=Pacific/Kiritimati");
        var day = world.instant().atOffset(ZoneOffset.ofHours(14)).toLocalDate();

        assertThat(csv.body()).startsWith("\uFEFFNumber,Title,");
        assertThat(csv.headers().firstValue("Content-Type")).hasValue("text/csv;charset=UTF-8");
        assertThat(csv.headers().firstValue("Content-Disposition"))
                .hasValue("attachment; filename=\"tickets-%s.csv\"".formatted(day));
        assertThat(csv.headers().firstValue("Transfer-Encoding")).hasValue("chunked");
        var head = manager.send("HEAD", TICKETS, "", "");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.headers().firstValue("Content-Disposition").orElseThrow())
                .endsWith(".csv\"");
    }

    @Test
    void hostile_titles_come_back_from_the_workbook_as_they_are() throws IOException {
        var titles = List.of("=cmd|' /C calc'!A0", "@SUM(1)", "+49 30", "a\u0007b _x0041_ 😀", "\"quoted\", and more");
        for (var title : titles) {
            var ticket = world.open(Category.VM, Priority.P3);
            world.sql(
                    "update tickets set title = '%s' where id = '%s'".formatted(title.replace("'", "''"), ticket.id()));
        }

        var answer = manager.download(EXPORT + "tickets&format=xlsx&sort=number&tz=Asia/Kolkata");

        assertThat(answer.headers().firstValue("Content-Disposition").orElseThrow())
                .endsWith(".xlsx\"");
        try (var workbook = new XSSFWorkbook(new ByteArrayInputStream(answer.body()))) {
            var sheet = workbook.getSheet("Tickets");
            assertThat(sheet.getLastRowNum()).isEqualTo(titles.size());
            for (var i = 0; i < titles.size(); i++) {
                assertThat(sheet.getRow(i + 1).getCell(1).getStringCellValue()).isEqualTo(titles.get(i));
            }
            assertThat(sheet.getRow(0).getCell(10).getStringCellValue()).isEqualTo("Created (Asia/Kolkata)");
        }
    }

    @Test
    void an_escalation_has_the_time_until_its_acknowledgement() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.move(ticket, TicketStatus.ESCALATED, MoveDetails.comment("stuck"), world.assigneeOf(ticket));
        var raised = world.instant();
        world.pass(Duration.ofSeconds(90));
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, "manager");
        var escalations = EXPORT + "escalations&format=csv";

        var row = rows(http.asAnew("manager"), escalations).get(0);

        assertThat(row.get("Ticket")).isEqualTo(ticket.number());
        assertThat(row.get("Level")).isEqualTo("1");
        assertThat(row.get("Cause")).isEqualTo("MANUAL");
        assertThat(row.get("To")).isNotEmpty();
        assertThat(row.get("Team")).isEqualTo("Platform");
        assertThat(row.get("Acknowledged by")).isEqualTo(world.person("manager").fullName());
        assertThat(Double.parseDouble(row.get("Time to acknowledge (seconds)"))).isBetween(89.0, 120.0);
        assertThat(row.get("Handed over")).isEqualTo("yes");
        var again = http.asAnew("manager");
        assertThat(rows(
                        again,
                        escalations + "&priority=P3&category=VM&team="
                                + world.now(ticket).teamId() + "&from=" + raised.minusSeconds(60)))
                .hasSize(1);
        assertThat(rows(again, escalations + "&priority=P1,P2")).isEmpty();
        assertThat(rows(again, escalations + "&to=" + raised.minusSeconds(60))).isEmpty();
        assertThat(rows(http.asAnew("lead"), escalations)).hasSize(1);
        world.sql("update escalations set team_id = (select id from teams where name = 'Network')");
        assertThat(rows(http.asAnew("lead"), escalations)).isEmpty();
    }

    /** The rows of a report in JSON, as texts in the order of the members; null is empty. */
    private List<List<String>> figures(String path, String rows, String... members) {
        List<Map<String, Object>> found =
                JsonPath.read(manager.get("/api/v1/reports/" + path).body(), rows);
        return found.stream()
                .map(row -> Arrays.stream(members)
                        .map(member -> figure(row.get(member)))
                        .toList())
                .toList();
    }

    private static String figure(@Nullable Object value) {
        if (value instanceof Map<?, ?> named) {
            return named.values().toArray()[1].toString();
        }
        return value == null ? "" : value.toString().replaceFirst("\\.0$", "");
    }

    private List<List<String>> exported(String query) {
        return rows(manager, EXPORT + query).stream().map(CSVRecord::toList).toList();
    }

    @Test
    void figures_are_those_of_the_report() {
        var solved = world.openAndRouted(Category.VM, Priority.P2);
        world.move(solved, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(solved));
        world.resolve(solved);
        world.openAndRouted(Category.NETWORK, Priority.P3);
        world.open(Category.STORAGE, Priority.P4);
        world.pass(Duration.ofMinutes(1));
        manager = http.asAnew("manager");
        var now = "asOf=" + world.instant().truncatedTo(ChronoUnit.MICROS);

        var promises = exported("sla-compliance&format=csv&" + now);
        var people = exported("engineer-performance&format=csv&" + now);
        var days = exported("trends&format=csv&interval=week&tz=Asia/Kolkata&" + now);

        assertThat(promises).hasSize(4);
        assertThat(promises.get(3)).startsWith("Total", "", "", "3", "1", "0", "1", "0", "100", "100");
        promises.get(3).set(0, "");
        assertThat(promises)
                .isEqualTo(figures(
                        "sla/compliance?" + now,
                        "$..[?(@.ticketsQuery)]",
                        "priority",
                        "category",
                        "team",
                        "tickets",
                        "responseMet",
                        "responseBreached",
                        "resolutionMet",
                        "resolutionBreached",
                        "responsePercent",
                        "resolutionPercent"));
        assertThat(people)
                .isNotEmpty()
                .isEqualTo(figures(
                        "engineer/performance?" + now,
                        "$.items[*]",
                        "user",
                        "assigned",
                        "resolved",
                        "reopened",
                        "openNow",
                        "medianFirstResponseSeconds",
                        "medianResolutionSeconds",
                        "responsePercent",
                        "resolutionPercent",
                        "firstContactPercent"));
        assertThat(days.stream().map(day -> day.subList(1, 5)).toList())
                .hasSize(12)
                .isEqualTo(figures(
                        "trends?interval=week&tz=Asia/Kolkata&" + now,
                        "$.points[*]",
                        "created",
                        "resolved",
                        "breached",
                        "openAtEnd"));
        assertThat(days.get(11).get(0)).endsWith("T00:00:00+05:30");
        assertThat(exported("sla-compliance&format=csv&priority=P1&" + now))
                .containsExactly(List.of("Total", "", "", "0", "0", "0", "0", "0", "", ""));
    }

    @Test
    void the_tickets_behind_a_figure_are_exported_like_listed() {
        var moved = world.openAndRouted(Category.VM, Priority.P3);
        var queued = world.open(Category.VM, Priority.P3);
        world.pass(Duration.ofSeconds(5));
        var then = world.instant().truncatedTo(ChronoUnit.MICROS);
        world.pass(Duration.ofSeconds(5));
        world.move(moved, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(moved));
        world.resolve(moved);
        manager = http.asAnew("manager");

        assertThat(numbers(manager, "&figure=open")).containsExactly(queued.number());
        assertThat(numbers(manager, "&figure=open&asOf=" + then)).contains(moved.number(), queued.number());
        assertThat(numbers(manager, "&status=OPEN&asOf=" + then)).contains(moved.number());
        assertThat(numbers(manager, "&team=none")).containsExactly(queued.number());
        assertThat(code(http.asAnew("lead").get(TICKETS + "&team=none"))).isEqualTo("403 NOT_YOUR_TEAM");
    }

    /** Inserts tickets of about two thousand bytes each. */
    private void many(int count) {
        world.sql("""
                insert into tickets (id, number, title, description, status, closed_at, priority, category, tags, requester_id, created_at, updated_at, history_at, version)
                select gen_random_uuid(), nextval('ticket_numbers'), md5(n::text) || repeat('x', 100), 'd', 'CLOSED', now(), 'P3', 'VM',
                    array(select repeat(md5((n * 40 + i)::text), 1) || 'abcdefgh' from generate_series(1, 20) i),
                    '%s', now() - n * interval '1 second', now(), now(), 0
                from generate_series(1, %d) n""".formatted(world.person("user").id(), count));
    }

    private Socket ask(String path, String who) throws IOException {
        var client = new Socket();
        client.setReceiveBufferSize(4096);
        client.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        var token = JsonPath.<String>read(
                http.json(
                                "POST",
                                "/api/v1/auth/login",
                                "{\"email\":\"%s\",\"password\":\"Ticketflow-demo-1\"}".formatted(who))
                        .body(),
                "$.accessToken");
        client.getOutputStream()
                .write("GET %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n\r\n"
                        .formatted(path, token)
                        .getBytes(StandardCharsets.US_ASCII));
        client.getInputStream().readNBytes(8_000);
        return client;
    }

    /** The states of the connections that read reports. */
    private List<String> readers() {
        return jdbc.queryForList(
                "select state from pg_stat_activity where application_name like 'Ticketflow reports%' and state <> 'idle'",
                String.class);
    }

    @Test
    void an_export_waits_for_its_reader_and_ends_with_them() throws IOException {
        many(4_000);
        try (var first = ask(TICKETS, "manager");
                var second = ask(TICKETS, "admin")) {
            assertThat(List.of(first, second)).allMatch(Socket::isConnected);
            // Each waits between two fetches: the rest of the rows was not read.
            await().atMost(SOON).untilAsserted(() -> assertThat(readers())
                    .containsExactly("idle in transaction", "idle in transaction"));

            assertThat(code(manager.get(TICKETS))).isEqualTo("429 EXPORT_RUNNING");
            assertThat(code(http.as("lead").get(TICKETS))).isEqualTo("503 EXPORTS_BUSY");
            assertThat(manager.get("/api/v1/tickets?limit=5").statusCode()).isEqualTo(200);
            assertThat(manager.get("/api/v1/users/%s/stats"
                                    .formatted(world.person("engineer").id()))
                            .statusCode())
                    .isEqualTo(200);
        }

        await().atMost(SOON).untilAsserted(() -> assertThat(readers()).isEmpty());
        assertThat(numbers(manager, "")).hasSize(4_000);
    }

    @Test
    void a_failure_in_the_middle_breaks_the_connection() throws IOException {
        many(4_000);
        try (var client = ask(TICKETS, "manager")) {
            await().atMost(SOON).untilAsserted(() -> assertThat(readers()).hasSize(1));
            world.sql(
                    "select pg_terminate_backend(pid) from pg_stat_activity where application_name like 'Ticketflow reports%' and state <> 'idle'");

            var rest = readAsFarAsItGoes(client);

            assertThat(rest).hasSizeGreaterThan(1_000).doesNotEndWith("\r\n0\r\n\r\n");
        }
    }

    @Test
    void an_export_ends_when_its_reader_is_deactivated() throws IOException {
        many(4_000);
        try (var client = ask(TICKETS, "manager")) {
            await().atMost(SOON).untilAsserted(() -> assertThat(readers()).hasSize(1));
            world.sql("update users set active = false where handle = 'manager'");
            world.pass(Duration.ofSeconds(2));
            // Rights are looked up once a second.
            await().pollDelay(Duration.ofSeconds(1)).until(() -> true);

            var rest = readAsFarAsItGoes(client);

            assertThat(rest).hasSizeGreaterThan(1_000).doesNotEndWith("\r\n0\r\n\r\n");
        } finally {
            world.sql("update users set active = true where handle = 'manager'");
            world.pass(Duration.ofSeconds(2));
        }
    }

    private static String readAsFarAsItGoes(Socket client) {
        var text = new StringBuilder();
        try {
            var buffer = new byte[8_192];
            for (var length = 0; length >= 0; length = client.getInputStream().read(buffer)) {
                text.append(new String(buffer, 0, length, StandardCharsets.ISO_8859_1));
            }
        } catch (IOException reset) {
            text.append(" (reset)");
        }
        return text.toString();
    }

    @Test
    void a_failure_before_the_first_row_is_a_problem() {
        world.sql("alter table sla_clocks rename to sla_clocks_away");
        try {
            var answer = manager.get(TICKETS);

            assertThat(code(answer)).isEqualTo("500 INTERNAL_ERROR");
            assertThat(answer.headers().firstValue("Content-Disposition")).isEmpty();
        } finally {
            world.sql("alter table sla_clocks_away rename to sla_clocks");
        }
    }
}
