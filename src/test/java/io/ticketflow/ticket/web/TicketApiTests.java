package io.ticketflow.ticket.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketflowTest
class TicketApiTests {

    private static final String TICKETS = "/api/v1/tickets";

    @Autowired
    private World world;

    @Autowired
    private PeopleWithPasswords people;

    private Http http;
    private Http user;
    private Http stranger;
    private Http lead;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        http = Http.on(port);
        user = http.as("user");
        stranger = http.as("user2");
        lead = http.as("lead");
    }

    private static String path(Ticket ticket, String more) {
        return TICKETS + "/" + ticket.number() + more;
    }

    @Test
    void a_ticket_is_submitted_routed_worked_on_solved_and_confirmed() {
        var submitted = user.json("POST", TICKETS, """
                {"title": "Disk full", "description": "df says so", "category": "VM", "priority": "P2", "tags": ["db3"]}""");
        assertThat(submitted.statusCode()).isEqualTo(201);
        assertThat(submitted.headers().firstValue("Location"))
                .hasValue(TICKETS + "/" + JsonPath.<String>read(submitted.body(), "$.id"));
        assertThat(JsonPath.<String>read(submitted.body(), "$.status")).isEqualTo("NEW");
        String number = JsonPath.read(submitted.body(), "$.number");
        var path = TICKETS + "/" + number;

        world.runDueJobs();
        var routed = lead.get(path);
        assertThat(JsonPath.<String>read(routed.body(), "$.status")).isEqualTo("OPEN");
        assertThat(JsonPath.<String>read(routed.body(), "$.stage.name")).isEqualTo("Accept ticket");
        assertThat(JsonPath.<String>read(routed.body(), "$.sla.response.state")).isEqualTo("RUNNING");
        assertThat(JsonPath.<String>read(lead.get(path + "/decisions").body(), "$[0].ruleId"))
                .isEqualTo("platform");

        assertThat(lead.json("PATCH", path + "/status", "{\"status\": \"IN_PROGRESS\"}")
                        .statusCode())
                .isEqualTo(200);
        var resolved = lead.json(
                "PATCH",
                path + "/status",
                "{\"status\": \"RESOLVED\", \"resolutionCode\": \"FIXED\", \"resolution\": \"Enlarged\"}");
        assertThat(JsonPath.<String>read(resolved.body(), "$.sla.resolution.state"))
                .isEqualTo("MET");
        var closed = user.json("PATCH", path + "/status", "{\"status\": \"CLOSED\"}");
        assertThat(JsonPath.<String>read(closed.body(), "$.status")).isEqualTo("CLOSED");
        assertThat(JsonPath.<String>read(closed.body(), "$.resolutionCode")).isEqualTo("FIXED");

        assertThat(JsonPath.<List<String>>read(lead.get(path + "/process").body(), "$.path[*].id"))
                .containsExactly("acceptTicket", "workOnTicket", "confirmResolution");
        assertThat(JsonPath.<List<String>>read(lead.get(path + "/history").body(), "$[?(@.field == 'status')].to"))
                .containsExactly("OPEN", "IN_PROGRESS", "RESOLVED", "CLOSED");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            '{"title": "x"}',                                                                422, category
            '{"title": "", "description": "", "category": "VM"}',                            422, title
            '{"title": "two\\nlines", "description": "", "category": "VM"}',                 422, title
            '{"title": "nul\\u0000", "description": "", "category": "VM"}',                  422, title
            '{"title": "x", "description": "", "category": "TOASTER"}',                      400, category
            '{"title": "x", "description": "", "category": "VM", "colour": "red"}',          400, colour
            '{"title": "x", "description": "", "category": "VM", "tags": [null]}',           422, tags
            '{"title": "x", "description": "", "category": "VM", "tags": ["a,b"]}',          422, tags
            '{"title": "x", "description": "", "category": "VM", "tags": ["a\uff0cb"]}',    422, tags
            '{"title": "x", "description": "", "category": "VM", "tags": ["\u200b"]}',      422, tags
            '{"title": ',                                                                    400, ''
            """)
    void what_is_wrong_with_a_submission_is_said(String body, int status, String named) {
        var answer = user.json("POST", TICKETS, body);

        assertThat(answer.statusCode()).isEqualTo(status);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains(named).doesNotContain("Exception", "io.ticketflow");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /api/v1/tickets?createdFrom=2026-11-01                   | such as 2026-11-01T00:00:00Z (a + is written as %2B)
            /api/v1/tickets?dueBefore=2026-11-01T00:00:00+02:00      | (a + is written as %2B)
            /api/v1/tickets?updatedFrom=99999-01-01T00:00:00Z        | of the years 1 to 9999
            /api/v1/tickets/TKT-1?asOf=yesterday                     | such as 2026-11-01T00:00:00Z
            /api/v1/tickets?status=OPEN,DONE                         | must be one of NEW, OPEN
            /api/v1/tickets?team=Platform                            | is no id
            /api/v1/escalations?level=high                           | must be a whole number
            /api/v1/notifications?unread=perhaps                     | must be true or false
            """)
    void what_a_value_should_have_been_is_said(String path, String said) {
        var answer = lead.get(path);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(answer.body()).contains(said);
    }

    @Test
    void a_tag_has_one_form_however_it_is_written() {
        var submitted = user.json("POST", TICKETS, """
                {"title": "x", "description": "", "category": "VM",
                 "tags": [" prod", "PROD", "Gro\u0308\u00dfe  S", "\uff36\uff30\uff2e", "a\u200bb"]}""");
        var number = JsonPath.<String>read(submitted.body(), "$.number");

        assertThat(JsonPath.<List<String>>read(submitted.body(), "$.tags"))
                .containsExactly("prod", "gr\u00f6\u00dfe s", "vpn", "ab");
        for (var asked :
                List.of("Prod", "%20prod", "GR%C3%96%C3%9FE%20%20s", "gro%CC%88%C3%9Fe%C2%A0s", "VPN", "none,vpn")) {
            assertThat(lead.get(TICKETS + "?fields=number&tag=" + asked).body())
                    .as(asked)
                    .contains(number);
        }

        var edited = lead.json("PUT", TICKETS + "/" + number, "{\"tags\": [\"Two  Words \"]}");
        assertThat(JsonPath.<List<String>>read(edited.body(), "$.tags")).containsExactly("two words");
        assertThat(lead.json("PUT", TICKETS + "/" + number, "{\"tags\": [null]}")
                        .statusCode())
                .isEqualTo(422);
    }

    private static final String CRITICAL =
            "{\"title\": \"x\", \"description\": \"\", \"category\": \"VM\", \"priority\": \"P1\"}";

    @Test
    void only_so_many_critical_tickets_a_day() {
        for (var i = 0; i < 5; i++) {
            assertThat(user.json("POST", TICKETS, CRITICAL).statusCode()).isEqualTo(201);
        }

        var sixth = user.json("POST", TICKETS, CRITICAL);

        assertThat(sixth.statusCode()).isEqualTo(422);
        assertThat(JsonPath.<String>read(sixth.body(), "$.code")).isEqualTo("PRIORITY_LIMIT");
    }

    @Test
    void of_twenty_critical_tickets_at_one_instant_only_so_many_are_taken() throws Exception {
        var answers = Together.run(Collections.nCopies(
                20, () -> user.json("POST", TICKETS, CRITICAL).statusCode()));

        assertThat(Collections.frequency(answers, 201)).isEqualTo(5);
        assertThat(Collections.frequency(answers, 422)).isEqualTo(15);
    }

    @Test
    void what_staff_submit_for_a_requester_or_raise_does_not_count_against_them() {
        var forUser = CRITICAL.replace(
                "}", ", \"requesterId\": \"%s\"}".formatted(world.person("user").id()));
        for (var i = 0; i < 5; i++) {
            assertThat(lead.json("POST", TICKETS, forUser).statusCode()).isEqualTo(201);
            var raised = world.open(Category.VM, Priority.P3);
            assertThat(lead.json("PUT", path(raised, ""), "{\"priority\": \"P1\"}")
                            .statusCode())
                    .isEqualTo(200);
        }

        assertThat(user.json("POST", TICKETS, CRITICAL).statusCode()).isEqualTo(201);
    }

    @Test
    void a_critical_ticket_counts_as_one_although_staff_lowered_it() {
        for (var i = 0; i < 5; i++) {
            String number = JsonPath.read(user.json("POST", TICKETS, CRITICAL).body(), "$.number");
            assertThat(lead.json("PUT", TICKETS + "/" + number, "{\"priority\": \"P3\"}")
                            .statusCode())
                    .isEqualTo(200);
        }

        assertThat(user.json("POST", TICKETS, CRITICAL).statusCode()).isEqualTo(422);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/comments", "/history", "/decisions", "/transitions", "/process"})
    void a_ticket_of_somebody_else_does_not_exist_for_a_requester(String route) {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        var answer = stranger.get(path(ticket, route));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(JsonPath.<String>read(answer.body(), "$.type")).isEqualTo("urn:ticketflow:problem:ticket-not-found");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "process_instance_id = null, process_definition_id = null",
                "process_instance_id = null",
                "process_definition_id = 'gone'"
            })
    void a_ticket_without_a_process_says_so(String loss) {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.sql("update tickets set %s where id = '%s'".formatted(loss, ticket.id()));

        var answer = lead.get(path(ticket, "/process"));

        assertThat(answer.statusCode()).isEqualTo(404);
        assertThat(JsonPath.<String>read(answer.body(), "$.code")).isEqualTo("NO_PROCESS");
    }

    @Test
    void an_illegal_move_is_refused_with_the_legal_ones() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        var answer = lead.json("PATCH", path(ticket, "/status"), "{\"status\": \"RESOLVED\"}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(JsonPath.<String>read(answer.body(), "$.code")).isEqualTo("ILLEGAL_TRANSITION");
        assertThat(JsonPath.<List<String>>read(answer.body(), "$.legal"))
                .containsExactlyInAnyOrder("IN_PROGRESS", "PENDING_INFO", "ESCALATED", "CLOSED");
    }

    @Test
    void a_move_that_lacks_something_names_it() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        var answer = lead.json("PATCH", path(ticket, "/status"), "{\"status\": \"PENDING_INFO\"}");

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(JsonPath.<List<String>>read(answer.body(), "$.errors[*].field"))
                .containsExactly("comment");
    }

    @Test
    void a_ticket_on_its_way_says_that_it_cannot_move_yet() {
        var ticket = world.open(Category.VM, Priority.P3);

        var answer = lead.json("PATCH", path(ticket, "/status"), "{\"status\": \"IN_PROGRESS\"}");

        assertThat(answer.statusCode()).isEqualTo(409);
        assertThat(JsonPath.<String>read(answer.body(), "$.code")).isEqualTo("WAITING_FOR_TASK");
    }

    @Test
    void a_change_of_an_old_version_is_refused() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var etag = lead.get(path(ticket, "")).headers().firstValue("ETag").orElseThrow();
        lead.json("PATCH", path(ticket, "/status"), "{\"status\": \"IN_PROGRESS\"}");

        var answer = lead.with("If-Match", etag).json("PUT", path(ticket, ""), "{\"title\": \"Another\"}");

        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(answer.headers().firstValue("ETag")).isPresent().isNotEqualTo(etag);
    }

    @Test
    void what_has_not_changed_is_not_sent_again() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var etag = lead.get(path(ticket, "")).headers().firstValue("ETag").orElseThrow();

        lead.json("POST", path(ticket, "/comments"), "{\"body\": \"for us\", \"visibility\": \"INTERNAL\"}");

        assertThat(lead.with("If-None-Match", etag).get(path(ticket, "")).statusCode())
                .isEqualTo(304);
    }

    @Test
    void an_edit_is_remembered_field_by_field() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        var answer = lead.json("PUT", path(ticket, ""), "{\"title\": \"Disk of db3\", \"priority\": \"P1\"}");

        assertThat(JsonPath.<String>read(answer.body(), "$.title")).isEqualTo("Disk of db3");
        var history = lead.get(path(ticket, "/history"));
        assertThat(JsonPath.<List<String>>read(history.body(), "$[*].action"))
                .contains("FIELD_CHANGED", "PRIORITY_CHANGED");
        assertThat(world.taskOf(ticket).getPriority()).isEqualTo(100);
    }

    @Test
    void a_raised_priority_pulls_the_timers_but_never_into_the_past() {
        var ticket = world.openAndRouted(Category.VM, Priority.P4);
        world.timePasses(Duration.ofHours(6));

        var answer = http.asAnew("lead").json("PUT", path(ticket, ""), "{\"priority\": \"P1\"}");

        int remaining = JsonPath.read(answer.body(), "$.sla.resolution.remainingSeconds");
        assertThat(remaining).isBetween(290, 300);
        var process = http.asAnew("lead").get(path(ticket, "/process")).body();
        assertThat(JsonPath.<List<String>>read(process, "$.timers[?(@.activityId =~ /.*Overdue/)].dueAt"))
                .hasSize(2)
                .allMatch(due -> Instant.parse(due).isAfter(world.instant()));
    }

    @Test
    void internal_notes_are_for_staff() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        lead.json("POST", path(ticket, "/comments"), "{\"body\": \"suspicious\", \"visibility\": \"INTERNAL\"}");
        lead.json("POST", path(ticket, "/comments"), "{\"body\": \"we look\", \"visibility\": \"PUBLIC\"}");

        assertThat(JsonPath.<List<String>>read(
                        user.get(path(ticket, "/comments")).body(), "$.items[*].body"))
                .containsExactly("we look");
        assertThat(user.get(path(ticket, "/history")).body()).doesNotContain("INTERNAL", "127.0.0.1");
        assertThat(user.json("POST", path(ticket, "/comments"), "{\"body\": \"x\", \"visibility\": \"INTERNAL\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(user.get(path(ticket, "/decisions")).statusCode()).isEqualTo(403);
    }

    @Test
    void the_assignees_first_public_word_takes_the_ticket_into_work() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.sql("update tickets set assignee_id = (select id from users where handle = 'lead')");

        lead.json("POST", path(ticket, "/comments"), "{\"body\": \"on it\", \"visibility\": \"PUBLIC\"}");

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
        assertThat(world.now(ticket).firstRespondedAt()).isNotNull();
    }

    @Test
    void assigning_by_hand_warns_and_claiming_a_taken_ticket_is_refused() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.sql("update users set availability = 'AWAY' where handle = 'senior'");

        var assigned = lead.json(
                "POST",
                path(ticket, "/assign"),
                "{\"assigneeId\": \"%s\"}".formatted(world.person("senior").id()));
        var claimed = lead.json("POST", path(ticket, "/claim"), "");

        assertThat(JsonPath.<List<String>>read(assigned.body(), "$.warnings")).containsExactly("Sofia Senior is away.");
        assertThat(claimed.statusCode()).isEqualTo(409);
        assertThat(claimed.body()).contains("Sofia Senior");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {}                                                       | assigneeId
            {"teamId": "{team}"}                                     | assigneeId
            {"assigneeId": null, "reason": "\\u0000"}              | reason
            {"assigneeId": null, "teamId": "{ended}"}                | teamId
            {"assigneeId": "{requester}"}                            | assigneeId
            """)
    void an_assignment_that_is_wrong_changes_nothing(String body, String named) {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var ended = people.team("Ended " + UUID.randomUUID());
        http.as("manager").json("DELETE", "/api/v1/teams/" + ended.id(), "");

        var answer = lead.json(
                "POST",
                path(ticket, "/assign"),
                body.replace("{team}", String.valueOf(ticket.teamId()))
                        .replace("{ended}", ended.id().toString())
                        .replace("{requester}", world.person("user").id().toString()));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(422);
        assertThat(JsonPath.<List<String>>read(answer.body(), "$.errors[*].field"))
                .containsExactly(named);
        assertThat(world.now(ticket).assigneeId()).isEqualTo(ticket.assigneeId());
    }

    @Test
    void a_ticket_is_handed_to_another_team_and_its_history_says_why() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var network = people.teamCalled("Network");

        var answer = lead.json(
                "POST",
                path(ticket, "/assign"),
                "{\"assigneeId\": null, \"teamId\": \"%s\", \"reason\": \"a firewall\"}".formatted(network.id()));

        assertThat(JsonPath.<String>read(answer.body(), "$.team.name")).isEqualTo("Network");
        assertThat(JsonPath.<List<String>>read(
                        lead.get(path(ticket, "/history")).body(), "$[?(@.reason == 'a firewall')].field"))
                .containsExactly("team", "assignee");
    }

    @Test
    void who_has_enough_to_do_is_warned_of() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.sql("update users set max_open_tickets = 0 where handle = 'senior'");

        var assigned = lead.json(
                "POST",
                path(ticket, "/assign"),
                "{\"assigneeId\": \"%s\"}".formatted(world.person("senior").id()));

        assertThat(JsonPath.<List<String>>read(assigned.body(), "$.warnings"))
                .containsExactly("Sofia Senior has more open tickets than planned.");
    }

    @Test
    void who_may_not_claim_is_told_so_before_who_has_it() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        assertThat(user.json("POST", path(ticket, "/claim"), "").statusCode()).isEqualTo(403);
        assertThat(http.as("engineer3").json("POST", path(ticket, "/claim"), "").statusCode())
                .isEqualTo(403);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            /claim    |
            /escalate | {"reason": "stuck"}
            /assign   | {"assigneeId": null}
            """)
    void an_act_on_an_old_version_is_refused(String route, String body) {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        var answer = lead.with("If-Match", "\"0\"").json("POST", path(ticket, route), body == null ? "" : body);

        assertThat(answer.statusCode()).isEqualTo(412);
        assertThat(answer.headers().firstValue("ETag")).isPresent();
    }

    @Test
    void a_reason_that_cannot_be_kept_is_refused_at_every_level() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var reason = "{\"reason\": \"\\u0000\"}";

        assertThat(lead.json("POST", path(ticket, "/escalate"), reason).statusCode())
                .isEqualTo(422);
        lead.json("POST", path(ticket, "/escalate"), "{\"reason\": \"stuck\"}");
        assertThat(lead.json("POST", path(ticket, "/escalate"), reason).statusCode())
                .isEqualTo(422);
    }

    @Test
    void a_parent_is_a_ticket_that_the_caller_sees() {
        var parent = world.open(Category.VM, Priority.P3);
        var body = "{\"title\": \"t\", \"description\": \"d\", \"category\": \"VM\", \"parentId\": \"%s\"}";

        assertThat(user.json("POST", TICKETS, body.formatted(parent.id())).statusCode())
                .isEqualTo(201);
        for (var nothing : List.of(
                stranger.json("POST", TICKETS, body.formatted(parent.id())),
                stranger.json("POST", TICKETS, body.formatted(UUID.randomUUID())))) {
            assertThat(nothing.statusCode()).isEqualTo(422);
            assertThat(JsonPath.<String>read(nothing.body(), "$.detail")).isEqualTo("parentId: is no ticket");
        }
    }

    @Test
    void a_list_is_walked_by_cursor_without_gap_or_repetition() {
        var numbers = new ArrayList<String>();
        for (var i = 0; i < 5; i++) {
            numbers.add(
                    0,
                    world.open(Category.VM, i % 2 == 0 ? Priority.P3 : Priority.P4)
                            .number());
        }

        for (var sort : List.of("-createdAt", "-number", "-updatedAt")) {
            assertThat(walk("?limit=2&sort=" + sort)).containsExactlyElementsOf(numbers);
        }
        assertThat(walk("?limit=2&sort=priority")).hasSize(5).doesNotHaveDuplicates();
    }

    private List<String> walk(String query) {
        var seen = new ArrayList<String>();
        var path = TICKETS + query;
        while (path != null) {
            var page = lead.get(path);
            seen.addAll(JsonPath.<List<String>>read(page.body(), "$.items[*].number"));
            String next = JsonPath.read(page.body(), "$.nextCursor");
            path = next == null ? null : TICKETS + query + "&cursor=" + next;
        }
        return seen;
    }

    @Test
    void filters_take_several_values_me_and_none() {
        var mine = world.openAndRouted(Category.VM, Priority.P3);
        world.move(mine, TicketStatus.IN_PROGRESS, MoveDetails.NONE, "lead");
        world.sql("update tickets set assignee_id = (select id from users where handle = 'lead')");
        var fresh = world.open(Category.NETWORK, Priority.P1);

        assertThat(numbers("?status=NEW,OPEN")).containsExactly(fresh.number());
        assertThat(numbers("?status=NEW&status=IN_PROGRESS")).hasSize(2);
        assertThat(numbers("?assignee=me")).containsExactly(mine.number());
        assertThat(numbers("?assignee=none")).containsExactly(fresh.number());
        assertThat(numbers("?category=NETWORK&priority=P1")).containsExactly(fresh.number());
        assertThat(JsonPath.<Integer>read(
                        lead.get(TICKETS + "?count=true&limit=1").body(), "$.total"))
                .isEqualTo(2);
        assertThat(JsonPath.<List<String>>read(stranger.get(TICKETS).body(), "$.items"))
                .isEmpty();
    }

    private List<String> numbers(String query) {
        return JsonPath.read(lead.get(TICKETS + query).body(), "$.items[*].number");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "?colour=red",
                "?status=OPENED",
                "?sort=colour",
                "?limit=0",
                "?limit=101",
                "?cursor=%21",
                "?assignee=bob"
            })
    void a_parameter_that_is_not_known_is_named(String query) {
        var answer = lead.get(TICKETS + query);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.body()).contains(query.substring(1, query.indexOf('=')));
    }
}
