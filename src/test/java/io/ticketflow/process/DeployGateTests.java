package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.Http;
import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Role;
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
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.repository.ProcessDefinition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.context.ApplicationContext;

/** What process owners deploy, as Modeler does: each thing that would lose tickets or run code is refused by its id and reason, and nothing else is. */
@TicketflowTest
class DeployGateTests {

    private static final String MODEL = "ticket-lifecycle.bpmn";
    private static final String ROUTING = "assignment-routing.dmn";
    private static final String ESCALATION = "escalation-routing.dmn";
    private static final String FORM = "ticket-move.form";

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

    @AfterEach
    void leaveNothing() {
        world.beginAnew();
    }

    /** A shipped file with one thing changed, and what is said to that. */
    private record Hostile(String name, String file, UnaryOperator<String> edit, String element, String reason) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Hostile model(String name, String old, String changed, String element, String reason) {
        return hostile(name, MODEL, old, changed, element, reason);
    }

    private static Hostile hostile(
            String name, String file, String old, String changed, String element, String reason) {
        return new Hostile(name, file, text -> edited(text, old, changed), element, reason);
    }

    private static String edited(String text, String old, String changed) {
        assertThat(text).as("the edit finds its place").contains(old);
        return text.replace(old, changed);
    }

    private static Hostile inTheModel(String name, String xml, String element, String reason) {
        return model(
                name,
                "<bpmn:textAnnotation id=\"note_States\">",
                xml + "<bpmn:textAnnotation id=\"note_States\">",
                element,
                reason);
    }

    private static Hostile service(String name, String attributes, String body, String reason) {
        return inTheModel(
                name,
                "<bpmn:serviceTask id=\"evil\" %s>%s</bpmn:serviceTask>".formatted(attributes, body),
                "evil",
                reason);
    }

    private static Hostile condition(String name, String expression, String reason) {
        return model(name, "${!escalationDue}</", expression + "</", "isEscalationDueToNothingToEscalate", reason);
    }

    static Stream<Hostile> statesThatLoseTickets() {
        return Stream.of(
                model(
                        "waiting for nobody that there is",
                        "<camunda:property name=\"ticketStatus\" value=\"PENDING_INFO\" />",
                        "<camunda:property name=\"ticketStatus\" value=\"PENDING_INFO\" /><camunda:property name=\"waitsFor\" value=\"VENDOR\" />",
                        "provideInformation",
                        "waits for REQUESTER or for OTHERS"),
                model(
                        "waiting for two",
                        "<camunda:property name=\"ticketStatus\" value=\"PENDING_INFO\" />",
                        "<camunda:property name=\"ticketStatus\" value=\"PENDING_INFO\" /><camunda:property name=\"waitsFor\" value=\"OTHERS\" /><camunda:property name=\"waitsFor\" value=\"REQUESTER\" />",
                        "provideInformation",
                        "said once"),
                model(
                        "waiting while working",
                        "<camunda:property name=\"ticketStatus\" value=\"IN_PROGRESS\" />",
                        "<camunda:property name=\"ticketStatus\" value=\"IN_PROGRESS\" /><camunda:property name=\"waitsFor\" value=\"OTHERS\" />",
                        "workOnTicket",
                        "belongs to states that are PENDING_INFO"),
                model(
                        "unknown status",
                        "value=\"RESOLVED\"",
                        "value=\"SOLVED\"",
                        "confirmResolution",
                        "'SOLVED' is no status"),
                model(
                        "closed as a state",
                        "value=\"RESOLVED\"",
                        "value=\"CLOSED\"",
                        "confirmResolution",
                        "CLOSED is no state"),
                model(
                        "two statuses",
                        "<camunda:property name=\"ticketStatus\" value=\"RESOLVED\" />",
                        "<camunda:property name=\"ticketStatus\" value=\"RESOLVED\" /><camunda:property name=\"ticketStatus\" value=\"OPEN\" />",
                        "confirmResolution",
                        "more than once"),
                model(
                        "no way out",
                        "<bpmn:sequenceFlow id=\"workOnTicketToAfterWork\" sourceRef=\"workOnTicket\" targetRef=\"afterWork\" />",
                        "",
                        "workOnTicket",
                        "no way out"),
                model(
                        "no gateway behind",
                        "sourceRef=\"workOnTicket\" targetRef=\"afterWork\"",
                        "sourceRef=\"workOnTicket\" targetRef=\"pickUpTicket\"",
                        "workOnTicket",
                        "followed by an exclusive gateway"),
                inTheHandling(
                        "two flows",
                        "<bpmn:sequenceFlow id=\"second\" sourceRef=\"workOnTicket\" targetRef=\"pickUpTicket\" />",
                        "workOnTicket",
                        "2 flows"),
                model(
                        "a step without a name",
                        "name=\"Give back to queue\" ",
                        "",
                        "afterWorkToPickUpTicket",
                        "no name"),
                model(
                        "a step by something else",
                        "targetRef=\"pickUpTicket\">\n        <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${transition == 'OPEN'}",
                        "targetRef=\"pickUpTicket\">\n        <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${reopenCount > 1}",
                        "afterWorkToPickUpTicket",
                        "${transition == 'KEY'}"),
                model(
                        "a default step",
                        "<bpmn:exclusiveGateway id=\"afterWork\">",
                        "<bpmn:exclusiveGateway id=\"afterWork\" default=\"afterWorkToPickUpTicket\">",
                        "afterWork",
                        "default flow"),
                model(
                        "one key, two places",
                        "targetRef=\"pickUpTicket\">\n        <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${transition == 'OPEN'}",
                        "targetRef=\"pickUpTicket\">\n        <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${transition == 'RESOLVED'}",
                        "afterWorkToPickUpTicket",
                        "two places"),
                model(
                        "a key that the outcome does not know",
                        "sourceRef=\"afterWork\" targetRef=\"resolvedAtWork\">\n        <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${transition == 'RESOLVED'}",
                        "sourceRef=\"afterWork\" targetRef=\"resolvedAtWork\">\n        <bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${transition == 'DONE'}",
                        "afterWorkToResolvedAtWork",
                        "nothing leads on from outcome"),
                inTheHandling("a circle", """
                        <bpmn:serviceTask id="round" camunda:delegateExpression="${remindRequester}" />
                        <bpmn:exclusiveGateway id="again" />
                        <bpmn:sequenceFlow id="c1" sourceRef="round" targetRef="again" />
                        <bpmn:sequenceFlow id="c2" sourceRef="again" targetRef="round" />
                        <bpmn:sequenceFlow id="toRound" name="Round" sourceRef="afterWork" targetRef="round">
                          <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${transition == 'ROUND'}</bpmn:conditionExpression>
                        </bpmn:sequenceFlow>""", "toRound", "leads to no state and no end"),
                inTheHandling("only one step", """
                        <bpmn:userTask id="alone" name="Alone"><bpmn:extensionElements><camunda:properties>
                          <camunda:property name="ticketStatus" value="IN_PROGRESS" /></camunda:properties></bpmn:extensionElements></bpmn:userTask>
                        <bpmn:exclusiveGateway id="afterAlone" />
                        <bpmn:sequenceFlow id="a1" sourceRef="alone" targetRef="afterAlone" />
                        <bpmn:sequenceFlow id="a2" name="On" sourceRef="afterAlone" targetRef="workOnTicket" />""", "afterAlone", "at least two"),
                model(
                        "a running clock outside",
                        "value=\"RESOLVED\"",
                        "value=\"IN_PROGRESS\"",
                        "confirmResolution",
                        "inside of 'handleTicket'"),
                model(
                        "a paused clock inside",
                        "value=\"REOPENED\"",
                        "value=\"PENDING_INFO\"",
                        "acceptReopenedTicket",
                        "outside of 'handleTicket'"),
                model(
                        "a state many times",
                        "<bpmn:outgoing>workOnTicketToAfterWork</bpmn:outgoing>",
                        "<bpmn:outgoing>workOnTicketToAfterWork</bpmn:outgoing><bpmn:multiInstanceLoopCharacteristics><bpmn:loopCardinality>3</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics>",
                        "workOnTicket",
                        "one state at a time"),
                inTheHandling("two states at once", """
                        <bpmn:parallelGateway id="both" />
                        <bpmn:sequenceFlow id="b1" sourceRef="both" targetRef="workOnTicket" />
                        <bpmn:sequenceFlow id="b2" sourceRef="both" targetRef="pickUpTicket" />
                        <bpmn:sequenceFlow id="toBoth" name="Both" sourceRef="afterWork" targetRef="both">
                          <bpmn:conditionExpression xsi:type="bpmn:tFormalExpression">${transition == 'BOTH'}</bpmn:conditionExpression>
                        </bpmn:sequenceFlow>""", "both", "two at once"),
                model(
                        "a breach that makes a second state",
                        "sourceRef=\"recordResponseBreach\" targetRef=\"isResponseEscalationDue\"",
                        "sourceRef=\"recordResponseBreach\" targetRef=\"acknowledgeEscalation\"",
                        "acceptResponseOverdue",
                        "two at once"),
                model(
                        "triage forgotten",
                        "${transition == 'TRIAGE'}",
                        "${transition == 'NOBODY'}",
                        "ticketSubmitted",
                        "nothing leads on from entry"),
                model(
                        "a timer that takes tickets nowhere",
                        "sourceRef=\"confirmationOverdue\" targetRef=\"ticketClosed\"",
                        "sourceRef=\"confirmationOverdue\" targetRef=\"handleTicket\"",
                        "confirmationOverdue",
                        "nothing leads on from entry"),
                model(
                        "nobody routes",
                        "sourceRef=\"decideRouting\" targetRef=\"assignTicket\"",
                        "sourceRef=\"decideRouting\" targetRef=\"handleTicket\"",
                        "ticketSubmitted",
                        "nothing leads on from entry"),
                model(
                        "hand-over not caught",
                        "<bpmn:messageEventDefinition id=\"ticketHandedOver_message\" messageRef=\"message_TicketHandedOver\" />",
                        "<bpmn:messageEventDefinition id=\"ticketHandedOver_message\" messageRef=\"message_Other\" />",
                        "resolutionHandedOver",
                        "TicketHandedOver"),
                hostile(
                        "a state in another process",
                        MODEL,
                        "<bpmn:message id=",
                        """
                        <bpmn:process id="other" isExecutable="true"><bpmn:startEvent id="s" /><bpmn:userTask id="stray"><bpmn:extensionElements>
                        <camunda:properties><camunda:property name="ticketStatus" value="OPEN" /></camunda:properties></bpmn:extensionElements></bpmn:userTask>
                        <bpmn:sequenceFlow id="o1" sourceRef="s" targetRef="stray" /></bpmn:process><bpmn:message id=""",
                        "stray",
                        "belongs into ticket-lifecycle"));
    }

    private static Hostile inTheHandling(String name, String xml, String element, String reason) {
        return model(name, "</bpmn:subProcess>", xml + "</bpmn:subProcess>", element, reason);
    }

    static Stream<Hostile> timersThatAreNotTheClocks() {
        return Stream.of(
                model(
                        "a literal on a running state",
                        "<bpmn:timeDate xsi:type=\"bpmn:tFormalExpression\">${sla.acknowledgeBy(execution)}</bpmn:timeDate>",
                        "<bpmn:timeDuration xsi:type=\"bpmn:tFormalExpression\">PT1H</bpmn:timeDuration>",
                        "acknowledgementOverdue",
                        "a deadline of its own"),
                model(
                        "a literal on the handling",
                        "<bpmn:timeCycle xsi:type=\"bpmn:tFormalExpression\">${sla.resolutionRungs(execution)}</bpmn:timeCycle>",
                        "<bpmn:timeCycle xsi:type=\"bpmn:tFormalExpression\">R/PT5M</bpmn:timeCycle>",
                        "resolutionOverdue",
                        "a deadline of its own"),
                model(
                        "a variable on the handling",
                        "${sla.resolutionWarning(execution)}",
                        "${title}",
                        "resolutionWarningDue",
                        "a deadline of its own"),
                model(
                        "a cycle as a date",
                        "${sla.resolutionWarning(execution)}",
                        "${sla.resolutionRungs(execution)}",
                        "resolutionWarningDue",
                        "belongs into a timeCycle"),
                model(
                        "no such question",
                        "${sla.acknowledgeBy(execution)}",
                        "${sla.someday(execution)}",
                        "acknowledgementOverdue",
                        "no method 'someday'"),
                model("no duration", ">P5D<", ">5 days<", "confirmationOverdue", "no duration"));
    }

    static Stream<Hostile> code() {
        return Stream.of(
                inTheModel(
                        "script task",
                        "<bpmn:scriptTask id=\"evil\" scriptFormat=\"juel\"><bpmn:script>${1}</bpmn:script></bpmn:scriptTask>",
                        "evil",
                        "script"),
                model(
                        "script condition",
                        "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${!escalationDue}",
                        "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\" language=\"juel\">${!escalationDue}",
                        "isEscalationDueToNothingToEscalate",
                        "script"),
                model(
                        "condition in a file",
                        "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\">${!escalationDue}",
                        "<bpmn:conditionExpression xsi:type=\"bpmn:tFormalExpression\" camunda:resource=\"deployment://x.js\">${!escalationDue}",
                        "isEscalationDueToNothingToEscalate",
                        "another file"),
                service("Java class", "camunda:class=\"java.lang.ProcessBuilder\"", "", "Java class"),
                service(
                        "Java class, old name",
                        "xmlns:activiti=\"http://activiti.org/bpmn\" activiti:class=\"java.lang.ProcessBuilder\"",
                        "",
                        "Java class"),
                service("bean of the application", "camunda:delegateExpression=\"${dataSource}\"", "", "no task bean"),
                service("clock as a task", "camunda:delegateExpression=\"${sla}\"", "", "no task bean"),
                service(
                        "reflection",
                        "camunda:expression=\"${''.getClass().forName('java.lang.Runtime')}\"",
                        "",
                        "only task beans are called"),
                service("value as a task", "camunda:expression=\"${title}\"", "", "no call of a task bean"),
                service("inherited method", "camunda:expression=\"${sla.getClass()}\"", "", "no method 'getClass'"),
                service("mail", "camunda:type=\"mail\"", "", "no task bean does"),
                service("shell", "camunda:type=\"shell\"", "", "no task bean does"),
                service("external worker", "camunda:type=\"external\" camunda:topic=\"x\"", "", "no task bean does"),
                service(
                        "connector",
                        "",
                        "<bpmn:extensionElements><camunda:connector><camunda:connectorId>http-connector</camunda:connectorId></camunda:connector></bpmn:extensionElements>",
                        "connector"),
                service(
                        "injected field",
                        "camunda:delegateExpression=\"${assignTicket}\"",
                        "<bpmn:extensionElements><camunda:field name=\"desk\" stringValue=\"x\" /></bpmn:extensionElements>",
                        "injected"),
                listener(
                        "script listener",
                        "<camunda:executionListener event=\"start\"><camunda:script scriptFormat=\"juel\">${1}</camunda:script></camunda:executionListener>",
                        "script"),
                listener(
                        "class listener",
                        "<camunda:executionListener event=\"start\" class=\"java.lang.Object\" />",
                        "Java class"),
                listener(
                        "listener by expression",
                        "<camunda:executionListener event=\"start\" expression=\"${execution.setVariable('transition', 'X')}\" />",
                        "only task beans are called"),
                listener(
                        "task listener",
                        "<camunda:taskListener event=\"create\" delegateExpression=\"${assignTicket}\" />",
                        "listens to tasks"),
                listener(
                        "script parameter",
                        "<camunda:inputOutput><camunda:inputParameter name=\"x\"><camunda:script scriptFormat=\"juel\">${1}</camunda:script></camunda:inputParameter></camunda:inputOutput>",
                        "script"),
                listener(
                        "list parameter",
                        "<camunda:inputOutput><camunda:inputParameter name=\"x\"><camunda:list><camunda:value>${dataSource}</camunda:value></camunda:list></camunda:inputParameter></camunda:inputOutput>",
                        "'dataSource'"),
                listener(
                        "validator",
                        "<camunda:formData><camunda:formField id=\"x\" type=\"string\"><camunda:validation><camunda:constraint name=\"validator\" config=\"java.lang.Object\" /></camunda:validation></camunda:formField></camunda:formData>",
                        "validator"),
                listener(
                        "variable before a bean",
                        "<camunda:inputOutput><camunda:outputParameter name=\"sla\">x</camunda:outputParameter></camunda:inputOutput>",
                        "cannot be called 'sla'"),
                condition("unknown variable", "${urgent}", "neither a task bean nor a known variable"),
                condition("property", "${title.bytes}", "takes 'bytes' out"),
                condition("class", "${title.class}", "takes 'class' out"),
                condition("index", "${title['class']}", "by [ ]"),
                condition("method", "${title.length() > 1}", "method 'length'"),
                condition("method in an argument", "${sla.responseDue(title.getClass())}", "method 'getClass'"),
                condition("function", "${now()}", "function now"),
                condition("engine", "${execution.processEngineServices}", "takes 'processEngineServices' out"),
                condition("execution alone", "${execution}", "'execution' otherwise"),
                condition("bean as a value", "${sla}", "where a value belongs"),
                condition("unreadable", "${escalationDue", "cannot be read"),
                condition("endless", "${" + "(".repeat(5_000) + "}", "cannot be read"),
                condition("what came with the step", "${comment == 'x'}", "gone once the step is taken"),
                condition("deferred", "#{title.class}", "takes 'class' out"),
                model(
                        "name of a task",
                        "name=\"Work on ticket\"",
                        "name=\"${title.getClass()}\"",
                        "workOnTicket",
                        "method 'getClass'"),
                model(
                        "description of a task",
                        "<bpmn:documentation>The assignee. A missed",
                        "<bpmn:documentation>${title.getClass()} A missed",
                        "workOnTicket",
                        "method 'getClass'"),
                model(
                        "name of a message",
                        "name=\"TicketHandedOver\"",
                        "name=\"TicketHandedOver${dataSource}\"",
                        "message_TicketHandedOver",
                        "'dataSource'"),
                inTheModel(
                        "computed call",
                        "<bpmn:callActivity id=\"evil\" calledElement=\"${title}\" />",
                        "evil",
                        "computed"),
                inTheModel(
                        "a ticket within a ticket",
                        "<bpmn:callActivity id=\"evil\" calledElement=\"ticket-lifecycle\" />",
                        "evil",
                        "submitting"),
                inTheModel(
                        "mapping class",
                        "<bpmn:callActivity id=\"evil\" calledElement=\"other\" camunda:variableMappingClass=\"java.lang.Object\" />",
                        "evil",
                        "Java class"),
                inTheModel(
                        "HTML form",
                        "<bpmn:userTask id=\"evil\" camunda:formKey=\"embedded:deployment:evil.html\" />",
                        "evil",
                        "no Camunda Form"));
    }

    private static Hostile listener(String name, String xml, String reason) {
        return inTheModel(
                name,
                "<bpmn:userTask id=\"evil\"><bpmn:extensionElements>%s</bpmn:extensionElements></bpmn:userTask>"
                        .formatted(xml),
                "evil",
                reason);
    }

    static Stream<Hostile> files() {
        return Stream.of(
                new Hostile("no XML", MODEL, text -> "{}", "", "no well-formed XML"),
                new Hostile("cut off", MODEL, text -> text.substring(0, 3_000), "", "no well-formed XML"),
                new Hostile("foreign file", MODEL, DeployGateTests::withForeignEntity, "", "DOCTYPE"),
                new Hostile("entity bomb", MODEL, DeployGateTests::withBomb, "", "DOCTYPE"),
                new Hostile(
                        "too large", MODEL, text -> text + "<!--" + " ".repeat(2 * 1024 * 1024) + "-->", "", "2 MiB"),
                model(
                        "too many elements",
                        "<bpmn:association ",
                        "<bpmn:documentation />".repeat(5_000) + "<bpmn:association ",
                        "",
                        "5000 elements"),
                model(
                        "too deep",
                        "<bpmn:association ",
                        "<bpmn:documentation>".repeat(200) + "</bpmn:documentation>".repeat(200) + "<bpmn:association ",
                        "",
                        "200 levels"),
                new Hostile("script file", "evil.js", text -> "1", "", "not deployed"),
                new Hostile("page", "evil.html", text -> "<script/>", "", "not deployed"),
                new Hostile("hidden kind", "evilbpmn", text -> "<a/>", "", "not deployed"),
                new Hostile("no name at all", "x".repeat(97) + ".form", text -> "{}", "", "100 characters"),
                hostile(
                        "form without a version",
                        FORM,
                        "\"schemaVersion\": 16",
                        "\"version\": 16",
                        "",
                        "schemaVersion"),
                hostile("form without components", FORM, "\"components\": [", "\"parts\": [", "", "components"),
                hostile(
                        "form with a key twice",
                        FORM,
                        "\"key\": \"comment\"",
                        "\"key\": \"resolution\"",
                        "Field_resolution",
                        "there twice"),
                hostile(
                        "form that hides a bean",
                        FORM,
                        "\"key\": \"comment\"",
                        "\"key\": \"sla\"",
                        "Field_comment",
                        "cannot be called 'sla'"),
                new Hostile("form that is none", FORM, text -> "[1, 2]", "", "no Camunda Form"),
                new Hostile("form that is no JSON", FORM, text -> "<html/>", "", "no valid JSON"));
    }

    private static String withForeignEntity(String text) {
        return edited(
                text, "<bpmn:definitions", "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]><bpmn:definitions");
    }

    private static String withBomb(String text) {
        return edited(
                text,
                "<bpmn:definitions",
                "<!DOCTYPE x [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;&a;\">]><bpmn:definitions");
    }

    static Stream<Hostile> tables() {
        return Stream.of(
                hostile(
                        "broken FEEL",
                        ROUTING,
                        "<text>\"NETWORK\",\"SECURITY\",\"ACCESS\"</text>",
                        "<text>\"NETWORK\",,</text>",
                        "network_category",
                        "no FEEL"),
                hostile(
                        "broken answer",
                        ROUTING,
                        "<text>\"Network\"</text>",
                        "<text>nobody knows (</text>",
                        "network_team",
                        "no FEEL"),
                hostile(
                        "text without quotes",
                        ROUTING,
                        "<text>\"Network\"</text>",
                        "<text>Network</text>",
                        "network_team",
                        "in quotes"),
                hostile(
                        "misspelt input",
                        ROUTING,
                        "<text>category</text>\n        </inputExpression>",
                        "<text>categroy</text>\n        </inputExpression>",
                        "inputExpression_category",
                        "'categroy'"),
                hostile("no such team", ROUTING, "\"Network\"", "\"Netzwerk\"", "network", "no team \"Netzwerk\""),
                hostile(
                        "no such skill",
                        ROUTING,
                        "<outputEntry id=\"network_skill\">\n          <text>category</text>",
                        "<outputEntry id=\"network_skill\">\n          <text>\"JUGGLING\"</text>",
                        "network",
                        "JUGGLING"),
                hostile(
                        "no such role",
                        ROUTING,
                        "<text>\"SENIOR_ENGINEER\"</text>",
                        "<text>\"GURU\"</text>",
                        "critical-infrastructure",
                        "no role \"GURU\""),
                hostile(
                        "no such strategy",
                        ROUTING,
                        "<text>\"ROUND_ROBIN\"</text>",
                        "<text>\"DICE\"</text>",
                        "everything-else",
                        "no strategy \"DICE\""),
                hostile(
                        "no last row",
                        ROUTING,
                        "<inputEntry id=\"everything-else_category\">\n          <text></text>",
                        "<inputEntry id=\"everything-else_category\">\n          <text>\"VM\"</text>",
                        "decisionTable_AssignmentRouting",
                        "No row answers"),
                hostile(
                        "contradicting rows",
                        ROUTING,
                        "hitPolicy=\"FIRST\"",
                        "hitPolicy=\"UNIQUE\"",
                        "decisionTable_AssignmentRouting",
                        "fails for"),
                hostile(
                        "many answers",
                        ROUTING,
                        "hitPolicy=\"FIRST\"",
                        "hitPolicy=\"COLLECT\"",
                        "decisionTable_AssignmentRouting",
                        "FIRST or UNIQUE"),
                hostile(
                        "script in a cell",
                        ROUTING,
                        "<outputEntry id=\"network_team\">",
                        "<outputEntry id=\"network_team\" expressionLanguage=\"juel\">",
                        "network_team",
                        "FEEL"),
                hostile(
                        "script in a column",
                        ROUTING,
                        "<inputExpression id=\"inputExpression_category\" typeRef=\"string\">",
                        "<inputExpression id=\"inputExpression_category\" typeRef=\"string\" expressionLanguage=\"groovy\">",
                        "inputExpression_category",
                        "groovy"),
                hostile(
                        "loop",
                        ROUTING,
                        "<text>\"Network\"</text>",
                        "<text>string(count(for x in 1..1000000000 return x))</text>",
                        "network_team",
                        "loop"),
                hostile(
                        "nobody to escalate to",
                        ESCALATION,
                        "<text>\"MANAGER\"</text>",
                        "<text>\"DEVOPS_ENGINEER\"</text>",
                        "to-manager",
                        "to escalate to"),
                hostile(
                        "no such channel",
                        ESCALATION,
                        "\"IN_APP,EMAIL,SMS\" else \"IN_APP,EMAIL\"",
                        "\"PIGEON\" else \"IN_APP\"",
                        "to-admin",
                        "no channel \"PIGEON\""),
                hostile(
                        "answer left out",
                        ESCALATION,
                        "name=\"handOver\"",
                        "name=\"handover\"",
                        "first-missed-resolution",
                        "true or false"),
                hostile(
                        "hand over or not",
                        ESCALATION,
                        "<text>false</text>",
                        "<text>\"no\"</text>",
                        "decisionTable_EscalationRouting",
                        "boolean"),
                hostile(
                        "level left out",
                        ESCALATION,
                        "<inputEntry id=\"to-admin_level\">\n          <text></text>",
                        "<inputEntry id=\"to-admin_level\">\n          <text>4</text>",
                        "decisionTable_EscalationRouting",
                        "No row answers"),
                new Hostile(
                        "table with a DOCTYPE",
                        ESCALATION,
                        text -> edited(text, "<definitions", "<!DOCTYPE x><definitions"),
                        "",
                        "DOCTYPE"));
    }

    @ParameterizedTest
    @MethodSource({"statesThatLoseTickets", "timersThatAreNotTheClocks", "code", "files", "tables"})
    void what_would_do_harm_is_refused_by_its_id_and_reason(Hostile hostile) {
        var before = everythingDeployed();
        var shipped = read(hostile.file());

        var answer = deploy(owner, Map.of(hostile.file(), hostile.edit().apply(shipped)));

        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(400);
        assertThat(JsonPath.<String>read(answer.body(), "$.type")).isEqualTo("ParseException");
        assertThat(problems(answer, hostile.file())).as(answer.body()).anySatisfy(problem -> {
            assertThat(problem.get("mainElementId")).isEqualTo(hostile.element());
            assertThat(problem.get("message")).asString().contains(hostile.reason());
        });
        assertThat(JsonPath.<String>read(answer.body(), "$.message")).contains(hostile.file(), hostile.reason());
        assertThat(everythingDeployed()).isEqualTo(before);
    }

    @Test
    void a_name_that_is_a_path_is_refused() {
        for (var name : List.of("../evil.form", "a/b.form", "a\\\\b.form")) {
            var answer = deploy(owner, Map.of(name, "{\"id\": \"x\", \"schemaVersion\": 16, \"components\": []}"));

            // Some paths are cut down to the name before the engine sees them.
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
        assertThat(problems(answer, MODEL))
                .extracting(problem -> problem.get("mainElementId"))
                .contains("confirmResolution", "isEscalationDueToNothingToEscalate");
        assertThat(problems(answer, ROUTING)).hasSize(1);
        assertThat(everythingDeployed()).isEqualTo(before);
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
