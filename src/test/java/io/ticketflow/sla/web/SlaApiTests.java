package io.ticketflow.sla.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.micrometer.core.instrument.MeterRegistry;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketflowTest
class SlaApiTests {

    private static final String POLICIES = "/api/v1/sla/policies";
    private static final String CALENDARS = "/api/v1/sla/calendars";
    private static final String NETWORK_P2 = """
            {"name": "Network first", "priority": "P2", "category": "NETWORK", "responseTarget": "PT10M", "resolutionTarget": "PT2H",
             "escalateAfter": "PT20M"}""";
    private static final String OFFICE = """
            {"name": "Office", "timezone": "Europe/Berlin",
             "weekly": {"MONDAY": [{"from": "09:00", "to": "12:00"}, {"from": "13:00", "to": "17:00"}], "FRIDAY": [{"from": "22:00", "to": "24:00"}]},
             "holidays": [{"date": "2026-12-25", "name": "Christmas Day"}]}""";

    @Autowired
    private World world;

    @Autowired
    private MeterRegistry meters;

    private Http http;
    private Http manager;
    private Http engineer;
    private Http user;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        http = Http.on(port);
        manager = http.as("manager");
        engineer = http.as("engineer");
        user = http.as("user");
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // as JsonPath does
    private static <T> T read(HttpResponse<String> answer, String path) {
        return JsonPath.read(answer.body(), path);
    }

    private String created(String path, String body) {
        var answer = manager.json("POST", path, body);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
        return read(answer, "$.id");
    }

    @Test
    void the_shipped_policies_are_four() {
        var answer = engineer.get(POLICIES);

        assertThat(JsonPath.<List<String>>read(answer.body(), "$.items[*].priority"))
                .containsExactly("P1", "P2", "P3", "P4");
        assertThat(JsonPath.<String>read(answer.body(), "$.items[0].responseTarget"))
                .isEqualTo("PT5M");
    }

    @Test
    void a_policy_of_a_category_counts_for_it_alone_and_from_then_on() {
        var before = world.openAndRouted(Category.NETWORK, Priority.P2);
        created(POLICIES, NETWORK_P2);

        var after = world.openAndRouted(Category.NETWORK, Priority.P2);
        var other = world.openAndRouted(Category.VM, Priority.P2);

        assertThat(targets(before)).containsExactly("PT30M", "PT8H");
        assertThat(targets(after)).containsExactly("PT10M", "PT2H");
        assertThat(targets(other)).containsExactly("PT30M", "PT8H");
    }

    private List<String> targets(Ticket ticket) {
        return JsonPath.read(
                engineer.get("/api/v1/tickets/" + ticket.number() + "/sla").body(), "$.clocks[*].target");
    }

    @Test
    void an_edited_policy_is_another_version_and_running_tickets_keep_theirs() {
        var id = created(POLICIES, NETWORK_P2);
        var running = world.openAndRouted(Category.NETWORK, Priority.P2);

        var edited = manager.with("If-Match", "\"1\"").json("PUT", POLICIES + "/" + id, """
                {"resolutionTarget": "PT1H"}""");

        assertThat(edited.statusCode()).as(edited.body()).isEqualTo(200);
        assertThat(edited.headers().firstValue("ETag")).hasValue("\"2\"");
        assertThat(JsonPath.<String>read(edited.body(), "$.responseTarget")).isEqualTo("PT10M");
        assertThat(targets(running)).containsExactly("PT10M", "PT2H");
        assertThat(targets(world.openAndRouted(Category.NETWORK, Priority.P2))).containsExactly("PT10M", "PT1H");
        assertThat(manager.with("If-Match", "\"1\"")
                        .json("PUT", POLICIES + "/" + id, "{}")
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void of_several_who_edit_the_same_version_one_wins_and_the_others_learn_the_present_one() throws Exception {
        var policy = POLICIES + "/" + created(POLICIES, NETWORK_P2);
        var calendar = CALENDARS + "/" + created(CALENDARS, OFFICE);
        for (var path : List.of(policy, calendar)) {
            var edit = Collections.<Callable<HttpResponse<String>>>nCopies(
                    8, () -> manager.with("If-Match", "\"1\"").json("PUT", path, "{}"));

            var answers = Together.run(edit);

            assertThat(answers)
                    .extracting(HttpResponse::statusCode)
                    .containsOnly(200, 412)
                    .containsOnlyOnce(200);
            assertThat(answers).allSatisfy(answer -> assertThat(answer.headers().firstValue("ETag"))
                    .hasValue("\"2\""));
        }
    }

    @Test
    void one_promise_a_priority_and_category() {
        created(POLICIES, NETWORK_P2);

        var second = manager.json("POST", POLICIES, NETWORK_P2);

        assertThat(second.statusCode()).isEqualTo(409);
        assertThat(JsonPath.<String>read(second.body(), "$.code")).isEqualTo("POLICY_EXISTS");
    }

    @Test
    void a_deleted_policy_of_a_category_leaves_the_general_one_which_stays() {
        var id = created(POLICIES, NETWORK_P2);
        assertThat(manager.json("DELETE", POLICIES + "/" + id, "").statusCode()).isEqualTo(204);
        assertThat(targets(world.openAndRouted(Category.NETWORK, Priority.P2))).containsExactly("PT30M", "PT8H");
        assertThat(engineer.get(POLICIES + "/" + id).statusCode()).isEqualTo(404);

        String general = read(engineer.get(POLICIES), "$.items[0].id");
        var refused = manager.json("DELETE", POLICIES + "/" + general, "");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(JsonPath.<String>read(refused.body(), "$.code")).isEqualTo("POLICY_NEEDED");
    }

    @ParameterizedTest(name = "{0} = {1}: {3} {2}")
    @CsvSource(textBlock = """
            responseTarget,   '"PT0S"',    responseTarget,   422
            responseTarget,   '"PT1.5S"',  responseTarget,   422
            resolutionTarget, '"-PT1H"',   resolutionTarget, 422
            escalateAfter,    '"soon"',    ,                 400
            escalateAfter,    null,        escalateAfter,    422
            warnAtPercent,    100,         warnAtPercent,    422
            warnAtPercent,    0,           warnAtPercent,    422
            name,             '" "',       name,             422
            priority,         '"P5"',      ,                 400
            calendarId,       '"00000000-0000-0000-0000-000000000001"', calendarId, 422
            """)
    void a_policy_that_promises_nothing_sensible_is_refused_by_its_field(
            String member, String value, String field, int status) {
        var body = JsonPath.parse(NETWORK_P2)
                .put("$", member, JsonPath.parse("[" + value + "]").read("$[0]"))
                .jsonString();

        var answer = manager.json("POST", POLICIES, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        if (field != null) {
            assertThat(JsonPath.<String>read(answer.body(), "$.errors[0].field"))
                    .isEqualTo(field);
        }
    }

    @Test
    void a_response_that_may_take_longer_than_the_solution_is_accepted_with_a_warning() {
        var answer = manager.json("POST", POLICIES, NETWORK_P2.replace("PT10M", "PT3H"));

        assertThat(answer.statusCode()).isEqualTo(201);
        assertThat(JsonPath.<List<String>>read(answer.body(), "$.warnings")).hasSize(1);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            an unknown zone          | timezone      | {"timezone": "Europe/Atlantis"}
            a bare offset            | timezone      | {"timezone": "+01:00"}
            no open time             | weekly        | {"weekly": {"MONDAY": []}}
            an empty slot            | weekly.MONDAY | {"weekly": {"MONDAY": [{"from": "09:00", "to": "09:00"}]}}
            no slot from midnight on | weekly.MONDAY | {"weekly": {"MONDAY": [{"from": "00:00", "to": "00:00"}]}}
            an overlap in the night  | weekly        | {"weekly": {"MONDAY": [{"from": "22:00", "to": "06:00"}], "TUESDAY": [{"from": "05:00", "to": "09:00"}]}}
            an overlap after Sunday  | weekly        | {"weekly": {"SUNDAY": [{"from": "22:00", "to": "06:00"}], "MONDAY": [{"from": "05:00", "to": "09:00"}]}}
            neither date nor yearly  | holidays      | {"holidays": [{"name": "Some day"}]}
            both date and yearly     | holidays      | {"holidays": [{"date": "2026-12-25", "yearly": {"on": "12-25"}}]}
            an empty yearly          | holidays      | {"holidays": [{"yearly": {}}]}
            two ways in one          | holidays      | {"holidays": [{"yearly": {"on": "12-25", "daysFromEaster": 1}}]}
            a weekday without nth    | holidays      | {"holidays": [{"yearly": {"month": "MAY", "weekday": "MONDAY"}}]}
            a sixth Monday           | holidays      | {"holidays": [{"yearly": {"month": "MAY", "weekday": "MONDAY", "nth": 6}}]}
            no date of a year        | holidays      | {"holidays": [{"yearly": {"on": "02-30"}}]}
            far from Easter          | holidays      | {"holidays": [{"yearly": {"daysFromEaster": 71}}]}
            the same yearly twice    | holidays      | {"holidays": [{"yearly": {"on": "12-25"}}, {"yearly": {"on": "12-25"}, "name": "x"}]}
            overlapping slots        | weekly        | {"weekly": {"MONDAY": [{"from": "09:00", "to": "12:00"}, {"from": "11:59", "to": "13:00"}]}}
            a time that is none      | weekly.MONDAY | {"weekly": {"MONDAY": [{"from": "9:00", "to": "25:00"}]}}
            the same holiday twice   | holidays      | {"holidays": [{"date": "2026-12-25"}, {"date": "2026-12-25"}]}
            no name                  | name          | {"name": ""}
            """)
    void a_calendar_nobody_can_work_by_is_refused_by_its_field(String what, String field, String member) {
        var id = created(CALENDARS, OFFICE);

        var answer = manager.json("PUT", CALENDARS + "/" + id, member);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(JsonPath.<String>read(answer.body(), "$.errors[0].field")).isEqualTo(field);
    }

    @Test
    void a_calendar_that_a_policy_names_cannot_be_removed() {
        var id = created(CALENDARS, OFFICE);
        created(POLICIES, withCalendar(id));

        var refused = manager.json("DELETE", CALENDARS + "/" + id, "");

        assertThat(refused.statusCode()).isEqualTo(409);
        assertThat(JsonPath.<String>read(refused.body(), "$.detail")).contains("Network first");
        assertThat(manager.json("POST", CALENDARS, OFFICE).statusCode())
                .as("the name is taken")
                .isEqualTo(409);
    }

    @Test
    void a_slot_may_end_on_the_next_morning() {
        var id = created(CALENDARS, """
                {"name": "Nights", "timezone": "UTC", "weekly": {"SUNDAY": [{"from": "22:00", "to": "06:00"}]}}""");
        created(POLICIES, withCalendar(id));

        // Sunday 6 December 2026.
        var answer = engineer.json("POST", "/api/v1/sla/preview", """
                {"priority": "P2", "category": "NETWORK", "createdAt": "2026-12-06T23:30:00Z"}""");
        var weekLater = engineer.json("POST", "/api/v1/sla/preview", """
                {"priority": "P2", "category": "NETWORK", "createdAt": "2026-12-07T05:00:00Z"}""");

        assertThat(JsonPath.<String>read(answer.body(), "$.resolutionDueAt")).isEqualTo("2026-12-07T01:30:00Z");
        assertThat(JsonPath.<String>read(weekLater.body(), "$.resolutionDueAt")).isEqualTo("2026-12-13T23:00:00Z");
        assertThat(JsonPath.<String>read(engineer.get(CALENDARS + "/" + id).body(), "$.weekly.SUNDAY[0].to"))
                .isEqualTo("06:00");
    }

    @Test
    void holidays_come_back_every_year() {
        var id = created(CALENDARS, """
                {"name": "Always but", "timezone": "UTC",
                 "weekly": {"FRIDAY": [{"from": "00:00", "to": "24:00"}]},
                 "holidays": [{"yearly": {"daysFromEaster": -2}, "name": "Good Friday"}, {"yearly": {"on": "04-10"}}]}""");
        created(POLICIES, withCalendar(id));

        // Good Friday of 2026 is the 3rd of April.
        var answer = engineer.json("POST", "/api/v1/sla/preview", """
                {"priority": "P2", "category": "NETWORK", "createdAt": "2026-04-02T12:00:00Z"}""");

        assertThat(JsonPath.<String>read(answer.body(), "$.resolutionDueAt")).isEqualTo("2026-04-17T02:00:00Z");
        var calendar = engineer.get(CALENDARS + "/" + id).body();
        assertThat(JsonPath.<Integer>read(calendar, "$.holidays[0].yearly.daysFromEaster"))
                .isEqualTo(-2);
        assertThat(JsonPath.<List<String>>read(calendar, "$.warnings")).isEmpty();
    }

    @Test
    void a_calendar_whose_holidays_have_run_out_warns() {
        var id = created(CALENDARS, OFFICE);
        var lastYear = world.instant().atZone(ZoneOffset.UTC).getYear() - 1;

        var warned = manager.json(
                "PUT", CALENDARS + "/" + id, "{\"holidays\": [{\"date\": \"%d-12-25\"}]}".formatted(lastYear));

        assertThat(JsonPath.<List<String>>read(warned.body(), "$.warnings")).hasSize(1);
        world.pass(Duration.ofMinutes(2));
        assertThat(meters.get("ticketflow.sla.calendars.outdated").gauge().value())
                .isPositive();
        manager.json("PUT", CALENDARS + "/" + id, "{\"holidays\": [{\"yearly\": {\"on\": \"12-25\"}}]}");
        assertThat(JsonPath.<List<String>>read(
                        engineer.get(CALENDARS + "/" + id).body(), "$.warnings"))
                .isEmpty();
    }

    @Test
    void holidays_are_imported_from_a_file() {
        var id = created(CALENDARS, OFFICE);
        var file = """
                BEGIN:VCALENDAR
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20300501
                SUMMARY:Labour Day
                END:VEVENT
                BEGIN:VEVENT
                DTSTART;VALUE=DATE:20101226
                RRULE:FREQ=YEARLY
                END:VEVENT
                END:VCALENDAR
                """.replace("\n", "\\r\\n");

        var imported =
                manager.json("POST", CALENDARS + "/" + id + "/holidays", "{\"icalendar\": \"%s\"}".formatted(file));
        var again = manager.json("POST", CALENDARS + "/" + id + "/holidays", "{\"icalendar\": \"%s\"}".formatted(file));

        assertThat(imported.statusCode()).as(imported.body()).isEqualTo(200);
        assertThat(JsonPath.<Integer>read(imported.body(), "$.version")).isEqualTo(2);
        assertThat(JsonPath.<List<String>>read(imported.body(), "$.holidays[*].date"))
                .containsExactly("2026-12-25", "2030-05-01", null);
        assertThat(JsonPath.<String>read(imported.body(), "$.holidays[2].yearly.on"))
                .isEqualTo("12-26");
        assertThat(JsonPath.<List<Object>>read(again.body(), "$.holidays")).hasSize(3);
        assertThat(manager.json("POST", CALENDARS + "/" + id + "/holidays", "{\"icalendar\": \"hello\"}")
                        .statusCode())
                .isEqualTo(422);
        assertThat(engineer.json("POST", CALENDARS + "/" + id + "/holidays", "{\"icalendar\": \"hello\"}")
                        .statusCode())
                .isEqualTo(403);
    }

    private static String withCalendar(String id) {
        return JsonPath.parse(NETWORK_P2).put("$", "calendarId", id).jsonString();
    }

    @Test
    void a_preview_counts_in_the_calendar_of_the_policy() {
        created(POLICIES, withCalendar(created(CALENDARS, OFFICE)));

        // Monday 21 December 2026, half past four in the afternoon in Berlin.
        var answer = engineer.json("POST", "/api/v1/sla/preview", """
                {"priority": "P2", "category": "NETWORK", "createdAt": "2026-12-21T15:30:00Z"}""");

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JsonPath.<String>read(answer.body(), "$.policy.name")).isEqualTo("Network first");
        assertThat(JsonPath.<String>read(answer.body(), "$.responseDueAt")).isEqualTo("2026-12-21T15:40:00Z");
        // Half an hour is left that day, Friday is a holiday, and the rest falls on the next Monday.
        assertThat(JsonPath.<String>read(answer.body(), "$.resolutionDueAt")).isEqualTo("2026-12-28T09:30:00Z");
    }

    @Test
    void a_clock_out_of_hours_says_so_and_keeps_its_calendar_when_it_is_edited() {
        var id = created(CALENDARS, OFFICE);
        created(POLICIES, withCalendar(id));
        var ticket = world.openAndRouted(Category.NETWORK, Priority.P2);
        var before = resolution(ticket);

        manager.json("PUT", CALENDARS + "/" + id, """
                {"weekly": {"SUNDAY": [{"from": "00:00", "to": "24:00"}]}}""");

        assertThat(resolution(ticket)).isEqualTo(before);
        assertThat(before).containsAnyOf("OUT_OF_HOURS", "RUNNING");
    }

    private String resolution(Ticket ticket) {
        var sla = engineer.get("/api/v1/tickets/" + ticket.number() + "/sla").body();
        return JsonPath.<String>read(sla, "$.clocks[1].state") + JsonPath.<String>read(sla, "$.clocks[1].dueAt");
    }

    @Test
    void the_ledger_tells_what_happened_to_a_clock() {
        var ticket = world.inWork();
        world.timePasses(Duration.ofHours(1));
        world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment("Which disk?"), world.assigneeOf(ticket));
        world.timePasses(Duration.ofHours(2));
        world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.comment("sda"), "user");

        var sla = http.asAnew("user").get("/api/v1/tickets/" + ticket.number() + "/sla");

        assertThat(JsonPath.<List<String>>read(sla.body(), "$.clocks[0].events[*].type"))
                .containsExactly("STARTED", "MET");
        assertThat(JsonPath.<List<String>>read(sla.body(), "$.clocks[1].events[*].type"))
                .containsExactly("STARTED", "PAUSED", "RESUMED");
        assertThat(Duration.parse(JsonPath.read(sla.body(), "$.clocks[1].consumed")))
                .isBetween(Duration.ofHours(1), Duration.ofHours(1).plusMinutes(1));
    }

    @Test
    void tickets_at_risk_come_by_their_nearest_deadline_and_page_by_page() {
        var later = world.openAndRouted(Category.VM, Priority.P3);
        var sooner = world.openAndRouted(Category.VM, Priority.P2);

        var first = engineer.get("/api/v1/sla/at-risk?limit=3");
        var second = engineer.get(
                "/api/v1/sla/at-risk?limit=3&cursor=" + JsonPath.<String>read(first.body(), "$.nextCursor"));

        assertThat(JsonPath.<List<String>>read(first.body(), "$.items[*].ticket.number"))
                .containsExactly(sooner.number(), later.number(), sooner.number());
        assertThat(JsonPath.<List<String>>read(first.body(), "$.items[*].clock"))
                .containsExactly("RESPONSE", "RESPONSE", "RESOLUTION");
        assertThat(JsonPath.<List<String>>read(second.body(), "$.items[*].ticket.number"))
                .containsExactly(later.number());
        assertThat(engineer.get("/api/v1/sla/at-risk?cursor=x").statusCode()).isEqualTo(400);
    }

    @ParameterizedTest(name = "{0} {1}: requester {2}, engineer {3}, lead {4}, manager {5}")
    @CsvSource(textBlock = """
            GET,  /api/v1/sla/policies,  403, 200, 200, 200
            GET,  /api/v1/sla/calendars, 403, 200, 200, 200
            GET,  /api/v1/sla/at-risk,   403, 200, 200, 200
            POST, /api/v1/sla/preview,   403, 200, 200, 200
            POST, /api/v1/sla/policies,  403, 403, 403, 201
            POST, /api/v1/sla/calendars, 403, 403, 403, 201
            """)
    void staff_read_and_managers_write(
            String method,
            String path,
            int requester,
            int ofEngineer,
            int ofLead,
            int ofManager,
            @LocalServerPort int port) {
        var body = path.endsWith("preview")
                ? "{\"priority\": \"P1\", \"category\": \"VM\"}"
                : path.endsWith("policies") ? NETWORK_P2 : OFFICE;

        assertThat(status(user, method, path, body)).isEqualTo(requester);
        assertThat(status(engineer, method, path, body)).isEqualTo(ofEngineer);
        assertThat(status(Http.on(port).as("lead"), method, path, body)).isEqualTo(ofLead);
        assertThat(status(manager, method, path, body)).isEqualTo(ofManager);
    }

    private static int status(Http caller, String method, String path, String body) {
        return (method.equals("GET") ? caller.get(path) : caller.json(method, path, body)).statusCode();
    }

    @Test
    void metrics_tell_how_punctual_timers_were_and_which_promises_were_broken() {
        world.openAndRouted(Category.VM, Priority.P4);
        world.timePasses(Duration.ofDays(1).plusSeconds(1));

        var metrics = engineer.get("/metrics").body();

        assertThat(metrics)
                .contains("ticketflow_sla_breaches_total{clock=\"response\",policy=\"P4: low\",priority=\"P4\"}")
                .contains("ticketflow_sla_timer_lateness_seconds_count{clock=\"response\"}")
                .contains("ticketflow_sla_clocks{clock=\"resolution\",state=\"running\"} 1.0")
                .contains("ticketflow_sla_compliance_ratio{clock=\"response\"} 0.0");
    }

    @ParameterizedTest(name = "{1}")
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/sla/calendars | {"name": "X", "timezone": "UTC", "weekly": {"MONDAY": null}}
            /api/v1/sla/calendars | {"name": "X", "timezone": "UTC", "weekly": {"MONDAY": [null]}}
            /api/v1/sla/calendars | {"name": "X", "timezone": "UTC", "weekly": {"MONDAY": [{"from": "09:00"}]}}
            /api/v1/sla/calendars | {"name": "X", "timezone": "UTC", "weekly": {"MONDAY": [{"from": "09:00", "to": "10:00"}]}, "holidays": [null]}
            /api/v1/sla/preview   | {"priority": "P1", "category": "VM", "createdAt": "+1000000000-12-31T23:59:59Z"}
            /api/v1/sla/preview   | {"priority": "P1", "category": "VM", "createdAt": "-999999999-01-01T00:00:00Z"}
            """)
    void what_is_missing_inside_or_beyond_all_dates_is_refused_and_no_fault_of_ours(String path, String body) {
        var answer = manager.json("POST", path, body);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
    }
}
