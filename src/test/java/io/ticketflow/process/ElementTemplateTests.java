package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.jayway.jsonpath.JsonPath;
import io.ticketflow.process.gate.DeployGate;
import io.ticketflow.process.model.NoticeMeaning;
import io.ticketflow.process.model.StateMeaning;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.sandbox.TaskBeans;
import io.ticketflow.ticket.TicketStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The deploy gate accepts what the templates in Modeler offer: they name only existing beans, statuses and tables. */
class ElementTemplateTests {

    private static final Path FOLDER = Path.of(".camunda", "element-templates");
    private static final Pattern BEAN = Pattern.compile("\\$\\{(\\w+)}");

    static List<Path> files() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    private static List<Map<String, Object>> templates(String file) throws IOException {
        return JsonPath.read(Files.readString(FOLDER.resolve(file)), "$[*]");
    }

    private static List<String> values(String file, String property) throws IOException {
        return JsonPath.read(
                Files.readString(FOLDER.resolve(file)),
                "$[*].properties[?(@.binding.name == '%s')].choices[*].value".formatted(property));
    }

    @Test
    void there_is_one_for_everything_that_the_guide_speaks_of() throws IOException {
        var ids = new HashSet<String>();
        for (var file : files()) {
            for (var template : templates(file.getFileName().toString())) {
                assertThat(ids.add(String.valueOf(template.get("id"))))
                        .as(template.get("id") + " is there once")
                        .isTrue();
            }
        }

        assertThat(ids)
                .containsExactlyInAnyOrder(
                        "io.ticketflow.state",
                        "io.ticketflow.step",
                        "io.ticketflow.notify",
                        "io.ticketflow.notify-people",
                        "io.ticketflow.escalate",
                        "io.ticketflow.sla-timer",
                        "io.ticketflow.decide-routing",
                        "io.ticketflow.decide-escalation",
                        "io.ticketflow.decide");
    }

    @Test
    void a_state_is_of_any_status_but_the_end() throws IOException {
        assertThat(values("state.json", "ticketStatus"))
                .containsExactlyInAnyOrderElementsOf(Arrays.stream(TicketStatus.values())
                        .filter(status -> status != TicketStatus.CLOSED)
                        .map(Enum::name)
                        .toList());
    }

    @Test
    void a_waiting_state_waits_for_the_requester_or_for_others() throws IOException {
        assertThat(values("state.json", TicketLifecycle.WAITS_FOR_PROPERTY))
                .containsExactly(StateMeaning.REQUESTER, StateMeaning.OTHERS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"notify.json", "escalate.json"})
    void tasks_are_done_by_beans_that_there_are(String file) throws IOException {
        assertThat(values(file, "camunda:delegateExpression")).isNotEmpty().allSatisfy(expression -> {
            var bean = BEAN.matcher(expression);
            assertThat(bean.matches()).isTrue();
            assertThat(TaskBeans.tasks()).contains(bean.group(1));
        });
    }

    @Test
    void a_message_has_the_properties_that_its_bean_reads() throws IOException {
        assertThat(JsonPath.<List<String>>read(
                        Files.readString(FOLDER.resolve("notify.json")),
                        "$[0].properties[?(@.binding.type == 'camunda:property')].binding.name"))
                .containsExactlyInAnyOrderElementsOf(NoticeMeaning.PROPERTIES);
        assertThat(JsonPath.<List<String>>read(
                        Files.readString(FOLDER.resolve("notify.json")),
                        "$[0].properties[?(@.binding.name == 'camunda:delegateExpression')].value"))
                .containsExactly("${notify}");
    }

    static Stream<Arguments> audiencesAndChannels() throws IOException {
        var channels = values("notify.json", NoticeMeaning.CHANNELS);
        return values("notify.json", NoticeMeaning.AUDIENCE).stream()
                .flatMap(audience -> channels.stream().map(ways -> Arguments.of(audience, ways)));
    }

    @ParameterizedTest
    @MethodSource("audiencesAndChannels")
    void the_gate_accepts_each_audience_and_each_choice_of_channels(String audience, String channels) {
        var model = """
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:camunda="http://camunda.org/schema/1.0/bpmn"
                    id="own" targetNamespace="http://example.org">
                  <bpmn:process id="own-process" isExecutable="true" camunda:historyTimeToLive="P30D">
                    <bpmn:startEvent id="begins" /><bpmn:sequenceFlow id="on" sourceRef="begins" targetRef="tell" />
                    <bpmn:serviceTask id="tell" camunda:delegateExpression="${notify}"><bpmn:extensionElements><camunda:properties>
                      <camunda:property name="audience" value="%s" /><camunda:property name="channels" value="%s" />
                      <camunda:property name="subject" value="is looked at" /><camunda:property name="text" value="About ${title}." />
                    </camunda:properties></bpmn:extensionElements></bpmn:serviceTask>
                  </bpmn:process>
                </bpmn:definitions>
                """.formatted(audience, channels);

        assertThat(DeployGate.withoutServer()
                        .examine(Map.of("own.bpmn", model.getBytes(StandardCharsets.UTF_8)), false))
                .isEmpty();
    }

    @Test
    void tables_are_those_that_are_shipped() throws IOException {
        var tables = JsonPath.<List<String>>read(
                Files.readString(FOLDER.resolve("decide.json")),
                "$[*].properties[?(@.binding.name == 'camunda:decisionRef')].value");

        assertThat(tables)
                .containsExactly("assignment-routing", "escalation-routing")
                .allSatisfy(table -> assertThat(Path.of("dmn", table + ".dmn")).exists());
    }

    @Test
    void every_question_about_deadlines_is_named() throws IOException {
        var file = Files.readString(FOLDER.resolve("sla-timer.json"));

        assertThat(TaskBeans.questions())
                .allSatisfy(question -> assertThat(file).contains("${sla." + question + "(execution)}"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"${transition == 'VENDOR'}", "${transition == 'A' || transition == 'B_2'}"})
    void a_step_takes_keys(String condition) throws IOException {
        assertThat(condition).matches(stepPattern());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "VENDOR", "${transition = 'VENDOR'}", "${transition == 'VENDOR'} ", "${remote}"})
    void a_step_takes_nothing_else(String condition) throws IOException {
        assertThat(condition).doesNotMatch(stepPattern());
    }

    private static String stepPattern() throws IOException {
        return JsonPath.<List<String>>read(
                        Files.readString(FOLDER.resolve("step.json")), "$[0].properties[*].constraints.pattern.value")
                .get(0);
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_process_owner_who_opens_the_repository_in_modeler_finds_them(Path file) throws IOException {
        assertThat(JsonPath.<List<String>>read(Files.readString(file), "$[*]['$schema']"))
                .allMatch(schema -> schema.endsWith("/schema.json"));
        assertThat(JsonPath.<List<List<String>>>read(Files.readString(file), "$[*].appliesTo"))
                .doesNotContain(List.of());
    }
}
