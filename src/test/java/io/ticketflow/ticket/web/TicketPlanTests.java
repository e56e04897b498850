package io.ticketflow.ticket.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.Statements;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.Slice;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.search.TicketFilters;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;

/** With many tickets the database reads along an index and scans no table, as the plans of the statements show. */
@TicketflowTest
@TestInstance(Lifecycle.PER_CLASS)
class TicketPlanTests {

    private static final int TICKETS = 20_000;

    @Autowired
    private World world;

    @Autowired
    private TicketController controller;

    @Autowired
    private UserTicketsController ofPeople;

    @Autowired
    private JdbcTemplate jdbc;

    private UUID parent;
    private UUID engineer;
    private UUID team;

    @BeforeAll
    void thereAreManyTickets() {
        world.beginAnew();
        engineer = world.person("engineer").id();
        parent = world.open(Category.VM, Priority.P3).id();
        team = Objects.requireNonNull(jdbc.queryForObject("select id from teams where name = 'Network'", UUID.class));
        // One ticket in twenty is open, as after some years.
        world.sql("""
                insert into tickets (id, number, title, description, status, closed_at, priority, category, tags, requester_id, assignee_id, team_id,
                    parent_id, next_due_at, response_breached, resolution_breached, created_at, updated_at, history_at, version)
                select gen_random_uuid(), nextval('ticket_numbers'), 'word' || n %% 500 || ' title', 'common rare' || n, s.status,
                    case when s.status = 'CLOSED' then now() end,
                    'P' || (1 + n %% 4), (array['VM', 'NETWORK', 'STORAGE', 'DATABASE'])[1 + n / 3 %% 4],
                    case when n %% 5 = 0 then array['tag' || n %% 20] else '{}' end,
                    case when n %% 1000 = 1 then '%s' else (select id from users where handle = 'user2') end, (array(select id from users where role = 'DEVOPS_ENGINEER' order by id))[1 + n %% 5],
                    case when n %% 3 = 0 then '%s'::uuid end, case when n %% 1000 = 0 then '%s'::uuid end,
                    case when s.status <> 'CLOSED' then now() + n * interval '1 minute' end, n %% 100 = 0, n %% 150 = 0,
                    now() - (%d - n) * interval '1 minute', now() - (%d - n) * interval '30 s', now(), 0
                from generate_series(1, %d) n,
                    lateral (select case when n %% 20 > 0 then 'CLOSED' else (array['NEW', 'OPEN', 'PENDING_INFO', 'RESOLVED'])[1 + n / 20 %% 4] end as status) s""".formatted(world.person("user").id(), team, parent, TICKETS, TICKETS, TICKETS));
        world.sql("insert into ticket_watchers select id, '%s', now() from tickets where number %% 2000 = 0"
                .formatted(world.person("user").id()));
        world.sql("analyze tickets, ticket_tags, ticket_texts, ticket_watchers");
    }

    @AfterAll
    void thereAreFew() {
        world.beginAnew();
        world.sql("analyze tickets, ticket_tags, ticket_texts, ticket_watchers");
    }

    private static TicketFilters filters(Map<String, Object> of) {
        return new TicketFilters(
                get(of, "status"),
                get(of, "priority"),
                get(of, "category"),
                get(of, "team"),
                get(of, "assignee"),
                get(of, "requester"),
                get(of, "tag"),
                get(of, "watching"),
                get(of, "breached"),
                get(of, "dueBefore"),
                get(of, "createdFrom"),
                get(of, "createdTo"),
                get(of, "updatedFrom"),
                get(of, "parent"),
                get(of, "q"),
                get(of, "asOf"),
                get(of, "figure"));
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T> @Nullable T get(Map<String, Object> filters, String name) {
        return (T) filters.get(name);
    }

    private String planOf(String who, Map<String, Object> filters, @Nullable String sort) {
        var actor = Actor.of(world.person(who).id(), Actor.Source.API);
        return planOf(() -> controller.list(actor, filters(filters), sort, Slice.first(25), List.of()));
    }

    /** The plan of the statement that finds the tickets; there is one. */
    private String planOf(Runnable request) {
        var sent = Statements.withValuesOf(request);
        var finding = sent.stream().filter(sql -> sql.contains(" limit 26")).toList();
        assertThat(finding).as("%s", sent).hasSize(1);
        return String.join("\n", jdbc.queryForList("explain " + finding.get(0), String.class));
    }

    @Test
    void every_filter_alone_and_every_sort_alone_walks_along_an_index() {
        var now = Instant.now();
        var filters = new LinkedHashMap<String, Object>();
        filters.put("none", "");
        filters.put("status", List.of(TicketStatus.OPEN));
        filters.put("priority", List.of(Priority.P1));
        filters.put("category", List.of(Category.NETWORK));
        filters.put("team", List.of(team.toString()));
        filters.put("assignee", List.of("me"));
        filters.put("requester", List.of(engineer.toString()));
        filters.put("tag", List.of("tag5"));
        filters.put("watching", "me");
        filters.put("breached", List.of("any"));
        filters.put("dueBefore", now.plusSeconds(60_000));
        filters.put("createdFrom", now.minusSeconds(6_000));
        filters.put("createdTo", now.minusSeconds(60_000));
        filters.put("updatedFrom", now.minusSeconds(3_000));
        filters.put("parent", List.of(parent.toString()));
        var plans = new LinkedHashMap<String, String>();
        filters.forEach((name, value) -> plans.put(name, planOf("engineer", Map.of(name, value), null)));
        plans.put(
                "several states",
                planOf(
                        "engineer",
                        Map.of("status", List.of(TicketStatus.NEW, TicketStatus.OPEN, TicketStatus.RESOLVED)),
                        null));
        plans.put("nobody's or mine", planOf("engineer", Map.of("assignee", List.of("me", "none")), null));
        plans.put("several tags", planOf("engineer", Map.of("tag", List.of("tag5", "tag10")), null));
        plans.put("a requester", planOf("user", Map.of(), null));
        plans.put("a requester's open ones", planOf("user", Map.of("status", List.of(TicketStatus.OPEN)), null));
        for (var sort : List.of("createdAt", "updatedAt", "priority", "status", "number", "title", "dueAt")) {
            plans.put(sort, planOf("engineer", Map.of(), sort));
            plans.put("-" + sort, planOf("engineer", Map.of(), "-" + sort));
        }
        var actor = Actor.of(engineer, Actor.Source.API);
        plans.put(
                "of a person",
                planOf(() -> ofPeople.list(actor, engineer, filters(Map.of()), null, Slice.first(25), List.of())));

        plans.forEach((name, plan) -> assertThat(plan)
                .as("%s:\n%s", name, plan)
                .contains("Index")
                .doesNotContain("Seq Scan on tickets", "Seq Scan on ticket_tags"));
        for (var name : List.of(
                "status",
                "priority",
                "category",
                "team",
                "assignee",
                "requester",
                "tag",
                "breached",
                "parent",
                "several states",
                "nobody's or mine")) {
            assertThat(plans.get(name)).as(name).doesNotContain("Bitmap");
        }
    }

    @Test
    void a_search_begins_with_the_words_and_not_with_the_tickets() {
        var plans = new ArrayList<String>();
        for (var text : List.of("rare777", "common", "rare77 common", "\"common rare777\"", "TKT-2000", "co rare7")) {
            plans.add(planOf("engineer", Map.of("q", text), null));
            plans.add(planOf("engineer", Map.of("q", text, "status", List.of(TicketStatus.OPEN)), null));
            plans.add(planOf("user", Map.of("q", text), null));
        }

        for (var plan : plans) {
            assertThat(plan).doesNotContain("Seq Scan on tickets", "Seq Scan on ticket_texts");
        }
    }
}
