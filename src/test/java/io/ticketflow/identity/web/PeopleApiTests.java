package io.ticketflow.identity.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.Mails;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.identity.SignedInBrowser;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.process.tables.AbandonedTickets;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Visibility;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.JdbcTemplate;

/** What administrators and managers can do with people and teams. */
@TicketflowTest
class PeopleApiTests {

    private static final String USERS = "/api/v1/users";
    private static final String TEAMS = "/api/v1/teams";

    @Autowired
    private World world;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private AbandonedTickets abandoned;

    @Autowired
    private Reconciliation reconciliation;

    @Autowired
    private Mails mails;

    @Autowired
    private JdbcTemplate jdbc;

    @LocalServerPort
    private int port;

    private Http http;
    private Http admin;
    private Http manager;

    @BeforeEach
    void beginAnew() {
        world.beginAnew();
        mails.forget();
        http = Http.on(port);
        admin = http.as("admin");
        manager = http.as("manager");
    }

    @SuppressWarnings("TypeParameterUnusedInFormals") // as JsonPath does
    private static <T> T read(HttpResponse<String> answer, String path) {
        assertThat(answer.statusCode()).as(answer.body()).isLessThan(300);
        return JsonPath.read(answer.body(), path);
    }

    private static String code(HttpResponse<String> answer) {
        return JsonPath.read(answer.body(), "$.code");
    }

    private static String address() {
        return "p" + UUID.randomUUID() + "@people.example";
    }

    @Test
    void a_person_who_gets_a_password_can_sign_in_at_once() {
        var address = address();

        var created = admin.json("POST", USERS, """
                {"email": "%s", "fullName": "Nina New", "role": "SENIOR_ENGINEER", "password": "seven green llamas dance",
                 "phone": "+491701234567", "skills": ["KAFKA"], "maxOpenTickets": 4}""".formatted(address));

        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(admin.get(created.headers().firstValue("Location").orElseThrow())
                        .body())
                .isEqualTo(created.body());
        assertThat(JsonPath.<List<String>>read(created.body(), "$.skills")).containsExactly("KAFKA");
        assertThat(login(address, "seven green llamas dance").statusCode()).isEqualTo(200);
    }

    private HttpResponse<String> login(String name, String password) {
        return http.json(
                "POST", "/api/v1/auth/login", "{\"email\": \"%s\", \"password\": \"%s\"}".formatted(name, password));
    }

    @Test
    void a_person_who_gets_none_is_invited_to_choose_it() {
        var address = address();
        admin.json(
                "POST", USERS, "{\"email\": \"%s\", \"fullName\": \"Ida\", \"role\": \"END_USER\"}".formatted(address));
        mails.sendAll();
        var link = mails.lastTo(address).link();

        var chosen = http.json(
                "POST",
                "/api/v1/auth/reset-password",
                "{\"token\": \"%s\", \"password\": \"seven green llamas dance\"}"
                        .formatted(link.substring(link.indexOf('=') + 1)));

        assertThat(chosen.statusCode()).isEqualTo(204);
        assertThat(login(address, "seven green llamas dance").statusCode()).isEqualTo(200);
    }

    @Test
    void an_address_has_one_account_and_an_account_one_known_team() {
        var address = address();
        var body = "{\"email\": \"%s\", \"fullName\": \"Ida\", \"role\": \"END_USER\"}".formatted(address);
        assertThat(admin.json("POST", USERS, body).statusCode()).isEqualTo(201);

        assertThat(code(admin.json("POST", USERS, body))).isEqualTo("EMAIL_TAKEN");
        assertThat(admin.json(
                                "POST",
                                USERS,
                                "{\"email\": \"%s\", \"fullName\": \"Ida\", \"role\": \"END_USER\", \"teamId\": \"%s\"}"
                                        .formatted(address(), UUID.randomUUID()))
                        .statusCode())
                .isEqualTo(422);
    }

    @Test
    void people_are_paged_by_name_without_gaps_or_repetitions() {
        var team = people.team("Paged " + UUID.randomUUID());
        for (var i = 0; i < 5; i++) {
            people.member(Role.DEVOPS_ENGINEER, team);
        }
        var found = new ArrayList<String>();
        var path = USERS + "?team=" + team.id() + "&limit=2&count=true";
        String cursor = null;
        do {
            var page = admin.get(cursor == null ? path : path + "&cursor=" + cursor);
            assertThat(JsonPath.<Integer>read(page.body(), "$.total")).isEqualTo(5);
            found.addAll(JsonPath.<List<String>>read(page.body(), "$.items[*].id"));
            cursor = read(page, "$.nextCursor");
        } while (cursor != null);

        assertThat(found).hasSize(5).doesNotHaveDuplicates();
        assertThat(admin.get(USERS + "?q=Test Pers&active=true&role=ADMIN".replace(" ", "%20"))
                        .statusCode())
                .isEqualTo(200);
        assertThat(admin.get(USERS + "?name=x").statusCode()).isEqualTo(400);
    }

    @Test
    void another_role_counts_at_the_next_request() {
        var person = people.someone(Role.DEVOPS_ENGINEER);
        var self = http.bearer(read(login(person.email(), PeopleWithPasswords.PASSWORD), "$.accessToken"));
        assertThat(self.get("/api/v1/escalations").statusCode()).isEqualTo(200);

        var changed = admin.json("PATCH", USERS + "/" + person.id() + "/role", "{\"role\": \"END_USER\"}");

        assertThat(changed.statusCode()).isEqualTo(200);
        assertThat(self.get("/api/v1/escalations").statusCode()).isEqualTo(403);
        assertThat(jdbc.queryForList(
                        "select detail ->> 'to' from audit_events where subject_id = ? and type = 'ROLE_CHANGED'",
                        String.class,
                        person.id()))
                .containsExactly("END_USER");
    }

    @Test
    void the_last_administrator_stays_one() {
        world.sql("update users set active = false where role = 'ADMIN' and handle <> 'admin'");
        try {
            var self = USERS + "/" + world.person("admin").id();

            assertThat(code(admin.json("PATCH", self + "/role", "{\"role\": \"MANAGER\"}")))
                    .isEqualTo("LAST_ADMIN");
            assertThat(code(admin.json("DELETE", self, ""))).isEqualTo("LAST_ADMIN");
            assertThat(code(admin.json("PUT", self, "{\"active\": false}"))).isEqualTo("LAST_ADMIN");
        } finally {
            world.sql("update users set active = true where role = 'ADMIN'");
        }
    }

    /** The API, Tasklist and an open stream refuse the person within a second. */
    @Test
    void a_person_who_is_deactivated_is_out_everywhere_within_a_second() throws Exception {
        var person = people.someone(Role.DEVOPS_ENGINEER);
        var api = http.bearer(read(login(person.email(), PeopleWithPasswords.PASSWORD), "$.accessToken"));
        var modeler = http.basic(person.handle(), PeopleWithPasswords.PASSWORD);
        var browser = SignedInBrowser.of(port, person);
        var stream = api.stream("/api/v1/notifications/stream").body();
        assertThat(api.get("/api/v1/auth/me").statusCode()).isEqualTo(200);
        assertThat(modeler.get("/engine-rest/version").statusCode()).isEqualTo(200);
        assertThat(browser.get("/camunda/app/tasklist/default/").statusCode()).isEqualTo(200);

        assertThat(admin.json("DELETE", USERS + "/" + person.id(), "").statusCode())
                .isEqualTo(204);
        var deactivated = System.nanoTime();

        assertThat(api.get("/api/v1/auth/me").statusCode()).isEqualTo(401);
        assertThat(modeler.get("/engine-rest/version").statusCode()).isEqualTo(401);
        assertThat(browser.get("/camunda/app/tasklist/default/").statusCode()).isEqualTo(302);
        while (stream.read() >= 0) {
            // reads until the stream ends
        }
        assertThat(Duration.ofNanos(System.nanoTime() - deactivated)).isLessThan(Duration.ofSeconds(1));
    }

    @Test
    void the_open_tickets_of_somebody_who_leaves_find_somebody_else() {
        var leaving = inPlatform();
        var open = given(leaving, world.openAndRouted(Category.VM, Priority.P3));
        var resolved = given(leaving, world.openAndRouted(Category.VM, Priority.P3));
        world.move(resolved, TicketStatus.IN_PROGRESS, MoveDetails.NONE, leaving.handle());
        world.resolve(resolved);
        var disputed = given(leaving, world.openAndRouted(Category.VM, Priority.P3));
        world.move(disputed, TicketStatus.IN_PROGRESS, MoveDetails.NONE, leaving.handle());
        world.resolve(disputed);
        world.comment(disputed.number(), "Still full", Visibility.PUBLIC, world.as("user"));

        admin.json("DELETE", USERS + "/" + leaving.id(), "");

        await().untilAsserted(() ->
                assertThat(world.now(open).assigneeId()).isNotNull().isNotEqualTo(leaving.id()));
        assertThat(world.taskOf(open).getAssignee()).isEqualTo(world.assigneeOf(open));
        assertThat(world.now(resolved).assigneeId())
                .as("waits for the requester")
                .isEqualTo(leaving.id());
        await().untilAsserted(() ->
                assertThat(world.now(disputed).assigneeId()).isNotNull().isNotEqualTo(leaving.id()));
        world.comment(resolved.number(), "Still full", Visibility.PUBLIC, world.as("user"));
        await().untilAsserted(() ->
                assertThat(world.now(resolved).assigneeId()).isNotNull().isNotEqualTo(leaving.id()));
        assertThat(reconciliation.check()).isEmpty();
        assertThat(admin.get("/api/v1/tickets/" + open.number() + "/decisions").body())
                .contains("fits best");
    }

    @Test
    void where_nobody_fits_a_left_ticket_waits_in_its_teams_queue() {
        var leaving = inPlatform();
        var open = given(leaving, world.openAndRouted(Category.VM, Priority.P3));
        world.sql("update users set availability = 'AWAY' where id <> '" + leaving.id() + "'");

        admin.json("PATCH", USERS + "/" + leaving.id() + "/role", "{\"role\": \"END_USER\"}");
        await().until(() -> {
            abandoned.giveToOthers();
            return world.now(open).assigneeId() == null;
        });

        assertThat(world.now(open).teamId()).isNotNull();
        assertThat(reconciliation.check()).isEmpty();
    }

    private Person inPlatform() {
        return people.member(Role.DEVOPS_ENGINEER, people.teamCalled("Platform"));
    }

    private Ticket given(Person person, Ticket ticket) {
        var given = admin.json(
                "POST",
                "/api/v1/tickets/" + ticket.number() + "/assign",
                "{\"assigneeId\": \"%s\"}".formatted(person.id()));
        assertThat(given.statusCode()).isEqualTo(200);
        return world.now(ticket);
    }

    @Test
    void a_team_is_made_led_renamed_and_ended() {
        var name = "Team " + UUID.randomUUID();
        var lead = people.someone(Role.TEAM_LEAD);
        var created = manager.json("POST", TEAMS, "{\"name\": \"%s\", \"leadId\": \"%s\"}".formatted(name, lead.id()));
        String id = read(created, "$.id");
        assertThat(JsonPath.<List<String>>read(created.body(), "$.members[*].id"))
                .containsExactly(lead.id().toString());
        assertThat(code(manager.json("POST", TEAMS, "{\"name\": \"%s\"}".formatted(name.toUpperCase(Locale.ROOT)))))
                .isEqualTo("TEAM_NAME_TAKEN");

        assertThat(read(manager.json("PUT", TEAMS + "/" + id, "{\"name\": \"%s\"}".formatted(name + "!")), "$.name")
                        .toString())
                .endsWith("!");
        assertThat(code(manager.json("DELETE", TEAMS + "/" + id, ""))).isEqualTo("TEAM_NOT_EMPTY");
        manager.json("DELETE", TEAMS + "/" + id + "/members/" + lead.id(), "");
        assertThat(JsonPath.<Object>read(manager.get(TEAMS + "/" + id).body(), "$.leadId"))
                .isNull();
        assertThat(manager.json("DELETE", TEAMS + "/" + id, "").statusCode()).isEqualTo(204);
        assertThat(manager.get(TEAMS + "/" + id).statusCode()).isEqualTo(404);
        assertThat(manager.get(TEAMS).body()).doesNotContain(id);
    }

    @Test
    void people_are_in_one_team() {
        var first = people.team("First " + UUID.randomUUID());
        var second = people.team("Second " + UUID.randomUUID());
        var person = people.member(Role.DEVOPS_ENGINEER, first);
        var seen = manager.get(TEAMS + "/" + second.id())
                .headers()
                .firstValue("ETag")
                .orElseThrow();

        assertThat(manager.json("PUT", TEAMS + "/" + second.id() + "/members/" + person.id(), "")
                        .statusCode())
                .isEqualTo(204);

        assertThat(manager.get(TEAMS + "/" + first.id()).body())
                .doesNotContain(person.id().toString());
        assertThat(manager.with("If-None-Match", seen)
                        .get(TEAMS + "/" + second.id())
                        .body())
                .contains(person.id().toString());
        assertThat(manager.json(
                                "PUT",
                                TEAMS + "/" + second.id() + "/members/"
                                        + people.someone(Role.END_USER).id(),
                                "")
                        .statusCode())
                .as("a requester")
                .isEqualTo(404);
    }

    @Test
    void a_team_that_a_table_names_keeps_its_name_and_stays() {
        var platform = TEAMS + "/" + people.teamCalled("Platform").id();

        var renamed = manager.json("PUT", platform, "{\"name\": \"Machines\"}");

        assertThat(renamed.statusCode()).isEqualTo(409);
        assertThat(code(renamed)).isEqualTo("TEAM_IN_TABLE");
        assertThat(JsonPath.<String>read(renamed.body(), "$.table")).isEqualTo("assignment-routing");
        assertThat(JsonPath.<String>read(renamed.body(), "$.ruleId")).isNotEmpty();
        assertThat(manager.json("PUT", platform, "{\"name\": \"PLATFORM\"}").statusCode())
                .as("the same name to a table")
                .isEqualTo(200);
        manager.json("PUT", platform, "{\"name\": \"Platform\"}");
    }

    @Test
    void a_team_with_open_tickets_stays() {
        var team = people.team("Busy " + UUID.randomUUID());
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        admin.json(
                "POST",
                "/api/v1/tickets/" + ticket.number() + "/assign",
                "{\"assigneeId\": null, \"teamId\": \"%s\"}".formatted(team.id()));

        assertThat(code(manager.json("DELETE", TEAMS + "/" + team.id(), ""))).isEqualTo("TEAM_HAS_TICKETS");
    }

    @Test
    void skills_are_counted_by_the_people_who_have_them() {
        var skill = "S" + UUID.randomUUID();
        var person = people.member(Role.DEVOPS_ENGINEER, people.teamCalled("Platform"));

        var set = http.as("lead")
                .json("PUT", USERS + "/" + person.id() + "/skills", "{\"skills\": [\"%s\"]}".formatted(skill));

        assertThat(JsonPath.<List<String>>read(set.body(), "$.skills")).containsExactly(skill);
        assertThat(JsonPath.<List<Integer>>read(
                        http.as("engineer").get("/api/v1/skills").body(),
                        "$[?(@.name == '%s')].people".formatted(skill)))
                .containsExactly(1);
    }

    @Test
    void an_account_that_was_changed_meanwhile_is_not_overwritten() {
        var person = people.someone(Role.DEVOPS_ENGINEER);
        var path = USERS + "/" + person.id();
        var seen = admin.get(path).headers().firstValue("ETag").orElseThrow();
        admin.json("PUT", path, "{\"maxOpenTickets\": 3}");

        assertThat(admin.with("If-Match", seen)
                        .json("PUT", path, "{\"maxOpenTickets\": 4}")
                        .statusCode())
                .isEqualTo(412);
    }

    @Test
    void a_lead_gives_tickets_to_the_own_team_and_an_engineer_to_nobody_else() {
        var ticket = world.openAndRouted(Category.VM, Priority.P3);
        var path = USERS + "/assignable?ticketId=" + ticket.number();

        assertThat(JsonPath.<List<String>>read(http.as("lead").get(path).body(), "$.items[*].team.name"))
                .isNotEmpty()
                .containsOnly("Platform");
        assertThat(JsonPath.<List<String>>read(http.as("manager").get(path).body(), "$.items[*].role"))
                .contains("ADMIN")
                .doesNotContain("END_USER");
        assertThat(JsonPath.<List<String>>read(http.as("engineer3").get(path).body(), "$.items[*].id"))
                .isEmpty();
        assertThat(JsonPath.<List<String>>read(
                        http.as(world.assigneeOf(ticket)).get(path).body(), "$.items[*].id"))
                .containsExactly(world.person(world.assigneeOf(ticket)).id().toString());
    }
}
