package io.ticketflow.process.gate;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the engine would refuse: the gate and the command refuse them, too, by the element and in plain words. */
class EngineFaultsTests {

    private static final String BEGINNING =
            "<bpmn:startEvent id=\"s\"/><bpmn:sequenceFlow id=\"s_t\" sourceRef=\"s\" targetRef=\"t\"/>";
    private static final String TASK = BEGINNING + "<bpmn:userTask id=\"t\" name=\"T\"/>";

    @Test
    void words_that_only_a_programmer_can_read_are_for_no_other_person() {
        assertThat(EngineWords.forPeople("FEEL/SCALA-01008 Error while evaluating expression: In 'a': there is no a"))
                .contains("In 'a': there is no a.");
        assertThat(EngineWords.forPeople("DMN-01005 Invalid value 'x' for clause with type 'integer'."))
                .contains("Invalid value 'x' for clause with type 'integer'.");
        assertThat(Stream.of(
                        "Cannot invoke \"TypedValue.getValue()\" because \"value\" is null",
                        "null",
                        "",
                        "ENGINE-01 java.lang.IllegalStateException: x",
                        "Rules '[DmnEvaluatedDecisionRuleImpl{id='a'}]'"))
                .allMatch(words -> EngineWords.forPeople(words).isEmpty());
    }

    static Stream<Arguments> models() {
        return Stream.of(
                Arguments.of("a flow to nowhere", BEGINNING, "s_t", "'t' is named"),
                Arguments.of("an id twice", TASK + "<bpmn:task id=\"t\"/>", "t", "The id 't' is there twice"),
                Arguments.of("no start", "<bpmn:userTask id=\"t\"/>", "own", "no start event"),
                Arguments.of("two starts", TASK + "<bpmn:startEvent id=\"s2\"/>", "s2", "several start events"),
                Arguments.of("a task that does nothing", BEGINNING + "<bpmn:serviceTask id=\"t\"/>", "t", "task bean"),
                Arguments.of(
                        "a message that is not there",
                        BEGINNING + "<bpmn:receiveTask id=\"t\" messageRef=\"m\"/>",
                        "t",
                        "'m'"),
                Arguments.of(
                        "an event that waits for nothing",
                        TASK + "<bpmn:boundaryEvent id=\"b\" attachedToRef=\"t\"/>",
                        "b",
                        "waits for nothing"),
                Arguments.of(
                        "an event on nothing",
                        TASK
                                + "<bpmn:boundaryEvent id=\"b\"><bpmn:timerEventDefinition id=\"time\"/></bpmn:boundaryEvent>",
                        "b",
                        "lacks the attribute 'attachedToRef'"),
                Arguments.of(
                        "an element too late",
                        BEGINNING
                                + "<bpmn:userTask id=\"t\"><bpmn:incoming>s_t</bpmn:incoming><bpmn:extensionElements/></bpmn:userTask>",
                        "t",
                        "'extensionElements' does not belong here"),
                Arguments.of(
                        "an attribute that BPMN lacks", TASK + "<bpmn:task id=\"x\" colour=\"red\"/>", "x", "'colour'"),
                Arguments.of("an element that BPMN lacks", TASK + "<bpmn:robotTask id=\"x\"/>", "x", "'robotTask'"),
                Arguments.of(
                        "an id that is none", TASK + "<bpmn:task id=\"1 x\"/>", "1 x", "'1 x' is not allowed here"),
                Arguments.of(
                        "two timers in one event",
                        TASK
                                + "<bpmn:boundaryEvent id=\"b\" attachedToRef=\"t\"><bpmn:timerEventDefinition id=\"d1\"/><bpmn:timerEventDefinition id=\"d2\"/></bpmn:boundaryEvent>",
                        "b",
                        "second element 'timerEventDefinition'"),
                Arguments.of(
                        "an error without a name",
                        TASK
                                + "<bpmn:sequenceFlow id=\"t_e\" sourceRef=\"t\" targetRef=\"e\"/><bpmn:endEvent id=\"e\"><bpmn:errorEventDefinition id=\"thrown\"/></bpmn:endEvent>",
                        "e",
                        "errorRef"),
                Arguments.of(
                        "a lane with a node that is not there",
                        TASK
                                + "<bpmn:laneSet id=\"l\"><bpmn:lane id=\"l1\"><bpmn:flowNodeRef>gone</bpmn:flowNodeRef></bpmn:lane></bpmn:laneSet>",
                        "l",
                        "does not belong here"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void what_the_engine_cannot_read_is_refused_by_its_element(
            String what, String content, String element, String reason) {
        assertRefused(examine(Map.of("own.bpmn", model(content))), "own.bpmn", element, reason);
    }

    @Test
    void a_process_without_an_id_is_refused() {
        var model = model(TASK).replace("id=\"own\" ", "");

        assertRefused(examine(Map.of("own.bpmn", model)), "own.bpmn", "d", "A process has no id");
    }

    @Test
    void two_collaborations_are_refused_by_the_second() {
        var model = model(TASK)
                .replace(
                        "</bpmn:definitions>",
                        "<bpmn:collaboration id=\"c1\"/><bpmn:collaboration id=\"c2\"/></bpmn:definitions>");

        assertRefused(examine(Map.of("own.bpmn", model)), "own.bpmn", "c2", "second element 'collaboration'");
    }

    @ParameterizedTest
    @ValueSource(strings = {"30 days", "P1Y", "-1", "soon"})
    void a_history_time_to_live_that_is_no_number_of_days_is_refused(String time) {
        var model =
                model(TASK).replace("isExecutable", "camunda:historyTimeToLive=\"%s\" isExecutable".formatted(time));
        var table = table("r").replace("id=\"a\"", "id=\"a\" camunda:historyTimeToLive=\"%s\"".formatted(time));

        assertRefused(examine(Map.of("own.bpmn", model)), "own.bpmn", "own", "number of days");
        assertRefused(examine(Map.of("own.dmn", table)), "own.dmn", "a", "number of days");
    }

    @Test
    void a_file_of_another_kind_is_refused() {
        var page = "<html xmlns=\"http://www.w3.org/1999/xhtml\"/>";

        assertRefused(examine(Map.of("own.bpmn", page)), "own.bpmn", "", "no process");
        assertRefused(examine(Map.of("own.dmn", page)), "own.dmn", "", "no decision table");
    }

    static Stream<Arguments> flags() {
        var timer =
                "<bpmn:timerEventDefinition id=\"time\"><bpmn:timeDuration>P1D</bpmn:timeDuration></bpmn:timerEventDefinition>";
        return Stream.of(
                Arguments.of(
                        "cancelActivity",
                        TASK + "<bpmn:boundaryEvent id=\"x\" attachedToRef=\"t\" %s>" + timer
                                + "</bpmn:boundaryEvent>"),
                Arguments.of(
                        "isInterrupting",
                        TASK + "<bpmn:subProcess id=\"sub\" triggeredByEvent=\"true\"><bpmn:startEvent id=\"x\" %s>"
                                + timer + "</bpmn:startEvent></bpmn:subProcess>"),
                Arguments.of(
                        "triggeredByEvent",
                        TASK + "<bpmn:subProcess id=\"x\" %s><bpmn:startEvent id=\"b\">" + timer
                                + "</bpmn:startEvent></bpmn:subProcess>"),
                Arguments.of("camunda:asyncBefore", TASK + "<bpmn:task id=\"x\" %s/>"),
                Arguments.of("isForCompensation", TASK + "<bpmn:task id=\"x\" %s/>"),
                Arguments.of(
                        "isSequential",
                        BEGINNING
                                + "<bpmn:task id=\"t\"><bpmn:multiInstanceLoopCharacteristics %s><bpmn:loopCardinality>2</bpmn:loopCardinality></bpmn:multiInstanceLoopCharacteristics></bpmn:task>"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("flags")
    void a_flag_that_the_engine_reads_as_no_is_refused_with_the_word_to_write(String flag, String content) {
        var element = content.contains("id=\"x\"") ? "x" : "t";
        for (var yes : List.of("1", " true ")) {
            assertRefused(
                    examine(Map.of("own.bpmn", model(content.formatted("%s=\"%s\"".formatted(flag, yes))))),
                    "own.bpmn",
                    element,
                    "write \"true\"");
        }
        assertRefused(
                examine(Map.of("own.bpmn", model(content.formatted(flag + "=\"0\"")))),
                "own.bpmn",
                element,
                "write \"false\"");
        assertThat(examine(Map.of("own.bpmn", model(content.formatted(flag + "=\"true\"")))))
                .noneMatch(objection -> objection.reason().contains("write"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "isExecutable=\"false\"", "isExecutable=\"1\"", "isExecutable=\"0\""})
    void a_model_of_which_nothing_would_run_is_refused(String executable) {
        var model = model(TASK).replace("isExecutable=\"true\"", executable);

        assertRefused(
                examine(Map.of("own.bpmn", model)),
                "own.bpmn",
                "own",
                executable.contains("0") ? "write \"false\"" : "true\"");
    }

    static Stream<Arguments> tables() {
        return Stream.of(
                Arguments.of("no id", table("r").replace("id=\"root\"", ""), "", "'definitions' has no id"),
                Arguments.of(
                        "a decision without an id",
                        table("r").replace("<decision id=\"a\"", "<decision"),
                        "root",
                        "decision 'a' has no id"),
                Arguments.of(
                        "no decision",
                        "%s</definitions>"
                                .formatted(table("r").substring(0, table("r").indexOf("<decision"))),
                        "root",
                        "no decision table"),
                Arguments.of(
                        "a cell too many",
                        table("r").replace("</rule>", "<outputEntry id=\"more\"><text>1</text></outputEntry></rule>"),
                        "r",
                        "has 2 cells for the table's 1 outputs"),
                Arguments.of(
                        "an id twice", table("r").replace("id=\"r_1\"", "id=\"r\""), "r", "The id 'r' is there twice"),
                Arguments.of(
                        "a policy that DMN lacks",
                        table("r").replace("<decisionTable ", "<decisionTable hitPolicy=\"BEST\" "),
                        "ta",
                        "'BEST' is not allowed here"),
                Arguments.of(
                        "a required decision that is not there",
                        table("r")
                                .replace(
                                        "<decisionTable ",
                                        "<informationRequirement id=\"i\"><requiredDecision href=\"#gone\"/></informationRequirement><decisionTable "),
                        "i",
                        "'gone' is named"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("tables")
    void a_table_that_the_engine_cannot_read_is_refused_by_its_element(
            String what, String table, String element, String reason) {
        assertRefused(examine(Map.of("own.dmn", table)), "own.dmn", element, reason);
    }

    @Test
    void an_id_that_two_files_of_one_deployment_have_is_refused_in_the_second() {
        assertRefused(examine(files("a.bpmn", model(TASK), "b.bpmn", model(TASK))), "b.bpmn", "own", "also in a.bpmn");
        assertRefused(examine(files("a.dmn", table("r"), "b.dmn", table("r"))), "b.dmn", "a", "also in a.dmn");
        var form = "{\"id\": \"x\", \"schemaVersion\": 16, \"components\": []}";
        assertRefused(examine(files("a.form", form, "b.form", form)), "b.form", "", "also in a.form");
    }

    @Test
    void what_the_engine_can_read_passes() {
        var twoPools = model(TASK)
                .replace(
                        "</bpmn:definitions>",
                        "<bpmn:process id=\"theirs\" isExecutable=\"false\"><bpmn:task id=\"x\"/></bpmn:process>"
                                + "<bpmn:collaboration id=\"c\"><bpmn:participant id=\"p1\" processRef=\"own\"/><bpmn:participant id=\"p2\" processRef=\"theirs\"/></bpmn:collaboration></bpmn:definitions>");

        assertThat(examine(files("own.bpmn", model(TASK), "own.dmn", table("r", "r2"))))
                .isEmpty();
        assertThat(examine(Map.of("own.bpmn", twoPools))).isEmpty();
    }

    private static void assertRefused(List<Objection> objections, String file, String element, String reason) {
        assertThat(objections).anySatisfy(objection -> {
            assertThat(objection.resource()).isEqualTo(file);
            assertThat(objection.elementId()).isEqualTo(element);
            assertThat(objection.reason()).contains(reason);
        });
        assertThat(objections)
                .extracting(Objection::reason)
                .noneMatch(
                        said -> said.matches("(?s).*(Exception|cvc-|ENGINE-|DMN-\\d|Cannot invoke|org\\.|java\\.).*"));
    }

    private static List<Objection> examine(Map<String, String> files) {
        var contents = new LinkedHashMap<String, byte[]>();
        files.forEach((name, text) -> contents.put(name, text.getBytes(StandardCharsets.UTF_8)));
        return DeployGate.withoutServer().examine(contents, false);
    }

    private static Map<String, String> files(String... namesAndTexts) {
        return IntStream.iterate(0, i -> i < namesAndTexts.length, i -> i + 2)
                .boxed()
                .collect(Collectors.toMap(
                        i -> namesAndTexts[i], i -> namesAndTexts[i + 1], (a, b) -> a, LinkedHashMap::new));
    }

    static String model(String content) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
                    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" id="d" targetNamespace="t">
                  <bpmn:process id="own" isExecutable="true">%s</bpmn:process>
                </bpmn:definitions>""".formatted(content);
    }

    private static String table(String... rows) {
        return """
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="root" name="n" namespace="t">
                  <decision id="a" name="a"><decisionTable id="ta"><output id="oa" name="x"/>%s</decisionTable></decision>
                </definitions>""".formatted(Stream.of(rows)
                .map(row -> "<rule id=\"%1$s\"><outputEntry id=\"%1$s_1\"><text>1</text></outputEntry></rule>"
                        .formatted(row))
                .collect(Collectors.joining()));
    }
}
