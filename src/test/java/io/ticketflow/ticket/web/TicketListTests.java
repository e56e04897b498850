package io.ticketflow.ticket.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Statements;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Slice;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.search.TicketFilters;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Which tickets a list has, in which order, and which members it shows. */
@TicketflowTest
class TicketListTests {

    private static final String TICKETS = "/api/v1/tickets";
    private static final TicketFilters ANY = new TicketFilters(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null, null);

    @Autowired
    private World world;

    @Autowired
    private TicketController controller;

    private Http http;
    private Http lead;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        http = Http.on(port);
        lead = http.as("lead");
    }

    private List<String> numbers(Http who, String query) {
        var answer = who.get(TICKETS + query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonPath.read(answer.body(), "$.items[*].number");
    }

    private void with(Ticket ticket, String column, String value) {
        world.sql("update tickets set %s = %s where number = %s"
                .formatted(column, value, ticket.number().substring(4)));
    }

    private static String encoded(Object value) {
        return URLEncoder.encode(value.toString(), StandardCharsets.UTF_8);
    }

    private String id(String handle) {
        return world.person(handle).id().toString();
    }

    @Test
    void each_filter_finds_what_it_names_and_nothing_else() {
        var wanted = world.open(Category.NETWORK, Priority.P2);
        var other = world.open(Category.VM, Priority.P4);
        with(wanted, "status", "'OPEN'");
        with(wanted, "assignee_id", "'%s'".formatted(id("engineer3")));
        with(wanted, "requester_id", "'%s'".formatted(id("user2")));
        with(wanted, "team_id", "(select id from teams where name = 'Network')");
        with(wanted, "tags", "array['db3', 'größe']");
        with(wanted, "parent_id", "'%s'".formatted(other.id()));
        with(wanted, "response_breached", "true");
        with(wanted, "next_due_at", "'2026-01-01T10:00:00Z'");
        with(wanted, "created_at", "'2026-01-01T09:00:00Z'");
        with(other, "updated_at", "'2026-01-01T09:00:00Z'");
        world.sql("insert into ticket_watchers values ('%s', '%s', now())".formatted(wanted.id(), id("lead")));
        var network = lead.get("/api/v1/tickets/" + wanted.number()).body();

        var hits = List.of(
                "status=OPEN",
                "priority=P2",
                "priority=P1,P2",
                "category=NETWORK",
                "team=" + JsonPath.read(network, "$.team.id"),
                "assignee=" + id("engineer3"),
                "assignee=me," + id("engineer3"),
                "requester=" + id("user2"),
                "tag=db3",
                "tag=DB3",
                "tag=none&tag=db3",
                "watching=me",
                "breached=response",
                "breached=any",
                "breached=response,resolution",
                "dueBefore=2026-01-01T10:00:00.000001Z",
                "createdTo=2026-01-01T09:00:00.000001Z",
                "updatedFrom=2026-01-01T09:00:00.000001Z",
                "parent=" + other.number(),
                "parent=" + other.id(),
                "status=OPEN&priority=P2&category=NETWORK&tag=db3&breached=any&watching=me&assignee="
                        + id("engineer3"));
        for (var hit : hits) {
            assertThat(numbers(lead, "?" + hit)).as(hit).containsExactly(wanted.number());
            assertThat(JsonPath.<Integer>read(
                            lead.get(TICKETS + "?count=true&" + hit).body(), "$.total"))
                    .as(hit)
                    .isEqualTo(1);
        }
        var misses = List.of(
                "status=RESOLVED",
                "priority=P1",
                "category=OTHER",
                "team=" + wanted.id(),
                "assignee=me",
                "requester=me",
                "breached=resolution",
                "dueBefore=2026-01-01T10:00:00Z",
                "createdTo=2026-01-01T09:00:00Z",
                "createdFrom=2100-01-01T00:00:00Z",
                "parent=" + wanted.number(),
                "status=OPEN&category=VM");
        for (var miss : misses) {
            assertThat(numbers(lead, "?" + miss)).as(miss).isEmpty();
        }
        assertThat(numbers(lead, "?assignee=none")).containsExactly(other.number());
        assertThat(numbers(lead, "?createdFrom=2026-01-01T09:00:00Z&createdTo=2026-01-02T00:00:00Z"))
                .containsExactly(wanted.number());
        assertThat(numbers(lead, "?assignee=none," + id("engineer3"))).hasSize(2);
        assertThat(numbers(lead, "?status=NEW,OPEN,OPEN&status=NEW")).hasSize(2);
    }

    @Test
    void a_ticket_with_two_of_the_tags_stands_in_the_list_once() {
        var both = world.open(Category.VM, Priority.P3);
        var one = world.open(Category.VM, Priority.P3);
        with(both, "tags", "array['a', 'b', 'a']");
        with(one, "tags", "array['b']");

        assertThat(numbers(lead, "?tag=a,b")).containsExactly(one.number(), both.number());
        assertThat(numbers(lead, "?tag=a&sort=number&count=true")).containsExactly(both.number());

        with(both, "tags", "'{}'");
        assertThat(numbers(lead, "?tag=a,b")).containsExactly(one.number());
    }

    @Test
    void a_requester_sees_own_and_watched_tickets_and_of_others_not_even_that_they_are_there() {
        var own = world.open(Category.VM, Priority.P3);
        var watched = world.open(Category.VM, Priority.P3);
        var foreign = world.open(Category.VM, Priority.P3);
        with(watched, "requester_id", "'%s'".formatted(id("user2")));
        with(foreign, "requester_id", "'%s'".formatted(id("user2")));
        for (var ticket : List.of(own, watched)) {
            world.sql("insert into ticket_watchers values ('%s', '%s', now())".formatted(ticket.id(), id("user")));
        }
        var user = http.as("user");

        assertThat(numbers(user, "")).containsExactly(watched.number(), own.number());
        assertThat(numbers(user, "?sort=title&status=NEW,OPEN")).containsExactly(own.number(), watched.number());
        assertThat(numbers(user, "?watching=me")).containsExactly(watched.number(), own.number());
        assertThat(numbers(user, "?requester=" + id("user2"))).containsExactly(watched.number());
        assertThat(JsonPath.<Integer>read(
                        user.get(TICKETS + "?count=true&limit=1").body(), "$.total"))
                .isEqualTo(2);
        assertThat(user.get(TICKETS + "?parent=" + foreign.number()).statusCode())
                .isEqualTo(404);
    }

    @Test
    void a_deleted_ticket_is_in_no_list() {
        var ticket = world.open(Category.VM, Priority.P3);
        with(ticket, "deleted_at", "now()");

        assertThat(numbers(lead, "?count=true")).isEmpty();
        assertThat(numbers(http.as("user"), "")).isEmpty();
        assertThat(numbers(lead, "?q=disk")).isEmpty();
    }

    @Test
    void a_ticket_is_listed_by_what_its_clocks_say() {
        var answered = world.inWork();
        var late = world.openAndRouted(Category.NETWORK, Priority.P3);
        var asked = world.openAndRouted(Category.VM, Priority.P1);
        var done = world.resolved();
        world.timePasses(Duration.ofHours(3));
        var later = http.asAnew("lead");

        assertThat(numbers(later, "?breached=response")).containsExactly(asked.number(), late.number());
        assertThat(numbers(later, "?breached=resolution")).isEmpty();
        assertThat(numbers(later, "?sort=dueAt"))
                .containsExactly(asked.number(), late.number(), answered.number(), done.number());
        assertThat(numbers(later, "?sort=-dueAt"))
                .containsExactly(done.number(), answered.number(), late.number(), asked.number());
        assertThat(numbers(later, "?dueBefore=" + world.instant())).containsExactly(asked.number(), late.number());

        world.timePasses(Duration.ofHours(2));
        world.timePasses(Duration.ofSeconds(2));
        assertThat(numbers(http.asAnew("lead"), "?breached=resolution")).containsExactly(asked.number());
    }

    @Test
    void a_new_deadline_is_listed_as_soon_as_it_is_there() {
        var ticket = world.openAndRouted(Category.VM, Priority.P4);
        var soon = encoded(world.instant().plus(Duration.ofMinutes(6)));
        assertThat(numbers(lead, "?dueBefore=" + soon)).isEmpty();
        var etag = lead.get(TICKETS + "/" + ticket.number()).headers().firstValue("ETag");

        lead.json("PUT", TICKETS + "/" + ticket.number(), "{\"priority\": \"P1\"}");

        assertThat(numbers(lead, "?dueBefore=" + soon)).containsExactly(ticket.number());
        assertThat(etag).isPresent();

        world.move(world.now(ticket), TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        assertThat(numbers(lead, "?dueBefore=" + soon)).isEmpty();
        world.resolve(world.now(ticket));
        assertThat(numbers(lead, "?dueBefore=9999-01-01T00:00:00Z")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"createdAt", "updatedAt", "priority", "status", "number", "title", "dueAt"})
    void each_sort_is_walked_both_ways_without_gap_or_repetition_although_many_are_alike(String sort) {
        manyAlike();

        var up = walk("?limit=3&sort=" + sort);
        var down = walk("?limit=3&sort=-" + sort);

        assertThat(up).hasSize(20).doesNotHaveDuplicates();
        assertThat(down).containsExactlyElementsOf(reversed(up));
        assertThat(walk("?limit=4&sort=%s&priority=P3,P4&status=NEW,OPEN,RESOLVED".formatted(sort)))
                .hasSizeBetween(1, 19)
                .isEqualTo(up.stream().filter(walk("?priority=P3,P4")::contains).toList());
    }

    private void manyAlike() {
        for (var i = 0; i < 20; i++) {
            world.open(Category.VM, i % 2 == 0 ? Priority.P3 : Priority.P4);
        }
        world.sql("""
                update tickets set
                    created_at = '2026-01-01T10:00:00Z', updated_at = '2026-01-01T11:00:00Z',
                    title = case number % 3 when 0 then 'b' when 1 then 'B' else e'a\\x1f' end,
                    status = case number % 3 when 0 then 'OPEN' when 1 then 'RESOLVED' else 'NEW' end,
                    next_due_at = case number % 3 when 0 then null when 1 then timestamptz '2026-01-02T10:00:00Z'
                        else timestamptz '2026-01-02T10:00:00.000001Z' end
                """);
        world.sql("update tickets set priority = 'P2' where number % 5 = 0");
    }

    private static List<String> reversed(List<String> list) {
        var reversed = new ArrayList<>(list);
        Collections.reverse(reversed);
        return reversed;
    }

    private List<String> walk(String query) {
        var seen = new ArrayList<String>();
        String cursor = "";
        while (cursor != null) {
            var page = lead.get(TICKETS + query + (cursor.isEmpty() ? "" : "&cursor=" + cursor));
            assertThat(page.statusCode()).as(page.body()).isEqualTo(200);
            seen.addAll(JsonPath.<List<String>>read(page.body(), "$.items[*].number"));
            cursor = JsonPath.read(page.body(), "$.nextCursor");
        }
        return seen;
    }

    @Test
    void states_are_sorted_as_a_ticket_lives_and_titles_without_regard_to_case() {
        manyAlike();

        List<String> states = JsonPath.read(lead.get(TICKETS + "?sort=status").body(), "$.items[*].status");
        List<String> titles = JsonPath.read(lead.get(TICKETS + "?sort=-title").body(), "$.items[*].title");

        assertThat(states.stream().distinct()).containsExactly("NEW", "OPEN", "RESOLVED");
        assertThat(titles.stream().map(title -> title.toLowerCase(Locale.ROOT)).distinct())
                .containsExactly("b", "a\u001f");
    }

    @Test
    void tickets_that_come_in_while_somebody_leafs_through_move_nothing() throws Exception {
        var before = IntStream.range(0, 12)
                .mapToObj(i -> world.open(Category.VM, Priority.P4).number())
                .toList();

        var walked = Together.run(
                List.<Callable<List<String>>>of(() -> walk("?limit=2"), () -> walk("?limit=2&sort=number"), () -> {
                    for (var i = 0; i < 6; i++) {
                        world.open(Category.VM, Priority.P4);
                    }
                    return before;
                }));

        for (var each : walked) {
            assertThat(each).doesNotHaveDuplicates().containsAll(before);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "colour=red",
                "status=OPENED",
                "priority=P5",
                "category=vm",
                "team=Platform",
                "assignee=bob",
                "requester=none",
                "watching=you",
                "watching=ME",
                "breached=both",
                "dueBefore=tomorrow",
                "createdFrom=2026-01-01",
                "createdTo=-0001-01-01T00:00:00Z",
                "updatedFrom=%2B999999999-01-01T00:00:00Z",
                "tag=a%00b",
                "q=%00",
                "sort=colour",
                "sort=-",
                "sort=createdAt,number",
                "fields=id,colour",
                "limit=0",
                "limit=101",
                "limit=ten",
                "count=maybe",
                "cursor=%21"
            })
    void a_parameter_that_is_not_known_is_named(String query) {
        for (var path : List.of(TICKETS, "/api/v1/users/%s/tickets".formatted(id("lead")))) {
            var answer = lead.get(path + "?" + query);

            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
            assertThat(JsonPath.<List<String>>read(answer.body(), "$.errors[*].field"))
                    .containsExactly(query.substring(0, query.indexOf('=')));
            assertThat(answer.body()).doesNotContain("java.", "Exception", "convert property");
        }
    }

    @Test
    void a_cursor_of_another_sort_or_of_somebodys_own_making_is_refused() {
        world.open(Category.VM, Priority.P3);
        world.open(Category.VM, Priority.P3);
        String cursor = JsonPath.read(lead.get(TICKETS + "?limit=1").body(), "$.nextCursor");
        var made = List.of(
                "createdAt&2026-01-01T00%3A00%3A00Z&x",
                "-createdAt&%2B99999-01-01T00%3A00%3A00Z&1",
                "-createdAt&%00&1",
                "-createdAt&%zz&1",
                "-createdAt&2026-01-01T00%3A00%3A00Z&99999999999999999999");

        assertThat(lead.get(TICKETS + "?sort=number&cursor=" + cursor).statusCode())
                .isEqualTo(400);
        assertThat(lead.get(TICKETS + "?q=disk&cursor=" + cursor).statusCode()).isEqualTo(400);
        for (var each : made) {
            var bytes = each.getBytes(StandardCharsets.UTF_8);
            var own = Base64.getUrlEncoder().encodeToString(bytes);
            assertThat(lead.get(TICKETS + "?cursor=" + own).statusCode())
                    .as(each)
                    .isEqualTo(400);
        }
    }

    @Test
    void only_the_members_that_were_asked_for_are_shown() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var asked = "?fields=number,sla&fields=title";

        Map<String, Object> one = JsonPath.read(
                lead.get(TICKETS + "/" + ticket.number() + "?fields=id,title").body(), "$");
        Map<String, Object> listed =
                JsonPath.read(lead.get(TICKETS + "?fields=number,title").body(), "$.items[0]");

        assertThat(one).containsOnlyKeys("id", "title");
        assertThat(listed).containsOnlyKeys("number", "title");
        assertThat(JsonPath.<Map<String, Object>>read(lead.get(TICKETS + asked).body(), "$.items[0]"))
                .containsOnlyKeys("number", "sla", "title");
        assertThat(JsonPath.<Map<String, Object>>read(
                        lead.get(TICKETS + "?fields=sla").body(), "$.items[0]"))
                .containsOnlyKeys("sla");
        assertThat(JsonPath.<Map<String, Object>>read(
                        http.as("user")
                                .get(TICKETS + "?fields=lastActivityAt,id")
                                .body(),
                        "$.items[0]"))
                .containsOnlyKeys("id");
        assertThat(JsonPath.<Map<String, Object>>read(lead.get(TICKETS).body(), "$.items[0]"))
                .containsKeys("id", "description", "sla", "version");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            %s                  | 304
            W/%s                | 304
            "zero", %s          | 304
            "a,b" , W/%s, "c"   | 304
            *                   | 304
            "zero"              | 200
            W/"zero", "x"       | 200
            "%s                 | 200
            nonsense            | 200
            """)
    void what_has_not_changed_is_not_sent_again(String tags, int status) {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var paths = List.of(
                TICKETS + "/" + ticket.number(),
                TICKETS + "/" + ticket.id() + "?fields=id",
                "/api/v1/users/" + id("lead"),
                "/api/v1/sla/policies/"
                        + JsonPath.read(lead.get("/api/v1/sla/policies").body(), "$.items[0].id"));

        for (var path : paths) {
            var etag = lead.get(path).headers().firstValue("ETag").orElseThrow();
            var answer = lead.with("If-None-Match", tags.formatted(etag)).get(path);

            assertThat(answer.statusCode()).as(path).isEqualTo(status);
            assertThat(answer.headers().firstValue("ETag")).hasValue(etag);
            assertThat(answer.body().isEmpty()).isEqualTo(status == 304);
        }
    }

    @Test
    void an_escalation_is_sent_again_when_its_ticket_has_changed() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        world.move(ticket, TicketStatus.ESCALATED, MoveDetails.comment("stuck"), world.assigneeOf(ticket));
        String id = JsonPath.read(lead.get("/api/v1/escalations").body(), "$.items[0].id");
        var path = "/api/v1/escalations/" + id;
        var etag = lead.get(path).headers().firstValue("ETag").orElseThrow();

        assertThat(lead.with("If-None-Match", "\"x\", W/" + etag).get(path).statusCode())
                .isEqualTo(304);
        with(ticket, "title", "'Another'");
        assertThat(lead.with("If-None-Match", etag).get(path).statusCode()).isEqualTo(200);
    }

    @Test
    void the_tickets_of_a_person_are_those_they_submitted_and_those_they_have() {
        var submitted = world.open(Category.VM, Priority.P3);
        var assigned = world.open(Category.VM, Priority.P3);
        var both = world.open(Category.VM, Priority.P3);
        world.open(Category.VM, Priority.P3);
        var engineer = "'%s'".formatted(id("engineer"));
        with(submitted, "requester_id", engineer);
        with(assigned, "assignee_id", engineer);
        with(both, "requester_id", engineer);
        with(both, "assignee_id", engineer);
        var path = "/api/v1/users/%s/tickets".formatted(id("engineer"));

        assertThat(JsonPath.<List<String>>read(lead.get(path + "?count=true").body(), "$.items[*].number"))
                .containsExactly(both.number(), assigned.number(), submitted.number());
        assertThat(JsonPath.<List<String>>read(
                        lead.get(path + "?assignee=%s&fields=number".formatted(id("engineer")))
                                .body(),
                        "$.items[*].number"))
                .containsExactly(both.number(), assigned.number());
        assertThat(http.as("user").get(path).statusCode()).isEqualTo(404);
        assertThat(lead.get("/api/v1/users/%s/tickets".formatted(assigned.id())).statusCode())
                .isEqualTo(404);
        assertThat(JsonPath.<List<String>>read(
                        http.as("user")
                                .get("/api/v1/users/%s/tickets".formatted(id("user")))
                                .body(),
                        "$.items[*].number"))
                .hasSize(2);
    }

    @Test
    void a_long_list_costs_no_more_statements_than_a_short_one() {
        world.sql("update users set max_open_tickets = 1000");
        for (var i = 0; i < 101; i++) {
            world.open(Category.VM, Priority.P4);
        }
        world.runDueJobs();
        var actor = Actor.of(world.person("lead").id(), Actor.Source.API);
        var ticket = numbers(lead, "?limit=1").get(0);

        var one = cold(() -> controller.read(actor, ticket, List.of()));
        var shorter = cold(() -> controller.list(actor, ANY, null, Slice.first(25), List.of()));
        var longer = cold(() -> controller.list(actor, ANY, null, Slice.first(100), List.of()));

        assertThat(one).hasSizeLessThanOrEqualTo(5);
        assertThat(shorter).hasSizeLessThanOrEqualTo(5);
        assertThat(longer).hasSameSizeAs(shorter);
    }

    /** The statements of a request with empty caches of people and teams, as after a second. */
    private List<String> cold(Runnable request) {
        world.pass(Duration.ofSeconds(2));
        return Statements.of(request);
    }
}
