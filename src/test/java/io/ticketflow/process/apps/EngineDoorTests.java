package io.ticketflow.process.apps;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import io.ticketflow.process.lifecycle.Groups;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.RepositoryService;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

@TicketflowTest
class EngineDoorTests {

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private IdentityService identity;

    @Autowired
    private RepositoryService repository;

    private Http http;

    @BeforeEach
    void aClient(@LocalServerPort int port) {
        http = Http.on(port);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /engine-rest",
                "GET /engine-rest/",
                "GET /engine-rest/engine",
                "GET /engine-rest/engine/",
                "GET /engine-rest/engine/default/task",
                "GET /engine-rest/engine/default/version",
                "GET /engine-rest/version",
                "GET /engine-rest/telemetry/configuration",
                "GET /engine-rest/metrics/activity-instance-start/sum",
                "GET /engine-rest/schema/log",
                "POST /engine-rest/authorization/create",
                "GET /engine-rest/authorization",
                "GET /engine-rest/authorization/check",
                "GET /engine-rest/batch",
                "GET /engine-rest/condition",
                "GET /engine-rest/decision-definition",
                "POST /engine-rest/decision-definition/key/assignment-routing/evaluate",
                "GET /engine-rest/decision-requirements-definition",
                "GET /engine-rest/deployment",
                "POST /engine-rest/deployment/create",
                "GET /engine-rest/deployment/registered",
                "DELETE /engine-rest/deployment/x",
                "GET /engine-rest/event-subscription",
                "GET /engine-rest/execution",
                "POST /engine-rest/execution/x/signal",
                "POST /engine-rest/external-task/fetchAndLock",
                "GET /engine-rest/external-task",
                "GET /engine-rest/filter",
                "POST /engine-rest/filter/create",
                "GET /engine-rest/group",
                "POST /engine-rest/group/create",
                "GET /engine-rest/history/process-instance",
                "GET /engine-rest/history/task",
                "GET /engine-rest/history/user-operation",
                "GET /engine-rest/history/variable-instance",
                "POST /engine-rest/history/cleanup",
                "GET /engine-rest/identity/groups?userId=admin",
                "POST /engine-rest/identity/verify",
                "GET /engine-rest/identity/password-policy",
                "GET /engine-rest/incident",
                "GET /engine-rest/job",
                "POST /engine-rest/job/x/execute",
                "GET /engine-rest/job-definition",
                "POST /engine-rest/message",
                "POST /engine-rest/migration/execute",
                "POST /engine-rest/modification/execute",
                "OPTIONS /engine-rest/task",
                "GET /engine-rest/process-definition",
                "GET /engine-rest/process-definition/key/ticket-lifecycle/xml",
                "POST /engine-rest/process-definition/key/ticket-lifecycle/start",
                "GET /engine-rest/process-instance",
                "POST /engine-rest/process-instance/delete",
                "POST /engine-rest/signal",
                "GET /engine-rest/task",
                "GET /engine-rest/task/count",
                "POST /engine-rest/task/x/complete",
                "POST /engine-rest/task/x/claim",
                "GET /engine-rest/task/x/form-variables",
                "GET /engine-rest/tenant",
                "GET /engine-rest/user",
                "GET /engine-rest/user/count",
                "POST /engine-rest/user/create",
                "GET /engine-rest/variable-instance",
                "GET /engine-rest/openapi.json",
                "GET /engine-rest/app/x",
                "GET /engine-rest/nowhere"
            })
    void nobody_passes_without_saying_who(String request) {
        var parts = request.split(" ", -1);

        var answer = http.json(parts[0], parts[1], "");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("WWW-Authenticate"))
                .get()
                .asString()
                .startsWith("Basic realm=");
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void a_password_opens_by_handle_and_by_address_and_a_token_too() {
        var engineer = people.someone(Role.DEVOPS_ENGINEER);
        var signedIn = http.json(
                "POST",
                "/api/v1/auth/login",
                "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(engineer.email(), PeopleWithPasswords.PASSWORD));

        assertThat(as(engineer).get("/engine-rest/version").statusCode()).isEqualTo(200);
        assertThat(http.basic(engineer.email(), PeopleWithPasswords.PASSWORD)
                        .get("/engine-rest/version")
                        .statusCode())
                .isEqualTo(200);
        assertThat(http.bearer(JsonPath.read(signedIn.body(), "$.accessToken"))
                        .get("/engine-rest/version")
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void wrong_credentials_are_refused_every_time() {
        var engineer = people.someone(Role.DEVOPS_ENGINEER);
        assertThat(as(engineer).get("/engine-rest/version").statusCode()).isEqualTo(200);

        assertThat(http.basic(engineer.handle(), "wrong")
                        .get("/engine-rest/version")
                        .statusCode())
                .isEqualTo(401);
        assertThat(http.basic("nobody", PeopleWithPasswords.PASSWORD)
                        .get("/engine-rest/version")
                        .statusCode())
                .isEqualTo(401);
        assertThat(http.bearer("wrong").get("/engine-rest/version").statusCode())
                .isEqualTo(401);
        assertThat(http.with("Authorization", "Basic nonsense")
                        .get("/engine-rest/version")
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_deactivated_person_is_refused_at_once() {
        var engineer = people.someone(Role.DEVOPS_ENGINEER);
        assertThat(as(engineer).get("/engine-rest/version").statusCode()).isEqualTo(200);

        people.deactivate(engineer.id());

        assertThat(as(engineer).get("/engine-rest/version").statusCode()).isEqualTo(401);
    }

    @Test
    void the_engine_knows_who_calls_and_forgets_them_again() {
        var engineer = people.someone(Role.DEVOPS_ENGINEER);

        var groups = as(engineer).get("/engine-rest/identity/groups?userId=" + engineer.handle());

        assertThat(JsonPath.<List<String>>read(groups.body(), "$.groups[*].id")).containsExactly("engineers");
        assertThat(identity.getCurrentAuthentication()).isNull();
    }

    /** The engine would store it as a question mark. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            POST | /engine-rest/task/x/comment/create      | {"message": "a\\ud800"}
            POST | /engine-rest/task/x/complete            | {"variables": {"comment": {"value": "a\\ud800"}}}
            PUT  | /engine-rest/task/x/variables/a         | {"value": "\\udc00", "type": "String"}
            """)
    void half_a_character_is_refused(String method, String path, String body) {
        var refused = as(people.someone(Role.ADMIN)).json(method, path, body);

        assertThat(refused.statusCode()).as(refused.body()).isEqualTo(400);
        assertThat(refused.body()).contains("lone surrogate");
    }

    @Test
    void a_password_cannot_be_tried_out_inside() {
        var admin = people.someone(Role.ADMIN);

        var verified = as(admin)
                .json(
                        "POST",
                        "/engine-rest/identity/verify",
                        "{\"username\":\"%s\",\"password\":\"%s\"}"
                                .formatted(admin.handle(), PeopleWithPasswords.PASSWORD));

        assertThat(JsonPath.<Boolean>read(verified.body(), "$.authenticated")).isFalse();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    END_USER,        403
                    DEVOPS_ENGINEER, 403
                    SENIOR_ENGINEER, 403
                    TEAM_LEAD,       403
                    MANAGER,         403
                    ADMIN,           200
                    """)
    void no_role_but_administrators_deploys(Role role, int status) {
        assertThat(deploy(people.someone(role)).statusCode()).isEqualTo(status);
    }

    @Test
    void process_owners_look_and_deploy() {
        var owner = people.processOwner();

        assertThat(deploy(owner).statusCode()).isEqualTo(200);
        assertThat(as(owner).get("/engine-rest/process-definition/count").body())
                .isNotEqualTo("{\"count\":0}");
    }

    @ParameterizedTest
    @EnumSource(Role.class)
    void nobody_but_administrators_starts_a_process_by_hand(Role role) {
        var answer = as(people.someone(role))
                .json("POST", "/engine-rest/process-definition/key/ticket-lifecycle/start", "{}");

        if (role == Role.ADMIN) {
            assertThat(answer.statusCode()).isNotIn(403, 404);
        } else {
            // A caller who may not see the model is told that it does not exist.
            assertThat(answer.statusCode()).isIn(403, 404);
        }
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    END_USER,        403, false
                    DEVOPS_ENGINEER, 200, false
                    TEAM_LEAD,       200, false
                    MANAGER,         200, true
                    ADMIN,           200, true
                    """)
    void the_model_is_for_engineers_and_all_tables_for_managers(Role role, int status, boolean seesTables) {
        var caller = as(people.someone(role));

        var model = caller.get("/engine-rest/process-definition/key/ticket-lifecycle/xml");
        var tables = caller.get("/engine-rest/decision-definition/count");

        assertThat(model.statusCode()).isEqualTo(status);
        assertThat(tables.body().matches("\\{\"count\":[1-9]\\d*}")).isEqualTo(seesTables);
    }

    @Test
    void requesters_see_themselves_alone() {
        var requester = people.someone(Role.END_USER);
        var other = people.someone(Role.ADMIN);
        var caller = as(requester);

        assertThat(JsonPath.<List<String>>read(
                        caller.get("/engine-rest/user?maxResults=50").body(), "$[*].id"))
                .containsExactly(requester.handle());
        assertThat(caller.get("/engine-rest/user/count").body()).isEqualTo("{\"count\":1}");
        assertThat(caller.get("/engine-rest/user/" + other.handle() + "/profile")
                        .statusCode())
                .isEqualTo(404);
        assertThat(caller.get("/engine-rest/task?maxResults=50").body()).isEqualTo("[]");
    }

    /** The engine would show requesters next to nothing, and search through all data for it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /engine-rest/process-instance",
                "POST /engine-rest/process-instance",
                "GET /engine-rest/process-instance/count",
                "GET /engine-rest/engine/default/process-instance",
                "GET /engine-rest/execution",
                "GET /engine-rest/history/process-instance",
                "POST /engine-rest/history/task/count",
                "GET /engine-rest/history/variable-instance",
                "GET /engine-rest/job",
                "GET /engine-rest/incident",
                "GET /engine-rest/event-subscription",
                "POST /engine-rest/external-task/fetchAndLock",
                "GET /engine-rest/process-definition/statistics",
                "GET /engine-rest/task/report/candidate-group-count",
                "POST /engine-rest/message",
                "GET /engine-rest/deployment",
                "GET /engine-rest/group",
                "GET /engine-rest/authorization"
            })
    void requesters_ask_for_their_tasks_alone(String request) {
        var parts = request.split(" ", -1);

        var answer = as(people.someone(Role.END_USER)).json(parts[0], parts[1], parts[0].equals("POST") ? "{}" : "");

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/version",
                "/engine",
                "/filter?resourceType=Task&itemCount=true",
                "/filter/count",
                "/task?maxResults=15",
                "/task/count",
                "/process-definition?startableInTasklist=true&startablePermissionCheck=true&maxResults=15",
                "/process-definition/count",
                "/history/user-operation?maxResults=50",
                "/history/user-operation/count",
                "/user/count"
            })
    void requesters_may_ask_what_tasklist_asks(String path) {
        var answer = as(people.someone(Role.END_USER)).get("/engine-rest" + path);

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    @Test
    void people_are_found_by_every_filter_and_page_by_page() {
        var name = "Zaphod" + UUID.randomUUID().toString().substring(0, 8);
        var team = people.team(name);
        var first = people.member(Role.DEVOPS_ENGINEER, team);
        var second = people.member(Role.TEAM_LEAD, team);
        var group = Groups.of(team);

        assertThat(identity.createUserQuery()
                        .memberOfGroup(group)
                        .orderByUserId()
                        .asc()
                        .list())
                .extracting(user -> user.getId())
                .containsExactlyElementsOf(List.of(first.handle(), second.handle()).stream()
                        .sorted()
                        .toList());
        assertThat(identity.createUserQuery().memberOfGroup(group).count()).isEqualTo(2);
        assertThat(identity.createUserQuery()
                        .memberOfGroup(group)
                        .orderByUserId()
                        .desc()
                        .listPage(1, 5))
                .hasSize(1);
        assertThat(identity.createUserQuery()
                        .memberOfGroup(Groups.leadsOf(team))
                        .singleResult()
                        .getId())
                .isEqualTo(second.handle());
        assertThat(identity.createUserQuery()
                        .userId(first.handle())
                        .singleResult()
                        .getEmail())
                .isEqualTo(first.email());
        assertThat(identity.createUserQuery()
                        .userEmailLike("%" + first.email().substring(0, 20) + "%")
                        .userLastName("Person")
                        .count())
                .isEqualTo(1);
        assertThat(identity.createUserQuery().userIdIn(first.handle(), "nobody").count())
                .isEqualTo(1);
        assertThat(identity.createUserQuery()
                        .userFirstNameLike("te_t")
                        .userIdIn(first.handle())
                        .count())
                .isEqualTo(1);
        assertThat(identity.createGroupQuery()
                        .groupMember(second.handle())
                        .orderByGroupId()
                        .asc()
                        .list())
                .extracting(found -> found.getId())
                .containsExactly("engineers", "leads", group, Groups.leadsOf(team));
        assertThat(identity.createGroupQuery().groupNameLike(name + "%").count())
                .isEqualTo(2);
        assertThat(identity.createGroupQuery().groupId("managers").count()).isEqualTo(1);
        assertThat(identity.createTenantQuery().count()).isZero();
        assertThat(identity.isReadOnly()).isTrue();
    }

    @Test
    void managers_and_administrators_of_a_team_are_not_its_leads() {
        var team = people.team("Top " + UUID.randomUUID());

        assertThat(Groups.of(people.member(Role.MANAGER, team), Optional.of(team)))
                .contains("managers", Groups.of(team))
                .doesNotContain(Groups.leadsOf(team));
        assertThat(Groups.of(people.member(Role.END_USER, team), Optional.of(team)))
                .isEmpty();
    }

    private HttpResponse<String> deploy(Person person) {
        var name = "doors-" + UUID.randomUUID();
        var body = """
                --part\r
                Content-Disposition: form-data; name="deployment-name"\r
                \r
                %1$s\r
                --part\r
                Content-Disposition: form-data; name="model"; filename="%1$s.form"\r
                \r
                {"id":"%1$s","type":"default","schemaVersion":16,"components":[]}\r
                --part--\r
                """.formatted(name);
        var answer =
                as(person).send("POST", "/engine-rest/deployment/create", body, "multipart/form-data; boundary=part");
        repository
                .createDeploymentQuery()
                .deploymentName(name)
                .list()
                .forEach(made -> repository.deleteDeployment(made.getId(), true));
        return answer;
    }

    private Http as(Person person) {
        return http.basic(person.handle(), PeopleWithPasswords.PASSWORD);
    }

    /** CVE-2026-109432: the engine forbids expressions in a query, but not in its alternatives. An expression runs code in the server. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"assigneeExpression\": \"EXPRESSION\"}",
                "{\"orQueries\": [{\"assigneeExpression\": \"EXPRESSION\"}]}",
                "{\"orQueries\": [{\"name\": \"x\"}, {\"dueAfterExpression\": \"EXPRESSION\"}]}",
                "{\"orQueries\": [{\"assignee\\u0045xpression\": \"EXPRESSION\"}]}"
            })
    void no_expression_comes_in_by_a_query(String query) {
        var user = http.basic(people.someone(Role.END_USER).handle(), PeopleWithPasswords.PASSWORD);
        var filter = JsonPath.<List<String>>read(
                        user.get("/engine-rest/filter?name=My%20tickets").body(), "$[*].id")
                .get(0);
        System.clearProperty("ticketflow.test.expression");
        var body = query.replace(
                "EXPRESSION",
                "${''.getClass().forName('java.lang.System').getMethod('setProperty',''.getClass(),''.getClass()).invoke(null,'ticketflow.test.expression','ran')}");

        for (var path : List.of(
                "/engine-rest/task",
                "/engine-rest/task/count",
                "/engine-rest/engine/default/task",
                "/engine-rest/filter/" + filter + "/list",
                "/engine-rest/filter/" + filter + "/count",
                "/engine-rest/filter/" + filter + "/singleResult")) {
            var answer = user.json("POST", path, body);

            assertThat(System.getProperty("ticketflow.test.expression"))
                    .as(path)
                    .isNull();
            assertThat(answer.statusCode()).as(path).isEqualTo(400);
        }
    }
}
