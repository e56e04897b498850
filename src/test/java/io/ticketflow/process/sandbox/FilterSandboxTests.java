package io.ticketflow.process.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.filter.Filter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** Expressions in Tasklist's filters: a few functions about the present time and the current user; none in the query of a caller. */
@TicketflowTest
class FilterSandboxTests {

    private static final String CANARY = "ticketflow.test.filter";
    private static final String CODE =
            "${''.getClass().forName('java.lang.System').getMethod('setProperty',''.getClass(),''.getClass()).invoke(null,'%s','ran')}"
                    .formatted(CANARY);

    @Autowired
    private World world;

    @Autowired
    private FilterService filters;

    @LocalServerPort
    private int port;

    private final String name = "sandbox " + UUID.randomUUID();

    @BeforeEach
    void aTicket() {
        world.beginAnew();
        world.openAndRouted(Category.VM, Priority.P3);
        System.clearProperty(CANARY);
    }

    @AfterEach
    void theCanaryIsSilent() {
        filters.createFilterQuery().filterName(name).list().stream()
                .map(Filter::getId)
                .forEach(filters::deleteFilter);
        assertThat(System.getProperty(CANARY)).isNull();
    }

    static Stream<String> hostile() {
        return Stream.of(
                CODE,
                CODE.replace("${", "#{"),
                "${currentUser()}" + CODE,
                "${dataSource}",
                "${sla}",
                "${assignTicket}",
                "${execution}",
                "${authenticatedUserId}",
                "${currentUser().getClass()}",
                "${currentUserGroups().getClass().classLoader}",
                "${now().getClass()}",
                "${now().setTime(0)}",
                "${dateTime().zone}",
                "${dateTime().getZone().getClass()}",
                "${dateTime().plusDays(sla)}",
                "${dateTime().plusDays(1).getClass()}",
                "${dateTime().toGregorianCalendar()}",
                "${dateTime().plusDays(9999999999)}",
                "${true ? now() : dataSource}",
                "${S('{}')}",
                "${1 + 1}");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void nobody_saves_any_other_expression(String expression) {
        var admin = Http.on(port).as("admin");
        var id = saved(admin, "{\"assigneeExpression\": \"${currentUser()}\"}");

        var query = "{\"assigneeExpression\": \"%s\"}".formatted(expression);
        var alternative =
                "{\"orQueries\": [{\"name\": \"x\"}, {\"dueBeforeExpression\": \"%s\"}]}".formatted(expression);
        for (var refused : List.of(query, alternative)) {
            assertThat(create(admin, refused).statusCode()).as(refused).isEqualTo(400);
            assertThat(put(admin, id, refused).statusCode()).as(refused).isEqualTo(400);
        }
        assertThat(filters.createFilterQuery().filterName(name).count()).isEqualTo(1);
        assertThat(run(admin, id).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void one_that_was_stored_before_does_not_run(String expression) {
        var admin = Http.on(port).as("admin");
        var id = saved(admin, "{\"assigneeExpression\": \"PLACEHOLDER\"}");
        world.sql("update act_ru_filter set query_ = replace(query_, 'PLACEHOLDER', '%s') where id_ = '%s'"
                .formatted(expression.replace("'", "''"), id));

        for (var path : List.of("/list", "/count", "/singleResult")) {
            for (var extension : List.of("{}", "{\"name\": \"x\"}")) {
                var answer = admin.json("POST", "/engine-rest/filter/" + id + path, extension);

                assertThat(answer.statusCode()).as(answer.body()).isEqualTo(409);
            }
        }
        assertThat(admin.get("/engine-rest/filter/" + id + "/list").body()).contains("is refused");
    }

    @Test
    void an_alternative_that_was_stored_before_does_not_run() {
        var admin = Http.on(port).as("admin");
        var id = saved(admin, "{\"orQueries\": [{\"name\": \"x\"}, {\"assigneeExpression\": \"PLACEHOLDER\"}]}");
        world.sql("update act_ru_filter set query_ = replace(query_, 'PLACEHOLDER', '%s') where id_ = '%s'"
                .formatted(CODE.replace("'", "''"), id));

        assertThat(run(admin, id).statusCode()).isEqualTo(409);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            assigneeExpression               | ${currentUser()}
            assigneeExpression               | #{ currentUser( ) }
            assigneeExpression               | somebody
            candidateGroupsExpression        | ${currentUserGroups()}
            candidateGroupsExpression        | ${groupsInMyCare()}
            dueBeforeExpression              | ${now()}
            dueBeforeExpression              | ${dateTime()}
            dueBeforeExpression              | ${dateTime().plusDays(2)}
            dueBeforeExpression              | ${dateTime().plusWeeks(1).withTimeAtStartOfDay()}
            dueAfterExpression               | ${dateTime().withTimeAtStartOfDay().plusDays(1).minusSeconds(1)}
            followUpBeforeExpression         | ${dateTime().withMillis(0)}
            createdAfterExpression           | ${dateTime().minusMonths(1).toDate()}
            """)
    void what_the_filter_dialog_suggests_is_saved_and_runs(String criterion, String expression) {
        var admin = Http.on(port).as("admin");

        var id = saved(admin, "{\"%s\": \"%s\"}".formatted(criterion, expression));

        assertThat(run(admin, id).statusCode()).isEqualTo(200);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            admin    | My tickets, Waiting for others, My team's queue, My team, Due soon, Calls for me, Escalations of my team
            engineer | My tickets, Waiting for others, My team's queue, My team, Due soon, Calls for me, Escalations of my team
            user     | My tickets
            """)
    void the_shared_filters_work(String who, String names) {
        var caller = Http.on(port).as(who);

        var shared = caller.get("/engine-rest/filter?resourceType=Task").body();

        assertThat(JsonPath.<List<String>>read(shared, "$[*].name")).containsExactlyInAnyOrder(names.split(", "));
        for (var id : JsonPath.<List<String>>read(shared, "$[*].id")) {
            assertThat(run(caller, id).statusCode()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"engineer", "user"})
    void only_administrators_make_and_change_filters(String who) {
        var id = saved(Http.on(port).as("admin"), "{}");
        var caller = Http.on(port).as(who);

        assertThat(create(caller, "{\"assigneeExpression\": \"${currentUser()}\"}")
                        .statusCode())
                .isEqualTo(403);
        assertThat(create(caller, "{\"assigneeExpression\": \"%s\"}".formatted(CODE))
                        .statusCode())
                .isIn(400, 403);
        assertThat(put(caller, id, "{}").statusCode()).isIn(403, 404);
        assertThat(run(caller, id).statusCode()).isIn(403, 404);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            admin    | ${currentUser()}
            admin    | CODE
            engineer | ${currentUser()}
            engineer | CODE
            user     | ${currentUser()}
            user     | CODE
            """)
    void a_query_brings_no_expression_at_all(String who, String expression) {
        var caller = Http.on(port).as(who);
        var criterion = "\"assigneeExpression\": \"%s\"".formatted(expression.replace("CODE", CODE));
        var filter = filters.createFilterQuery()
                .filterName("My tickets")
                .singleResult()
                .getId();

        for (var path :
                List.of("/task", "/task/count", "/filter/" + filter + "/list", "/filter/" + filter + "/count")) {
            for (var query :
                    List.of("{" + criterion + "}", "{\"orQueries\": [{\"name\": \"x\"}, {" + criterion + "}]}")) {
                assertThat(caller.json("POST", "/engine-rest" + path, query).statusCode())
                        .as(path)
                        .isEqualTo(400);
            }
        }
    }

    private String saved(Http caller, String query) {
        var answer = create(caller, query);
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return JsonPath.read(answer.body(), "$.id");
    }

    private HttpResponse<String> create(Http caller, String query) {
        return caller.json("POST", "/engine-rest/filter/create", filter(query));
    }

    private HttpResponse<String> put(Http caller, String id, String query) {
        return caller.json("PUT", "/engine-rest/filter/" + id, filter(query));
    }

    private String filter(String query) {
        return "{\"resourceType\": \"Task\", \"name\": \"%s\", \"query\": %s, \"properties\": {}}"
                .formatted(name, query);
    }

    private static HttpResponse<String> run(Http caller, String id) {
        return caller.get("/engine-rest/filter/" + id + "/list");
    }
}
