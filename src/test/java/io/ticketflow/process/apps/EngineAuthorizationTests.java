package io.ticketflow.process.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.process.lifecycle.Groups;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Stream;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.BatchPermissions;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.authorization.Resources;
import org.camunda.bpm.engine.authorization.TaskPermissions;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The rights of each role in the engine, over its REST API, and which rows of the rights are ours. */
@TicketflowTest
@TestInstance(Lifecycle.PER_CLASS)
class EngineAuthorizationTests {

    private static final List<String> COLUMNS = List.of("END_USER", "DEVOPS", "LEAD", "MANAGER", "OWNER", "ADMIN");

    @Autowired
    private World world;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private EngineAuthorizations grants;

    @Autowired
    private AuthorizationService authorizations;

    @Autowired
    private ManagementService management;

    @Autowired
    private ProcessEngine engine;

    @LocalServerPort
    private int port;

    private final Map<String, Person> callers = new LinkedHashMap<>();
    private Ticket ticket;
    private String unique;

    @BeforeAll
    void people() {
        world.beginAnew();
        callers.put("END_USER", people.someone(Role.END_USER));
        callers.put("DEVOPS", people.someone(Role.DEVOPS_ENGINEER));
        callers.put("LEAD", people.someone(Role.TEAM_LEAD));
        callers.put("MANAGER", people.someone(Role.MANAGER));
        callers.put("ADMIN", people.someone(Role.ADMIN));
        var owner = people.someone(Role.DEVOPS_ENGINEER);
        callers.put("OWNER", owner);
        var marked = Http.on(port).as("admin").json("PUT", "/api/v1/users/" + owner.id(), "{\"processOwner\": true}");
        assertThat(marked.statusCode()).as(marked.body()).isEqualTo(200);
        ticket = world.openAndRouted(Category.VM, Priority.P3);
        unique = "matrix";
    }

    @AfterEach
    void nothingIsLeft() {
        management.createBatchQuery().list().forEach(batch -> management.deleteBatch(batch.getId(), true));
        authorizations
                .createAuthorizationQuery()
                .groupIdIn(unique)
                .list()
                .forEach(row -> authorizations.deleteAuthorization(row.getId()));
        var filters = engine.getFilterService();
        filters.createFilterQuery().filterName(unique).list().forEach(made -> filters.deleteFilter(made.getId()));
        var repository = engine.getRepositoryService();
        repository
                .createDeploymentQuery()
                .deploymentName(unique)
                .list()
                .forEach(made -> repository.deleteDeployment(made.getId(), true));
    }

    static Stream<Arguments> rows() throws IOException {
        try (var matrix = EngineAuthorizationTests.class.getResourceAsStream("/engine-matrix.txt")) {
            return new String(Objects.requireNonNull(matrix).readAllBytes(), StandardCharsets.UTF_8)
                            .lines()
                            .filter(line -> line.contains("|") && !line.startsWith("#"))
                            .map(line -> Arrays.stream(line.split("\\|", 9))
                                    .map(String::strip)
                                    .toList())
                            .map(row -> Arguments.of(row.get(0), row))
                            .toList()
                            .stream();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void each_role_gets_what_is_its(String name, List<String> row) {
        var answers = new ArrayList<String>();
        for (var column : COLUMNS) {
            var answer =
                    ask(Objects.requireNonNull(callers.get(column)), row.get(1).split(" +"), row.get(8));
            answers.add(Integer.toString(answer.statusCode()));
            nothingIsLeft();
        }

        assertThat(answers).as("%s for %s", row.get(1), COLUMNS).isEqualTo(row.subList(2, 8));
    }

    private HttpResponse<String> ask(Person caller, String[] route, String body) {
        anOpenTicket();
        unique = "matrix-" + UUID.randomUUID();
        var http = Http.on(port).basic(caller.handle(), PeopleWithPasswords.PASSWORD);
        var path = "/engine-rest" + filled(route[1], caller);
        return body.equals("multipart")
                ? http.send(route[0], path, form(), "multipart/form-data; boundary=part")
                : http.json(route[0], path, filled(body, caller));
    }

    private void anOpenTicket() {
        var suspended = engine.getRuntimeService()
                        .createProcessInstanceQuery()
                        .processInstanceId(ticket.processInstanceId())
                        .active()
                        .count()
                == 0;
        if (suspended || world.now(ticket).status() != TicketStatus.OPEN) {
            world.beginAnew();
            ticket = world.openAndRouted(Category.VM, Priority.P3);
        }
    }

    private String filled(String text, Person caller) {
        var task = world.taskOf(ticket);
        return text.replace("{instance}", String.valueOf(ticket.processInstanceId()))
                .replace("{definition}", String.valueOf(ticket.processDefinitionId()))
                .replace("{task}", task.getId())
                .replace("{assignee}", String.valueOf(task.getAssignee()))
                .replace("{job}", world.timersOf(ticket).get(0).getId())
                .replace("{form}", text.contains("{form}") ? aFormDeployment() : "")
                .replace("{self}", caller.handle())
                .replace("{unique}", unique);
    }

    private String aFormDeployment() {
        return engine.getRepositoryService()
                .createDeployment()
                .name(unique)
                .addString(unique + ".form", formFile())
                .deploy()
                .getId();
    }

    private String formFile() {
        return "{\"id\":\"%s\",\"type\":\"default\",\"schemaVersion\":16,\"components\":[]}".formatted(unique);
    }

    private String form() {
        return """
                --part\r
                Content-Disposition: form-data; name="deployment-name"\r
                \r
                %1$s\r
                --part\r
                Content-Disposition: form-data; name="model"; filename="%1$s.form"\r
                \r
                %2$s\r
                --part--\r
                """.formatted(unique, formFile());
    }

    @Test
    void a_requester_has_the_task_that_waits_for_them_and_no_other() {
        world.beginAnew();
        var resolved = world.resolved();
        var other = world.openAndRouted(Category.VM, Priority.P3);
        var requester = Http.on(port).as("user");

        assertThat(JsonPath.<List<String>>read(
                        requester.get("/engine-rest/task").body(), "$[*].id"))
                .containsExactly(world.taskOf(resolved).getId());
        assertThat(requester
                        .get("/engine-rest/task/" + world.taskOf(other).getId())
                        .statusCode())
                .isEqualTo(404);
        var assigned = requester.json(
                "POST", "/engine-rest/task/" + world.taskOf(resolved).getId() + "/assignee", "{\"userId\": \"user\"}");
        assertThat(assigned.statusCode()).isEqualTo(403);
    }

    @Test
    void a_team_made_at_run_time_works_at_once() {
        world.beginAnew();
        var waiting = world.openAndRouted(Category.VM, Priority.P3);
        var task = world.taskOf(waiting).getId();
        var team = people.team("Night shift " + UUID.randomUUID());
        var member = people.member(Role.DEVOPS_ENGINEER, team);
        engine.getTaskService().addCandidateGroup(task, Groups.of(team));

        var http = Http.on(port).basic(member.handle(), PeopleWithPasswords.PASSWORD);

        assertThat(JsonPath.<List<String>>read(
                        http.get("/engine-rest/identity/groups?userId=" + member.handle())
                                .body(),
                        "$.groups[*].id"))
                .containsExactlyInAnyOrder(Groups.ENGINEERS, Groups.of(team));
        assertThat(JsonPath.<List<String>>read(
                        http.json(
                                        "POST",
                                        "/engine-rest/task",
                                        "{\"candidateUser\": \"%s\", \"includeAssignedTasks\": true}"
                                                .formatted(member.handle()))
                                .body(),
                        "$[*].id"))
                .containsExactly(task);
    }

    @Test
    void a_second_start_changes_nothing() {
        var before = rowsInTheDatabase();

        grants.afterSingletonsInstantiated();

        assertThat(rowsInTheDatabase()).isEqualTo(before);
    }

    @Test
    void what_an_operator_adds_stays_and_what_is_ours_comes_back() {
        unique = "matrix-" + UUID.randomUUID();
        var own = row(unique, Resources.BATCH, BatchPermissions.READ);
        var ours = find(Groups.ENGINEERS, Resources.TASK);
        ours.addPermission(TaskPermissions.TASK_ASSIGN);
        ours.removePermission(TaskPermissions.TASK_WORK);
        authorizations.saveAuthorization(ours);

        grants.afterSingletonsInstantiated();

        assertThat(find(unique, Resources.BATCH).getId()).isEqualTo(own.getId());
        var now = find(Groups.ENGINEERS, Resources.TASK);
        assertThat(now.isPermissionGranted(TaskPermissions.TASK_ASSIGN)).isTrue();
        assertThat(now.isPermissionGranted(TaskPermissions.TASK_WORK)).isTrue();
        now.removePermission(TaskPermissions.TASK_ASSIGN);
        authorizations.saveAuthorization(now);
    }

    @Test
    void what_is_ours_no_longer_is_taken_back() {
        unique = "matrix-" + UUID.randomUUID();
        var former = row(unique, Resources.BATCH, BatchPermissions.READ);
        var widened = row(unique, Resources.TASK, TaskPermissions.READ, TaskPermissions.UPDATE);
        remember(former, Permissions.READ);
        remember(widened, Permissions.READ);

        grants.afterSingletonsInstantiated();

        assertThat(authorizations
                        .createAuthorizationQuery()
                        .authorizationId(former.getId())
                        .count())
                .isZero();
        var left = find(unique, Resources.TASK);
        assertThat(left.isPermissionGranted(TaskPermissions.READ)).isFalse();
        assertThat(left.isPermissionGranted(TaskPermissions.UPDATE)).isTrue();
        assertThat(management.getProperties())
                .doesNotContainKeys("ticketflow.grant." + former.getId(), "ticketflow.grant." + widened.getId());
    }

    private List<String> rowsInTheDatabase() {
        return authorizations.createAuthorizationQuery().list().stream()
                .map(row -> row.getId() + row)
                .sorted()
                .toList();
    }

    private Authorization row(String group, Resource resource, Permission... permissions) {
        var row = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        row.setGroupId(group);
        row.setResource(resource);
        row.setResourceId(Authorization.ANY);
        row.setPermissions(permissions);
        return authorizations.saveAuthorization(row);
    }

    private Authorization find(String group, Resource resource) {
        return authorizations
                .createAuthorizationQuery()
                .groupIdIn(group)
                .resourceType(resource)
                .resourceId(Authorization.ANY)
                .singleResult();
    }

    private void remember(Authorization row, Permission permission) {
        management.setProperty("ticketflow.grant." + row.getId(), Integer.toString(permission.getValue()));
    }
}
