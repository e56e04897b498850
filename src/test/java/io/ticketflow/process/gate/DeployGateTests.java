package io.ticketflow.process.gate;

import static io.ticketflow.process.gate.Hostile.ESCALATION;
import static io.ticketflow.process.gate.Hostile.FORM;
import static io.ticketflow.process.gate.Hostile.MODEL;
import static io.ticketflow.process.gate.Hostile.ROUTING;
import static io.ticketflow.process.gate.Hostile.edited;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
import io.ticketflow.platform.CurrentActor;
import io.ticketflow.process.Modeler;
import io.ticketflow.process.WaitingForVendor;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.sandbox.SlowCell;
import io.ticketflow.process.sandbox.TaskBeans;
import io.ticketflow.process.tables.TableVerdicts;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.MoveDetails;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.TicketStatus;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.camunda.bpm.engine.ParseException;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/**
 * Deploys like a process owner with Modeler: the gate refuses each deployment that would lose tickets or run code, by the element's id and the reason, and
 * accepts all others.
 */
@TicketflowTest
class DeployGateTests {

    @Autowired
    private World world;

    @Autowired
    private RepositoryService repository;

    @Autowired
    private TaskService tasks;

    @Autowired
    private PeopleWithPasswords people;

    @Autowired
    private TableVerdicts verdicts;

    @Autowired
    private ApplicationContext context;

    private int port;
    private Http owner;

    @BeforeEach
    void beginAnew(@LocalServerPort int port) {
        world.beginAnew();
        this.port = port;
        this.owner = Http.on(port).as("process-owner");
    }

    @AfterAll
    static void leaveNothing(@Autowired World world) {
        world.beginAnew();
    }

    @ParameterizedTest
    @MethodSource({
        "io.ticketflow.process.gate.HostileStates#statesThatLoseTickets",
        "io.ticketflow.process.gate.HostileStates#timersThatAreNotTheClocks",
        "io.ticketflow.process.gate.HostileCode#code",
        "io.ticketflow.process.gate.HostileNotices#notices",
        "io.ticketflow.process.gate.HostileCode#files",
        "io.ticketflow.process.gate.HostileTables#tables"
    })
    void what_would_do_harm_is_refused_by_its_id_and_reason(Hostile hostile) {
        var before = everythingDeployed();
        var shipped = read(hostile.file());

        var refusal = catchThrowableOfType(
                ParseException.class,
                () -> CurrentActor.as(world.as("process-owner"), () -> repository
                        .createDeployment()
                        .addString(hostile.file(), hostile.edit().apply(shipped))
                        .deploy()));

        assertThat(refusal).as("refused").isNotNull();
        assertThat(refusal.getResorceReports()).singleElement().satisfies(report -> {
            assertThat(report.getResourceName()).isEqualTo(hostile.file());
            assertThat(report.getErrors()).anySatisfy(problem -> {
                assertThat(problem.getMainElementId()).isEqualTo(hostile.element());
                assertThat(problem.getMessage()).contains(hostile.reason());
            });
        });
        assertThat(refusal).hasMessageContainingAll(hostile.file(), hostile.reason());
        assertThat(everythingDeployed()).isEqualTo(before);
    }

    @Test
    void a_name_that_is_a_path_is_refused() {
        for (var name : List.of("../evil.form", "a/b.form", "a\\\\b.form")) {
            var answer = deploy(owner, Map.of(name, "{\"id\": \"x\", \"schemaVersion\": 16, \"components\": []}"));

            // Some paths are cut to the file's name before the engine sees them.
            assertThat(answer.statusCode()).as(name + answer.body()).isIn(400, 200);
            repository
                    .createDeploymentQuery()
                    .deploymentName("by its owner")
                    .list()
                    .forEach(made -> assertThat(repository.getDeploymentResourceNames(made.getId()))
                            .noneMatch(resource -> resource.contains("/") || resource.contains("\\")));
        }
    }

    @Test
    void all_that_is_wrong_with_all_files_is_said_at_once_and_the_good_ones_are_not_kept() {
        var before = everythingDeployed();
        var files = new LinkedHashMap<String, String>();
        files.put(
                MODEL,
                edited(read(MODEL), "value=\"RESOLVED\"", "value=\"SOLVED\"")
                        .replace("${!escalationDue}", "${urgent}"));
        files.put(ROUTING, edited(read(ROUTING), "\"Network\"", "\"Netzwerk\""));
        files.put(ESCALATION, read(ESCALATION));

        var answer = deploy(owner, files);

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JsonPath.<String>read(answer.body(), "$.type")).isEqualTo("ParseException");
        assertThat(JsonPath.<String>read(answer.body(), "$.message")).contains(MODEL, ROUTING);
        assertThat(problems(answer, MODEL))
                .extracting(problem -> problem.get("mainElementId"))
                .contains("confirmResolution", "isEscalationDueToNothingToEscalate");
        assertThat(problems(answer, ROUTING)).hasSize(1);
        assertThat(everythingDeployed()).isEqualTo(before);
    }

    @Test
    void a_table_that_would_think_for_hours_is_refused_in_time_and_others_are_deployed_meanwhile_and_after() {
        var slow = edited(
                read(ROUTING),
                "<text>\"Network\"</text>",
                "<text>if %s > 0 then \"Network\" else \"Platform\"</text>".formatted(SlowCell.NUMBER));
        var good = edited(read(ESCALATION), "only told", "told, and only told");
        var began = Instant.now();

        var refused = CompletableFuture.supplyAsync(() -> deploy(owner, Map.of(ROUTING, slow)));
        assertAccepted(deploy(Http.on(port).as("process-owner"), Map.of(ESCALATION, good)));

        var answer = refused.join();
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(problems(answer, ROUTING)).singleElement().satisfies(problem -> {
            assertThat(problem.get("mainElementId")).isEqualTo("network_team");
            assertThat(problem.get("message")).asString().contains("takes longer than 5 s");
        });
        assertAccepted(deploy(owner, Map.of(ESCALATION, read(ESCALATION))));
        assertThat(Duration.between(began, Instant.now())).isLessThan(Duration.ofSeconds(30));
    }

    @Test
    void the_shipped_files_pass() {
        var files = new LinkedHashMap<String, String>();
        List.of(MODEL, FORM, ROUTING, ESCALATION).forEach(file -> files.put(file, read(file)));

        assertAccepted(deploy(owner, files));
    }

    @Test
    void a_model_without_time_to_live_and_picture_passes_and_is_given_a_year() {
        var bare = edited(read(MODEL), " camunda:historyTimeToLive=\"P365D\"", "")
                .replaceAll("(?s)<bpmndi:BPMNDiagram.*</bpmndi:BPMNDiagram>", "");

        assertAccepted(deploy(owner, Map.of(MODEL, bare)));

        assertThat(newest().getHistoryTimeToLive()).isEqualTo(365);
    }

    @Test
    void an_extra_task_between_two_states_is_done_on_the_way() {
        var model = edited(
                read(MODEL),
                "sourceRef=\"afterWork\" targetRef=\"pickUpTicket\"",
                "sourceRef=\"afterWork\" targetRef=\"review\"");
        assertAccepted(
                deploy(
                        owner,
                        Map.of(
                                MODEL,
                                edited(
                                        model,
                                        "</bpmn:subProcess>",
                                        "<bpmn:userTask id=\"review\" name=\"Peer review\" camunda:candidateGroups=\"leads\" />"
                                                + "<bpmn:sequenceFlow id=\"reviewed\" sourceRef=\"review\" targetRef=\"pickUpTicket\" /></bpmn:subProcess>"))));
        var ticket = world.inWork();

        world.move(ticket, TicketStatus.OPEN, MoveDetails.NONE, world.assigneeOf(ticket));
        tasks.complete(world.taskOf(ticket).getId());

        assertThat(world.taskOf(ticket).getTaskDefinitionKey()).isEqualTo("pickUpTicket");
    }

    @Test
    void a_new_state_is_offered_and_taken() {
        assertAccepted(deploy(owner, Map.of(MODEL, WaitingForVendor.drawnInto(read(MODEL)))));
        var ticket = world.inWork();
        var assignee = Http.on(port).as(world.assigneeOf(ticket));
        var path = "/api/v1/tickets/" + ticket.number();

        var offered = assignee.get(path + "/transitions");
        assertThat(JsonPath.<List<String>>read(offered.body(), "$[?(@.transition == 'VENDOR')].name"))
                .containsExactly("Wait for the vendor");
        var waiting =
                assignee.json("PATCH", path + "/status", "{\"transition\": \"VENDOR\", \"comment\": \"Case 4711\"}");
        assertThat(waiting.statusCode()).as(waiting.body()).isEqualTo(200);
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.PENDING_INFO);
        assertThat(world.taskOf(ticket).getName()).isEqualTo("Waiting for vendor");

        var back = assignee.json("PATCH", path + "/status", "{\"transition\": \"IN_PROGRESS\"}");
        assertThat(back.statusCode()).as(back.body()).isEqualTo(200);
        assertThat(world.now(ticket).status()).isEqualTo(TicketStatus.IN_PROGRESS);
    }

    @Test
    void own_variables_of_forms_tables_and_parameters_are_known() {
        var files = new LinkedHashMap<String, String>();
        files.put("onboarding.bpmn", """
                <?xml version="1.0" encoding="UTF-8"?>
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t">
                  <bpmn:process id="onboarding" isExecutable="true">
                    <bpmn:startEvent id="start" />
                    <bpmn:userTask id="ask" name="Ask" camunda:formRef="onboarding" camunda:formRefBinding="latest" />
                    <bpmn:businessRuleTask id="decide" camunda:decisionRef="laptop" camunda:resultVariable="laptop" camunda:mapDecisionResult="singleEntry" />
                    <bpmn:exclusiveGateway id="which" />
                    <bpmn:userTask id="order" name="Order ${laptop}">
                      <bpmn:extensionElements><camunda:inputOutput>
                        <camunda:inputParameter name="what">${empty laptop ? 'any' : laptop}</camunda:inputParameter>
                      </camunda:inputOutput></bpmn:extensionElements>
                    </bpmn:userTask>
                    <bpmn:intermediateCatchEvent id="aWeek"><bpmn:timerEventDefinition id="t">
                      <bpmn:timeDuration xsi:type="bpmn:tFormalExpression">P7D</bpmn:timeDuration></bpmn:timerEventDefinition></bpmn:intermediateCatchEvent>
                    <bpmn:endEvent id="end" />
                    <bpmn:sequenceFlow id="f1" sourceRef="start" targetRef="ask" />
                    <bpmn:sequenceFlow id="f2" sourceRef="ask" targetRef="decide" />
                    <bpmn:sequenceFlow id="f3" sourceRef="decide" targetRef="which" />
                    <bpmn:sequenceFlow id="f4" sourceRef="which" targetRef="order">
                      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${remote and laptop == 'heavy' || what != null}</bpmn:conditionExpression></bpmn:sequenceFlow>
                    <bpmn:sequenceFlow id="f5" sourceRef="which" targetRef="aWeek">
                      <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${!remote}</bpmn:conditionExpression></bpmn:sequenceFlow>
                    <bpmn:sequenceFlow id="f6" sourceRef="order" targetRef="end" />
                    <bpmn:sequenceFlow id="f7" sourceRef="aWeek" targetRef="end" />
                  </bpmn:process>
                </bpmn:definitions>""");
        files.put(
                "onboarding.form",
                "{\"id\": \"onboarding\", \"type\": \"default\", \"schemaVersion\": 16, \"components\": [{\"id\": \"F1\", \"key\": \"remote\", \"type\": \"checkbox\"}]}");
        files.put("laptop.dmn", """
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" id="l" name="l" namespace="n">
                  <decision id="laptop" name="Laptop"><decisionTable id="lt">
                    <input id="i"><inputExpression id="ie" typeRef="boolean"><text>remote</text></inputExpression></input>
                    <output id="o" name="kind" typeRef="string" />
                    <rule id="r1"><inputEntry id="r1i"><text>true</text></inputEntry><outputEntry id="r1o"><text>"light"</text></outputEntry></rule>
                    <rule id="r2"><inputEntry id="r2i"><text>false</text></inputEntry><outputEntry id="r2o"><text>"heavy"</text></outputEntry></rule>
                  </decisionTable></decision>
                </definitions>""");

        assertAccepted(deploy(owner, files));

        var again = deploy(
                owner,
                Map.of(
                        "onboarding.bpmn",
                        edited(
                                String.valueOf(files.get("onboarding.bpmn")),
                                "name=\"Ask\"",
                                "name=\"Ask ${remote}\"")));
        assertAccepted(again);
    }

    @Test
    void a_row_that_is_changed_sends_the_next_ticket_elsewhere() {
        var table = edited(
                        read(ROUTING),
                        "\"VM\",\"STORAGE\",\"DATABASE\",\"CI_CD\",\"MONITORING\",\"APPLICATION\"",
                        "\"STORAGE\",\"DATABASE\",\"CI_CD\",\"MONITORING\",\"APPLICATION\"")
                .replace(
                        "\"NETWORK\",\"SECURITY\",\"ACCESS\"</text>",
                        "\"NETWORK\",\"SECURITY\",\"ACCESS\",\"VM\"</text>");
        var before = world.openAndRouted(Category.VM, Priority.P3);

        assertAccepted(deploy(owner, Map.of(ROUTING, table)));
        var after = world.openAndRouted(Category.VM, Priority.P3);

        assertThat(after.teamId()).isNotEqualTo(before.teamId());
        var decisions = Http.on(port).as("lead").get("/api/v1/tickets/" + after.number() + "/decisions");
        var version = repository
                .createDecisionDefinitionQuery()
                .decisionDefinitionKey("assignment-routing")
                .latestVersion()
                .singleResult()
                .getVersion();
        assertThat(JsonPath.<List<Integer>>read(decisions.body(), "$[*].tableVersion"))
                .as(decisions.body())
                .contains(version);
    }

    @ParameterizedTest
    @ValueSource(strings = {"END_USER", "DEVOPS_ENGINEER", "TEAM_LEAD", "MANAGER"})
    void others_do_not_deploy(String role) {
        var person = people.someone(Role.valueOf(role));

        var answer = deploy(
                Http.on(port).basic(person.handle(), PeopleWithPasswords.PASSWORD), Map.of(ROUTING, read(ROUTING)));

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void modeler_deploys_with_a_personal_token() {
        var made =
                owner.json("POST", "/api/v1/auth/tokens", "{\"name\": \"Modeler\", \"scopes\": [\"engine:deploy\"]}");
        var modeler = Http.on(port).basic("process-owner", JsonPath.read(made.body(), "$.token"));

        assertAccepted(deploy(modeler, Map.of(ROUTING, read(ROUTING))));
    }

    @Test
    void models_may_call_every_task_bean_there_is_and_tables_ask_for_every_field() {
        assertThat(TaskBeans.tasks()).containsExactlyInAnyOrder(context.getBeanNamesForType(JavaDelegate.class));
        assertThat(TaskBeans.questions())
                .containsExactlyInAnyOrder(
                        "responseWarning", "responseDue", "resolutionWarning", "resolutionRungs", "acknowledgeBy");
        assertThat(verdicts.inputs(world.inWork(), "MANUAL")).containsOnlyKeys(TicketLifecycle.TABLE_INPUTS);
    }

    @Test
    void a_version_from_before_the_gate_is_still_read_again() {
        world.tableBecomes(ROUTING, edited(read(ROUTING), "\"Platform\"", "\"Plattform\""));

        var ticket = world.openAndRouted(Category.VM, Priority.P3);

        assertThat(ticket.status()).isEqualTo(TicketStatus.NEW);
    }

    private static void assertAccepted(HttpResponse<String> answer) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    }

    private ProcessDefinition newest() {
        return repository
                .createProcessDefinitionQuery()
                .processDefinitionKey(TicketLifecycle.PROCESS)
                .latestVersion()
                .singleResult();
    }

    private List<Long> everythingDeployed() {
        return List.of(
                repository.createDeploymentQuery().count(),
                repository.createProcessDefinitionQuery().count(),
                repository.createDecisionDefinitionQuery().count());
    }

    private static List<Map<String, Object>> problems(HttpResponse<String> answer, String file) {
        return JsonPath.read(answer.body(), "$.details['%s'].errors".formatted(file));
    }

    private static String read(String file) {
        for (var folder : List.of("processes", "dmn")) {
            var path = Path.of(folder, file);
            if (Files.exists(path)) {
                try {
                    return Files.readString(path, StandardCharsets.UTF_8);
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                }
            }
        }
        return "";
    }

    private static HttpResponse<String> deploy(Http who, Map<String, String> files) {
        return new Modeler(who).deploy(files);
    }
}
