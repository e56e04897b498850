package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.Together;
import io.ticketflow.World;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.CrossReferences;
import io.ticketflow.ticket.LinkType;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.NewTicket;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.ServiceDesk;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** Two tickets go on as one: the duplicate ends in any state, and its people, links and children move to the other ticket. */
@TicketflowTest
class MergingTests {

    private static final String TICKETS = "/api/v1/tickets/";

    @Autowired
    private World world;

    @Autowired
    private ServiceDesk desk;

    @Autowired
    private CrossReferences references;

    @Autowired
    private RuntimeService runtime;

    @Autowired
    private HistoryService history;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private ManagementService jobs;

    @Autowired
    private Reconciliation reconciliation;

    @Autowired
    private JdbcTemplate jdbc;

    private Http http;
    private Ticket target;
    private Ticket duplicate;

    @BeforeEach
    void theSameFromTwoPeople(@LocalServerPort int port) {
        world.beginAnew();
        world.sql("update users set max_open_tickets = 0 where handle in ('lead', 'senior', 'engineer2')");
        http = Http.on(port);
        target = world.openAndRouted(Category.VM, Priority.P3);
        duplicate = open("user2", null);
        world.runDueJobs();
    }

    @AfterEach
    void ticketsAndProcessesAgree() {
        assertThat(reconciliation.check()).isEmpty();
    }

    private Ticket open(String who, @Nullable Ticket parent) {
        return desk.open(
                new NewTicket(
                        "Disk full, too",
                        "df",
                        Category.VM,
                        Priority.P3,
                        List.of(),
                        null,
                        parent == null ? null : parent.id()),
                world.as(who));
    }

    private HttpResponse<String> merge(String who, Ticket ticket, Object into) {
        return http.asAnew(who)
                .json("POST", TICKETS + ticket.number() + "/merge", "{\"intoTicketId\": \"%s\"}".formatted(into));
    }

    private void merged(Ticket ticket, Ticket into) {
        var answer = merge("lead", ticket, into.number());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private static String code(HttpResponse<String> answer) {
        return JsonPath.read(answer.body(), "$.code");
    }

    private <T> List<T> read(String who, Ticket ticket, String more, String path) {
        return JsonPath.read(
                http.asAnew(who).get(TICKETS + ticket.number() + more).body(), path);
    }

    @Test
    void the_duplicate_is_closed_and_says_where_it_went_on() {
        var answer = merge("lead", duplicate, target.id());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(JsonPath.<String>read(answer.body(), "$.status")).isEqualTo("CLOSED");
        assertThat(JsonPath.<String>read(answer.body(), "$.resolutionCode")).isEqualTo("DUPLICATE");
        assertThat(JsonPath.<String>read(answer.body(), "$.mergedInto.number")).isEqualTo(target.number());
        assertThat(JsonPath.<String>read(answer.body(), "$.sla.resolution.state"))
                .isEqualTo("STOPPED");
        assertThat(world.now(target).status()).isEqualTo(TicketStatus.OPEN);
        assertThat(runtime.createProcessInstanceQuery()
                        .processInstanceId(duplicate.processInstanceId())
                        .count())
                .isZero();
        assertThat(history.createHistoricProcessInstanceQuery()
                        .processInstanceId(duplicate.processInstanceId())
                        .singleResult()
                        .getDeleteReason())
                .isEqualTo("Merged into %s.".formatted(target.number()));
        assertThat(this.<String>read("user2", duplicate, "/history", "$[?(@.action == 'MERGED')].to"))
                .containsExactly(target.number());
        assertThat(this.<String>read("lead", target, "/history", "$[?(@.action == 'MERGED')].to"))
                .containsExactly(duplicate.number());
        assertThat(this.<String>read("user", target, "/history", "$[?(@.action == 'MERGED')].to"))
                .isEmpty();
    }

    /** The instance ends as if an operator had ended it, without a step of the model. */
    @ParameterizedTest
    @EnumSource(names = "CLOSED", mode = EnumSource.Mode.EXCLUDE)
    void it_ends_from_every_state(TicketStatus status) {
        var ticket = in(status);
        assertThat(world.now(ticket).status()).isEqualTo(status);

        merged(ticket, target);

        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.CLOSED);
        assertThat(world.now(ticket).resolutionCode()).isEqualTo(ResolutionCode.DUPLICATE);
        assertThat(jdbc.queryForObject(
                        "select count(*) from escalations where ticket_id = ? and closed_at is null",
                        Integer.class,
                        ticket.id()))
                .isZero();
        world.timePasses(Duration.ofDays(10));
    }

    private Ticket in(TicketStatus status) {
        return switch (status) {
            case NEW -> open("user2", null);
            case OPEN -> duplicate;
            case IN_PROGRESS -> world.inWork();
            case RESOLVED -> world.resolved();
            case REOPENED -> {
                var ticket = world.resolved();
                world.move(ticket, status, MoveDetails.comment("No"), "user");
                yield ticket;
            }
            default -> {
                var ticket = world.inWork();
                world.move(ticket, status, MoveDetails.comment("Help"), world.assigneeOf(ticket));
                yield ticket;
            }
        };
    }

    @Test
    void its_people_follow_the_other_one_and_see_it() {
        http.as("lead")
                .json(
                        "PUT",
                        TICKETS + duplicate.number() + "/watchers/"
                                + world.person("engineer3").id(),
                        "");
        http.as("lead")
                .json(
                        "PUT",
                        TICKETS + duplicate.number() + "/watchers/"
                                + world.person("user").id(),
                        "");
        assertThat(http.as("user2").get(TICKETS + target.number()).statusCode()).isEqualTo(404);
        world.sql("truncate notifications cascade");

        merged(duplicate, target);

        assertThat(this.<String>read("user2", target, "/watchers", "$[*].fullName"))
                .as("but not its own requester")
                .containsExactly("Ugo User", "Nora Network");
        assertThat(jdbc.queryForList("""
                        select handle || ' ' || event from notifications join users on users.id = recipient_id
                        where ticket_id = ? order by 1""", String.class, duplicate.id()))
                .containsExactly(
                        world.assigneeOf(duplicate) + " TICKET_CLOSED",
                        "engineer3 TICKET_CLOSED",
                        "user TICKET_CLOSED",
                        "user2 TICKET_CLOSED");
        assertThat(jdbc.queryForList(
                        "select body from notifications where ticket_id = ?", String.class, duplicate.id()))
                .allSatisfy(body -> assertThat(body).contains("Merged into " + target.number(), "goes on there"));
    }

    @Test
    void what_is_said_later_is_said_on_the_other_one() {
        var third = open("user", null);
        merged(duplicate, target);
        merged(target, third);

        var said = http.as("user2")
                .json(
                        "POST",
                        TICKETS + duplicate.number() + "/comments",
                        "{\"body\": \"still full\", \"visibility\": \"PUBLIC\"}");

        assertThat(said.statusCode()).as(said.body()).isEqualTo(201);
        assertThat(this.<String>read("user", third, "/comments", "$.items[*].body"))
                .containsExactly("still full");
        assertThat(this.<String>read("user2", duplicate, "/comments", "$.items[*].body"))
                .isEmpty();
    }

    /** A person who is asked to watch the duplicate only after the merge. */
    @Test
    void who_does_not_see_the_other_one_is_told_that_this_one_is_closed() {
        var ticket = world.open(Category.VM, Priority.P3);
        var into = world.open(Category.VM, Priority.P3);
        merged(ticket, into);
        http.as("lead")
                .json(
                        "PUT",
                        TICKETS + ticket.number() + "/watchers/"
                                + world.person("user2").id(),
                        "");

        var said = http.as("user2")
                .json(
                        "POST",
                        TICKETS + ticket.number() + "/comments",
                        "{\"body\": \"hello\", \"visibility\": \"PUBLIC\"}");

        assertThat(code(said)).isEqualTo("TICKET_CLOSED");
    }

    @Test
    void its_links_come_along() {
        var blocked = open("user", null);
        var related = open("user", null);
        link(duplicate, LinkType.BLOCKS, blocked);
        link(related, LinkType.RELATES, duplicate);
        link(target, LinkType.RELATES, related);

        merged(duplicate, target);

        assertThat(links(target))
                .containsExactlyInAnyOrder(
                        "RELATES " + related.number(),
                        "BLOCKS " + blocked.number(),
                        "DUPLICATED_BY " + duplicate.number());
        assertThat(links(blocked)).containsExactly("BLOCKED_BY " + target.number());
        assertThat(links(duplicate))
                .as("what the other one has already stays")
                .containsExactlyInAnyOrder("RELATES " + related.number(), "DUPLICATES " + target.number());
    }

    @Test
    void a_link_that_would_lead_in_a_circle_stays() {
        var first = open("user", null);
        link(first, LinkType.BLOCKS, duplicate);
        link(target, LinkType.BLOCKS, first);

        merged(duplicate, target);

        assertThat(links(first))
                .containsExactlyInAnyOrder("BLOCKS " + duplicate.number(), "BLOCKED_BY " + target.number());
    }

    private void link(Ticket ticket, LinkType type, Ticket other) {
        references.link(ticket.number(), type, other.number(), world.as("lead"));
    }

    private List<String> links(Ticket ticket) {
        return references.of(ticket.number(), world.as("lead")).stream()
                .map(link -> link.type() + " " + link.ticket().number())
                .toList();
    }

    @Test
    void what_is_below_it_comes_below_the_other_one() {
        var child = open("user2", duplicate);

        merged(duplicate, target);

        assertThat(world.now(child).parentId()).isEqualTo(target.id());
        assertThat(this.<String>read("lead", child, "/history", "$[?(@.field == 'parent')].to"))
                .containsExactly(target.number());
    }

    @Test
    void nothing_becomes_its_own_ancestor() {
        var top = open("user", null);
        var middle = open("user", top);
        var branch = open("user", middle);
        var leaf = open("user", branch);
        var sibling = open("user", middle);

        merged(middle, leaf);

        assertThat(world.now(branch).parentId()).isEqualTo(top.id());
        assertThat(world.now(leaf).parentId()).isEqualTo(branch.id());
        assertThat(world.now(sibling).parentId()).isEqualTo(leaf.id());
    }

    @Test
    void a_child_is_merged_into_its_parent_and_a_parent_into_its_child() {
        var child = open("user", target);
        merged(child, target);
        var other = open("user", null);
        var below = open("user", other);
        merged(other, below);

        assertThat(world.now(child).parentId()).isEqualTo(target.id());
        assertThat(world.now(below).parentId()).isNull();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            self,     VALIDATION_FAILED
            nothing,  VALIDATION_FAILED
            closed,   TARGET_CLOSED
            merged,   TARGET_CLOSED
            deleted,  VALIDATION_FAILED
            """)
    void what_a_ticket_is_not_merged_into(String kind, String code) {
        var into =
                switch (kind) {
                    case "self" -> duplicate.number();
                    case "nothing" -> UUID.randomUUID().toString();
                    case "closed" -> {
                        world.move(
                                target,
                                TicketStatus.CLOSED,
                                new MoveDetails("No", ResolutionCode.CANCELLED, null, null),
                                "lead");
                        yield target.number();
                    }
                    case "merged" -> {
                        merged(target, open("user", null));
                        yield target.number();
                    }
                    default -> {
                        http.as("admin").json("DELETE", TICKETS + target.number(), "");
                        yield target.number();
                    }
                };

        assertThat(code(merge("lead", duplicate, into))).isEqualTo(code);
        assertThat(world.now(duplicate).status()).isEqualTo(TicketStatus.OPEN);
    }

    @Test
    void a_ticket_is_merged_once_and_a_closed_one_never() {
        var third = open("user", null);
        merged(duplicate, target);
        world.move(target, TicketStatus.CLOSED, new MoveDetails("No", ResolutionCode.CANCELLED, null, null), "lead");

        assertThat(code(merge("lead", duplicate, third.number()))).isEqualTo("ALREADY_MERGED");
        assertThat(code(merge("lead", target, third.number()))).isEqualTo("TICKET_CLOSED");
    }

    @Test
    void it_is_for_the_leads_of_its_team_and_for_people_who_may_act_on_both() {
        var elsewhere = desk.open(new NewTicket("VPN", "no tunnel", Category.NETWORK, Priority.P3), world.as("user"));
        world.runDueJobs();
        assertThat(world.assigneeOf(duplicate)).isEqualTo("engineer");

        assertThat(merge("user2", duplicate, target.number()).statusCode()).isEqualTo(403);
        assertThat(merge("user", duplicate, target.number()).statusCode()).isEqualTo(404);
        assertThat(merge("engineer3", duplicate, target.number()).statusCode()).isEqualTo(403);
        assertThat(merge("engineer", duplicate, elsewhere.number()).statusCode())
                .isEqualTo(403);
        assertThat(merge("lead", elsewhere, target.number()).statusCode()).isEqualTo(403);
        assertThat(merge("engineer", duplicate, target.number()).statusCode()).isEqualTo(200);
        assertThat(merge("lead", target, elsewhere.number()).statusCode()).isEqualTo(200);
    }

    @Test
    void an_old_version_is_not_merged() {
        world.sql("update tickets set version = version + 1");

        var answer = http.as("lead")
                .with("If-Match", "\"0\"")
                .json(
                        "POST",
                        TICKETS + duplicate.number() + "/merge",
                        "{\"intoTicketId\": \"%s\"}".formatted(target.number()));

        assertThat(answer.statusCode()).isEqualTo(412);
    }

    @RepeatedTest(5)
    void of_two_that_are_merged_into_each_other_one_stays() throws Exception {
        var answers = Together.run(List.of(
                () -> merge("lead", duplicate, target.number()).statusCode(),
                () -> merge("manager", target, duplicate.number()).statusCode()));

        assertThat(answers).containsExactlyInAnyOrder(200, 409);
        assertThat(jdbc.queryForObject("select count(*) from tickets where merged_into_id is not null", Integer.class))
                .isEqualTo(1);
    }

    /** Each ticket is merged into the next in a ring, so each transaction needs a row that another one holds. */
    @RepeatedTest(3)
    void many_that_are_merged_at_once_end_without_a_circle() throws Exception {
        var third = open("user", null);
        var fourth = open("user", null);
        link(duplicate, LinkType.BLOCKS, third);
        link(fourth, LinkType.RELATES, target);
        world.runDueJobs();
        var ring = List.of(target, duplicate, third, fourth);
        var acts = new ArrayList<Callable<Integer>>();
        for (var i = 0; i < ring.size(); i++) {
            var one = ring.get(i);
            var next = ring.get((i + 1) % ring.size());
            acts.add(() -> merge("lead", one, next.number()).statusCode());
            acts.add(() -> merge("lead", next, one.number()).statusCode());
        }

        var answers = Together.run(acts);

        assertThat(answers).containsOnly(200, 409).contains(200);
        assertThat(jdbc.queryForObject("select count(*) from tickets where status <> 'CLOSED'", Integer.class))
                .isPositive();
    }

    @RepeatedTest(3)
    void a_step_at_the_same_moment_is_taken_before_or_not_at_all() throws Exception {
        var answers = Together.run(
                List.of(() -> merge("lead", duplicate, target.number()).statusCode(), () -> http.as("lead")
                        .json("PATCH", TICKETS + duplicate.number() + "/status", "{\"status\": \"IN_PROGRESS\"}")
                        .statusCode()));

        assertThat(answers.get(0)).isEqualTo(200);
        assertThat(answers.get(1)).isIn(200, 409);
        assertThat(world.now(duplicate).status()).isEqualTo(TicketStatus.CLOSED);
    }

    private void solve(Ticket ticket) {
        if (world.now(ticket).status() == TicketStatus.OPEN) {
            world.move(ticket, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(ticket));
        }
        world.resolve(ticket);
    }

    private void ask(Ticket ticket) {
        world.move(ticket, TicketStatus.PENDING_INFO, MoveDetails.comment("Which host?"), world.assigneeOf(ticket));
    }

    @Test
    void a_solved_ticket_is_reopened_by_the_one_that_is_not() {
        solve(target);
        world.sql("truncate notifications cascade");

        merged(duplicate, target);

        var now = world.now(target);
        assertThat(now.status()).isEqualTo(TicketStatus.REOPENED);
        assertThat(now.reopenCount()).isEqualTo(1);
        assertThat(this.<String>read("user", target, "/history", "$[?(@.to == 'REOPENED')].reason"))
                .containsExactly("Another report of the same problem was merged into it.");
        assertThat(this.<String>read("user", target, "/comments", "$.items[*].body"))
                .isEmpty();
        assertThat(jdbc.queryForList("""
                        select handle || ' ' || event from notifications join users on users.id = recipient_id
                        where ticket_id = ? order by 1""", String.class, target.id()))
                .containsExactly(
                        world.assigneeOf(target) + " TICKET_REOPENED", "user STATUS_CHANGED", "user2 TICKET_REOPENED");
        assertThat(jdbc.queryForList(
                        "select body from notifications join users on users.id = recipient_id where handle = 'user'",
                        String.class))
                .allSatisfy(body -> assertThat(body).contains("Another report").doesNotContain(duplicate.number()));
        world.timePasses(Duration.ofHours(1));
        assertThat(world.now(target).status()).isEqualTo(TicketStatus.REOPENED);
    }

    /** The engineers who may merge may not reject a solution for the requester, but a merge is no rejection. */
    @Test
    void an_engineer_whose_tickets_both_are_reopens_by_merging() {
        world.sql("update users set max_open_tickets = 10 where handle = 'engineer'");
        solve(target);
        assertThat(world.assigneeOf(target)).isEqualTo(world.assigneeOf(duplicate));

        var answer = merge(world.assigneeOf(target), duplicate, target.number());

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        assertThat(world.now(target).status()).isEqualTo(TicketStatus.REOPENED);
    }

    @Test
    void a_ticket_that_was_reopened_before_goes_up_as_after_a_second_rejection() {
        solve(target);
        world.move(target, TicketStatus.REOPENED, MoveDetails.comment("No"), "user");
        world.move(target, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(target));
        solve(target);

        merged(duplicate, target);

        assertThat(world.now(target).status()).isEqualTo(TicketStatus.ESCALATED);
        assertThat(jdbc.queryForList(
                        "select trigger || ': ' || reason from escalations where ticket_id = ?",
                        String.class,
                        target.id()))
                .containsExactly("REOPENED_TWICE: Another report of the same problem was merged into it.");
    }

    @Test
    void a_duplicate_that_is_solved_too_reopens_nothing_unless_its_requester_objects() {
        var third = open("user2", null);
        world.runDueJobs();
        solve(target);
        solve(duplicate);
        solve(third);
        world.comment(third.number(), "Still full", Visibility.PUBLIC, world.as("user2"));

        merged(duplicate, target);
        assertThat(world.now(target).status()).isEqualTo(TicketStatus.RESOLVED);
        assertThat(world.timersOf(target)).hasSize(1);

        merged(third, target);
        assertThat(world.now(target).status()).isEqualTo(TicketStatus.REOPENED);
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            OPEN,         user,   pickUpTicket
            OPEN,         user2,  pickUpTicket
            IN_PROGRESS,  user,   workOnTicket
            IN_PROGRESS,  user2,  workOnTicket
            """)
    void a_wait_for_the_requester_ends(TicketStatus askedFrom, String who, String stage) {
        var report = open(who, null);
        world.runDueJobs();
        if (askedFrom == TicketStatus.IN_PROGRESS) {
            world.move(target, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(target));
        }
        ask(target);

        merged(report, target);

        assertThat(world.now(target).status()).isEqualTo(askedFrom);
        assertThat(Objects.requireNonNull(world.now(target).stage()).id()).isEqualTo(stage);
    }

    @Test
    void a_duplicate_that_waits_for_its_requester_ends_no_wait() {
        ask(target);
        ask(duplicate);

        merged(duplicate, target);

        assertThat(world.now(target).status()).isEqualTo(TicketStatus.PENDING_INFO);
        assertThat(world.timersOf(target)).hasSize(3);
    }

    @Test
    void a_model_without_a_way_back_refuses_and_names_the_choice() throws IOException {
        var model = Files.readString(Path.of("processes", "ticket-lifecycle.bpmn"), StandardCharsets.UTF_8);
        var narrower = model.replaceAll(
                        "(?s)<bpmn:sequenceFlow id=\"(notSolved|notSolvedAfterAll)\".*?</bpmn:sequenceFlow>", "")
                .replaceAll("<bpmn:(incoming|outgoing)>(notSolved|notSolvedAfterAll)</bpmn:(incoming|outgoing)>", "")
                .replaceAll("(?s)<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "");
        repository
                .createDeployment()
                .addString("ticket-lifecycle.bpmn", narrower)
                .deploy();
        var narrow = world.resolved();

        var answer = merge("lead", duplicate, narrow.number());

        assertThat(code(answer)).isEqualTo("TARGET_RESOLVED");
        assertThat(answer.body())
                .contains("Merge %s into %s instead, or link the two".formatted(narrow.number(), duplicate.number()));
        assertThat(world.now(duplicate).status()).isEqualTo(TicketStatus.OPEN);
    }

    @Test
    void a_closed_target_is_refused_with_the_choice() {
        solve(target);
        world.move(target, TicketStatus.CLOSED, MoveDetails.NONE, "user");

        var answer = merge("lead", duplicate, target.number());

        assertThat(code(answer)).isEqualTo("TARGET_CLOSED");
        assertThat(answer.body())
                .contains("Go on with %s, and link it to %s.".formatted(duplicate.number(), target.number()));
    }

    private Instant due(Ticket ticket, String kind) {
        var answer = http.asAnew("lead").get(TICKETS + ticket.number()).body();
        return Instant.parse(JsonPath.read(answer, "$.sla." + kind + ".dueAt"));
    }

    private Ticket openAs(String who, Priority priority) {
        world.sql("update users set max_open_tickets = 10 where handle = 'senior'");
        var ticket = desk.open(
                new NewTicket("Disk full, too", "df", Category.VM, priority, List.of(), null, null), world.as(who));
        world.runDueJobs();
        return ticket;
    }

    @Test
    void the_more_urgent_priority_and_the_earlier_deadlines_live_on() {
        var calm = openAs("user", Priority.P4);
        world.timePasses(Duration.ofHours(3));
        var urgent = openAs("user2", Priority.P1);
        var response = due(urgent, "response");
        var resolution = due(urgent, "resolution");

        merged(urgent, calm);

        assertThat(world.now(calm).priority()).isEqualTo(Priority.P1);
        assertThat(due(calm, "response")).isEqualTo(response);
        assertThat(due(calm, "resolution")).isEqualTo(resolution);
        assertThat(this.<String>read("user", calm, "/history", "$[?(@.action == 'PRIORITY_CHANGED')].to"))
                .containsExactly("P1");
        assertThat(jdbc.queryForList("""
                        select p.priority from sla_clocks c join sla_policies p on p.id = c.policy_id and p.version = c.policy_version
                        where c.ticket_id = ?""", String.class, calm.id())).containsOnly("P1");
        assertThat(jdbc.queryForList("select trigger from escalations where ticket_id = ?", String.class, calm.id()))
                .containsExactly("CRITICAL_PRIORITY");
        world.timePasses(Duration.ofMinutes(6));
        assertThat(world.now(calm).status()).as("late after five minutes").isEqualTo(TicketStatus.ESCALATED);
    }

    @Test
    void an_older_promise_of_the_same_priority_lives_on() {
        world.timePasses(Duration.ofMinutes(30));
        var fresh = openAs("user", Priority.P3);
        var promised = due(duplicate, "resolution");
        assertThat(due(fresh, "resolution")).isAfter(promised);

        merged(duplicate, fresh);

        assertThat(due(fresh, "resolution")).isEqualTo(promised);
        assertThat(world.now(fresh).priority()).isEqualTo(Priority.P3);
    }

    @Test
    void a_tighter_ticket_keeps_its_promise() {
        var urgent = openAs("user", Priority.P1);
        var response = due(urgent, "response");
        var resolution = due(urgent, "resolution");

        merged(duplicate, urgent);

        assertThat(due(urgent, "response")).isEqualTo(response);
        assertThat(due(urgent, "resolution")).isEqualTo(resolution);
        assertThat(world.now(urgent).priority()).isEqualTo(Priority.P1);
    }

    @Test
    void a_late_report_makes_the_target_late_and_calls_the_next_level() {
        var urgent = openAs("user2", Priority.P1);
        world.move(urgent, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(urgent));
        world.move(target, TicketStatus.IN_PROGRESS, MoveDetails.NONE, world.assigneeOf(target));
        world.timePasses(Duration.ofHours(4).plusSeconds(1));
        var promised = due(urgent, "resolution");

        merged(urgent, target);

        assertThat(due(target, "resolution")).isEqualTo(promised);
        world.timePasses(Duration.ofSeconds(3));
        assertThat(JsonPath.<String>read(
                        http.asAnew("lead").get(TICKETS + target.number()).body(), "$.sla.resolution.state"))
                .isEqualTo("BREACHED");
        assertThat(world.now(target).escalationLevel()).isPositive();
    }

    @Test
    void a_solved_target_goes_on_under_the_earlier_deadline() {
        solve(target);
        var urgent = openAs("user2", Priority.P1);
        var promised = due(urgent, "resolution");
        world.timePasses(Duration.ofMinutes(2));

        merged(urgent, target);

        assertThat(world.now(target).status()).isEqualTo(TicketStatus.REOPENED);
        assertThat(due(target, "resolution")).isEqualTo(promised);
    }

    @Test
    void a_solved_duplicate_brings_its_people_and_no_promise() {
        var urgent = openAs("user2", Priority.P1);
        solve(urgent);
        var due = due(target, "resolution");

        merged(urgent, target);

        assertThat(world.now(target).priority()).isEqualTo(Priority.P3);
        assertThat(due(target, "resolution")).isEqualTo(due);
    }

    /** At the instant of the fifth day the target is reopened before it closes, or the merge comes too late and is refused. */
    @RepeatedTest(5)
    void a_merge_while_the_timer_closes_the_target_loses_no_report() throws Exception {
        solve(target);
        var timer = world.timersOf(target).get(0);
        world.pass(Duration.ofDays(5).plusSeconds(1));

        List<Integer> answers = Together.run(List.<Callable<Integer>>of(
                () -> http.asAnew("lead")
                        .json(
                                "POST",
                                TICKETS + duplicate.number() + "/merge",
                                "{\"intoTicketId\": \"%s\"}".formatted(target.number()))
                        .statusCode(),
                () -> {
                    try {
                        jobs.executeJob(timer.getId());
                        return 0;
                    } catch (OptimisticLockingException overtaken) {
                        return 409;
                    } catch (RuntimeException gone) {
                        return jobs.createJobQuery().jobId(timer.getId()).count() == 0 ? 404 : 500;
                    }
                }));

        assertThat(answers.get(0)).isIn(200, 409);
        assertThat(answers.get(1)).isNotEqualTo(500);
        world.runDueJobs();
        var isMerged = answers.get(0) == 200;
        assertThat(world.now(target).status() != TicketStatus.CLOSED).isEqualTo(isMerged);
        assertThat(world.now(duplicate).status() == TicketStatus.CLOSED).isEqualTo(isMerged);
    }
}
