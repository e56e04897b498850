package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.process.WaitingForVendor.Edit;
import io.ticketflow.process.check.Reconciliation;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import io.ticketflow.ticket.TicketStatus;
import java.net.http.HttpResponse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** An afternoon of a process owner, with Modeler's own requests: fetch the lifecycle, draw a state into it, deploy it, use it, migrate tickets, be refused. */
@TicketflowTest
class ProcessOwnerStoryTests {

    private static final String FILE = "ticket-lifecycle.bpmn";
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\"[^>]*value=\"([^\"]+)\"");

    @Autowired
    private World world;

    @Autowired
    private Reconciliation reconciliation;

    private int port;
    private Http owner;
    private Modeler modeler;

    @BeforeEach
    void sitDown(@LocalServerPort int port) {
        world.beginAnew();
        this.port = port;
        this.owner = Http.on(port).as("process-owner");
        this.modeler = new Modeler(Http.on(port).basic("process-owner", personalToken()));
    }

    @AfterAll
    static void leaveNothing(@Autowired World world) {
        world.beginAnew();
    }

    private String personalToken() {
        var made =
                owner.json("POST", "/api/v1/auth/tokens", "{\"name\": \"Modeler\", \"scopes\": [\"engine:deploy\"]}");
        return JsonPath.read(made.body(), "$.token");
    }

    private String fetched() {
        return JsonPath.read(
                ok(modeler.who().get("/engine-rest/process-definition/key/ticket-lifecycle/xml")), "$.bpmn20Xml");
    }

    @Test
    void a_state_is_drawn_deployed_and_used_and_a_running_ticket_comes_along() {
        var old = world.inWork();
        var due = world.timersOf(old).stream()
                .map(timer -> timer.getDuedate().toInstant())
                .sorted()
                .toList();
        assertThat(modeler.version().statusCode()).isEqualTo(200);
        assertThat(modeler.anyDeployment().statusCode()).isEqualTo(200);

        ok(modeler.deploy(Map.of(FILE, WaitingForVendor.drawnInto(fetched()))));

        var fresh = world.inWork();
        assertThat(stepsOf(fresh)).contains("VENDOR");
        assertThat(stepsOf(old)).doesNotContain("VENDOR");
        waitsAndComesBackThroughTheApi(fresh);

        migrate(old);

        assertThat(world.timersOf(old).stream()
                        .map(timer -> timer.getDuedate().toInstant())
                        .sorted()
                        .toList())
                .as("deadlines")
                .isEqualTo(due);
        assertThat(stepsOf(old)).contains("VENDOR");
        waitsAndComesBackThroughTasklist(old);
    }

    private void waitsAndComesBackThroughTheApi(Ticket ticket) {
        var assignee = Http.on(port).as(world.assigneeOf(ticket));
        var status = "/api/v1/tickets/" + ticket.number() + "/status";

        ok(assignee.json("PATCH", status, "{\"transition\": \"VENDOR\", \"comment\": \"Case 4711\"}"));
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.PENDING_INFO);
        var waiting = ok(assignee.get("/api/v1/tickets/" + ticket.number()));
        assertThat(JsonPath.<String>read(waiting, "$.stage.name")).isEqualTo("Waiting for vendor");
        assertThat(JsonPath.<String>read(waiting, "$.sla.resolution.state")).isEqualTo("PAUSED");

        isNotTheRequestersTurn(ticket);

        ok(assignee.json("PATCH", status, "{\"transition\": \"IN_PROGRESS\"}"));
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
    }

    /** Requesters are told, but not asked; Tasklist shows them no task, and their comments do not move the ticket. */
    private void isNotTheRequestersTurn(Ticket ticket) {
        var requester = Http.on(port).as("user");
        var path = "/api/v1/tickets/" + ticket.number();

        assertThat(world.taskOf(ticket).getAssignee()).isEqualTo(world.assigneeOf(ticket));
        assertThat(JsonPath.<List<String>>read(
                        ok(requester.get("/api/v1/notifications")),
                        "$.items[?(@.ticket.number == '%s')].event".formatted(ticket.number())))
                .contains("STATUS_CHANGED")
                .doesNotContain("INFO_REQUESTED");
        assertThat(ok(requester.get(path + "/transitions"))).isEqualTo("[]");
        requester.json("POST", path + "/comments", "{\"body\": \"Any news?\", \"visibility\": \"PUBLIC\"}");
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.PENDING_INFO);
        assertThat(reconciliation.check()).isEmpty();
    }

    private void waitsAndComesBackThroughTasklist(Ticket ticket) {
        var tasklist = tasklistOf(world.assigneeOf(ticket));

        complete(tasklist, ticket, "{'transition': {'value': 'VENDOR'}, 'comment': {'value': 'Case 4712'}}");
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.PENDING_INFO);
        assertThat(world.taskOf(ticket).getName()).isEqualTo("Waiting for vendor");

        complete(tasklist, ticket, "{'transition': {'value': 'IN_PROGRESS'}}");
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
    }

    private void complete(Http tasklist, Ticket ticket, String variables) {
        var path = "/camunda/api/engine/engine/default/task/%s/submit-form"
                .formatted(world.taskOf(ticket).getId());
        var answer = tasklist.json("POST", path, ("{'variables': " + variables + "}").replace('\'', '"'));
        assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 204);
    }

    private Http tasklistOf(String handle) {
        var browser = Http.browser(port);
        var token = CSRF.matcher(browser.get("/login").body());
        assertThat(token.find()).isTrue();
        var fields = new LinkedHashMap<String, String>();
        fields.put("username", handle);
        fields.put("password", "Ticketflow-demo-1");
        fields.put("_csrf", token.group(1));
        browser.form("/login", fields);
        browser.get("/camunda/app/tasklist/default/");
        return browser.with("X-XSRF-TOKEN", browser.cookie("XSRF-TOKEN"));
    }

    private void migrate(Ticket ticket) {
        var wish = "{\"from\": 1, \"dryRun\": %s}";
        var report = ok(owner.json("POST", "/api/v1/processes/ticket-lifecycle/migrate", wish.formatted(true)));
        assertThat(JsonPath.<List<String>>read(report, "$.activities[*].becomes.id"))
                .containsExactly("workOnTicket");
        assertThat(JsonPath.<Integer>read(report, "$.to")).isGreaterThan(1);

        var begun = owner.json("POST", "/api/v1/processes/ticket-lifecycle/migrate", wish.formatted(false));
        assertThat(begun.statusCode()).as(begun.body()).isEqualTo(202);
        var migration = begun.headers().firstValue("Location").orElseThrow();
        await().until(() -> JsonPath.read(ok(owner.get(migration)), "$.finishedAt") != null);
        assertThat(JsonPath.<List<String>>read(ok(owner.get(migration + "/instances")), "$.items[*].number"))
                .contains(ticket.number());
        assertThat(JsonPath.<Integer>read(ok(owner.get(migration)), "$.migrated"))
                .isEqualTo(1);
    }

    private List<String> stepsOf(Ticket ticket) {
        var steps =
                Http.on(port).as(world.assigneeOf(ticket)).get("/api/v1/tickets/" + ticket.number() + "/transitions");
        return JsonPath.read(ok(steps), "$[*].transition");
    }

    private static String ok(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
        return answer.body();
    }

    /** A mistake of a person who draws this for the first time, and what Modeler shows then. */
    private record Mistake(String name, String old, String drawn, String element, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Mistake> mistakes() {
        return Stream.of(
                new Mistake(
                        "a status that there is not",
                        "value=\"PENDING_INFO\" /><camunda:property name=\"waitsFor\" value=\"OTHERS\" />",
                        "value=\"WAITING_FOR_VENDOR\" />",
                        "waitForVendor",
                        "is no status of a ticket"),
                new Mistake(
                        "a clock that would run on while it waits",
                        "value=\"PENDING_INFO\" /><camunda:property name=\"waitsFor\" value=\"OTHERS\" />",
                        "value=\"IN_PROGRESS\" />",
                        "waitForVendor",
                        "inside of 'handleTicket'"),
                new Mistake(
                        "a step without a name",
                        "id=\"vendorAnswered\" name=\"The vendor has answered\"",
                        "id=\"vendorAnswered\"",
                        "vendorAnswered",
                        "has no name"),
                new Mistake(
                        "a step that leads out of the subprocess and nowhere",
                        "id=\"outcomeToWaitForVendor\" name=\"Vendor needed\" sourceRef=\"outcome\" targetRef=\"waitForVendor\">\n"
                                + "  <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${transition == 'VENDOR'}",
                        "id=\"outcomeToWaitForVendor\" name=\"Vendor needed\" sourceRef=\"outcome\" targetRef=\"waitForVendor\">\n"
                                + "  <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${transition == 'VENDORS'}",
                        "afterWorkToVendorNeeded",
                        "nothing leads on from"),
                new Mistake(
                        "code where a step should be",
                        "id=\"givenUpEnds\" />",
                        "id=\"givenUpEnds\" /><bpmn:extensionElements><camunda:executionListener event=\"start\">"
                                + "<camunda:script scriptFormat=\"javascript\">1</camunda:script></camunda:executionListener></bpmn:extensionElements>",
                        "givenUp",
                        "script"));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void a_mistake_is_refused_by_its_element_and_reason_and_nothing_is_kept(Mistake mistake) {
        var before = modeler.who().get("/engine-rest/deployment/count").body();
        var drawn = Edit.in(WaitingForVendor.drawnInto(fetched()))
                .replace(mistake.old(), mistake.drawn())
                .done();

        var answer = modeler.deploy(Map.of(FILE, drawn));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JsonPath.<List<Map<String, Object>>>read(answer.body(), "$.details['%s'].errors".formatted(FILE)))
                .as(answer.body())
                .anySatisfy(error -> assertThat(error)
                        .hasEntrySatisfying(
                                "mainElementId", id -> assertThat(id).isEqualTo(mistake.element()))
                        .hasEntrySatisfying("message", message -> assertThat(String.valueOf(message))
                                .containsIgnoringCase(mistake.reason())));
        assertThat(modeler.who().get("/engine-rest/deployment/count").body()).isEqualTo(before);
        assertThat(world.openAndRouted(Category.VM, Priority.P3).status()).isEqualTo(TicketStatus.OPEN);
    }
}
