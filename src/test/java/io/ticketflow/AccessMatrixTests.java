package io.ticketflow;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.TestPeople;
import io.ticketflow.platform.Ids;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Ownership;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;

/** Every route, every role, on what is theirs and what is not: the table is {@code access-matrix.txt}. */
@TicketflowTest
class AccessMatrixTests {

    private static final List<String> CALLERS = List.of("user", "engineer", "senior", "lead", "manager", "admin");
    private static final String FILE = "file ";
    private static final Pattern PLACEHOLDER = Pattern.compile("\\{(\\w+)}");

    /** A line of the table. */
    record Row(String method, String path, List<String> expected, String body) {

        static Row of(String line) {
            var cells = Arrays.stream(line.split("\\|", -1)).map(String::strip).toList();
            var route = cells.get(0).split("\\s+", 2);
            return new Row(route[0], route[1], cells.subList(1, 8), cells.size() > 8 ? cells.get(8) : "");
        }

        /** As the application declares it: placeholders without names, no query. */
        String shape() {
            return method + " "
                    + PLACEHOLDER.matcher(path.replaceAll("\\?.*", "")).replaceAll("{}");
        }

        @Override
        public String toString() {
            return method + " " + path + " " + body;
        }
    }

    @Autowired
    private World world;

    @Autowired
    private TestPeople demo;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private Ownership ownership;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    private RequestMappingHandlerMapping routes;

    @LocalServerPort
    private int port;

    private Http http;

    /** What the other placeholders of a row belong to. */
    private @Nullable Ticket ofTheRow;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
        world.sql("update users set max_open_tickets = 0 where handle in ('lead', 'senior', 'engineer4')");
        world.sql("update users set mfa_secret = null, mfa_enabled = false");
        http = Http.on(port);
    }

    static Stream<Row> rows() {
        try {
            return Files.readAllLines(Path.of("src/test/resources/access-matrix.txt")).stream()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .map(Row::of);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void every_route_has_its_row() {
        var known = rows().map(Row::shape).collect(Collectors.toSet());
        var declared = new TreeSet<String>();
        routes.getHandlerMethods().forEach((route, handler) -> {
            if (handler.getBeanType().getName().startsWith("io.ticketflow")) {
                for (var method : route.getMethodsCondition().getMethods()) {
                    route.getPatternValues()
                            .forEach(path -> declared.add(
                                    method + " " + PLACEHOLDER.matcher(path).replaceAll("{}")));
                }
            }
        });

        assertThat(declared).hasSizeGreaterThan(70).isSubsetOf(known);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_role_gets_what_the_table_says(Row row) {
        var actual = new LinkedHashMap<String, String>();
        var expected = new LinkedHashMap<String, String>();
        expected.put("nobody", row.expected().get(0));
        actual.put("nobody", String.valueOf(ask(row, null, true)));
        for (var i = 0; i < CALLERS.size(); i++) {
            var caller = CALLERS.get(i);
            var answers = row.expected().get(i + 1);
            expected.put(caller, answers);
            actual.put(
                    caller,
                    answers.contains("/")
                            ? ask(row, caller, true) + "/" + ask(row, caller, false)
                            : String.valueOf(ask(row, caller, true)));
        }

        assertThat(actual).isEqualTo(expected);
    }

    private int ask(Row row, @Nullable String caller, boolean own) {
        // In its place there is one policy at most.
        world.sql("update sla_policies set active = false where category is not null");
        var path = filled(row.path(), caller, own);
        var client = caller == null ? http : row.path().endsWith("/logout") ? http.asAnew(caller) : http.as(caller);
        return row.body().startsWith(FILE)
                ? client.upload(path, Multipart.file("a.txt", "a", row.body().substring(FILE.length())))
                        .statusCode()
                : client.status(row.method(), path, filled(row.body(), caller, own));
    }

    private String filled(String text, @Nullable String caller, boolean own) {
        return PLACEHOLDER.matcher(text).replaceAll(found -> thing(found.group(1), caller, own));
    }

    private String thing(String name, @Nullable String caller, boolean own) {
        return switch (name) {
            case "ticket" -> named(ticket(own)).number();
            case "comment" -> comment(caller == null || !own ? "admin" : caller);
            case "attachment" -> attachment(caller == null || !own ? "admin" : caller);
            case "queued" -> queued(own).number();
            case "escalation" -> escalation(own);
            case "self" ->
                caller == null || !own
                        ? demo.called("engineer4").id().toString()
                        : demo.called(caller).id().toString();
            case "person" -> person(own).id().toString();
            case "notification" -> notification(caller == null || !own ? "engineer4" : caller);
            case "team" -> people.team("Matrix " + UUID.randomUUID()).id().toString();
            case "policy" -> made("policies", """
                    {"name": "%s", "priority": "P4", "category": "%s", "responseTarget": "PT1H",
                     "resolutionTarget": "PT2H", "escalateAfter": "PT1H"}""");
            case "calendar" -> made("calendars", """
                    {"name": "%s", "timezone": "UTC", "weekly": {"MONDAY": [{"from": "09:00", "to": "12:00"}]}, "holidays": []}""");
            case "unique" -> "m" + UUID.randomUUID();
            case "process" -> "ticket-lifecycle";
            case "first" -> "1";
            case "nothing" -> UUID.randomUUID().toString();
            default -> throw new IllegalArgumentException(name);
        };
    }

    private Ticket ticket(boolean own) {
        var category = own ? Category.VM : Category.NETWORK;
        var ticket = desk.open(
                new NewTicket("Disk full", "df says 100 %", category, Priority.P3), world.as(own ? "user" : "user2"));
        world.runDueJobs();
        assertThat(world.assigneeOf(world.now(ticket))).isEqualTo(own ? "engineer" : "engineer3");
        world.sql("update users set max_open_tickets = 1000 where handle in ('engineer', 'engineer3')");
        return world.now(ticket);
    }

    private Ticket named(Ticket ticket) {
        ofTheRow = ticket;
        return ticket;
    }

    private String comment(String author) {
        var visibility = author.equals("user") ? Visibility.PUBLIC : Visibility.INTERNAL;
        return world.comment(Objects.requireNonNull(ofTheRow).number(), "b", visibility, world.as(author))
                .id()
                .toString();
    }

    private String attachment(String uploader) {
        var uploaded = http.as(uploader)
                .upload(
                        "/api/v1/tickets/" + Objects.requireNonNull(ofTheRow).number() + "/attachments",
                        Multipart.file("a.txt", "a", uploader.equals("user") ? "PUBLIC" : "INTERNAL"));
        return JsonPath.read(uploaded.body(), "$.id");
    }

    private Ticket queued(boolean own) {
        var ticket = ticket(own);
        ownership.assign(ticket.number(), null, null, null, null, world.as("admin"));
        return ticket;
    }

    private String escalation(boolean own) {
        var ticket = ticket(own);
        world.move(ticket, TicketStatus.ESCALATED, MoveDetails.comment("stuck"), own ? "engineer" : "engineer3");
        return String.valueOf(jdbc.queryForObject(
                "select id from escalations where ticket_id = ? and closed_at is null", UUID.class, ticket.id()));
    }

    private Person person(boolean own) {
        return people.member(Role.DEVOPS_ENGINEER, people.teamCalled(own ? "Platform" : "Network"));
    }

    private String notification(String handle) {
        var id = Ids.next();
        world.sql("""
                insert into notifications (id, recipient_id, event, title, body, created_at)
                values ('%s', '%s', 'TICKET_CREATED', 't', 'b', now())""".formatted(id, demo.called(handle).id()));
        return id.toString();
    }

    private String made(String kind, String body) {
        var created = http.as("admin")
                .json("POST", "/api/v1/sla/" + kind, body.formatted("m" + UUID.randomUUID(), "STORAGE"));
        return JsonPath.read(created.body(), "$.id");
    }

    @Test
    void every_role_has_its_column() {
        assertThat(CALLERS).hasSize(Role.values().length);
        assertThat(rows().map(row -> row.expected().size())).containsOnly(CALLERS.size() + 1);
    }
}
