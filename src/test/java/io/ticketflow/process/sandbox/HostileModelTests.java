package io.ticketflow.process.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.variable.Variables;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Models that would run code, at every place of a model where code may be. Only the engine's own deployers read them here, so that only the sandbox protects
 * the server, as if the models had been written into the database.
 */
@TicketflowTest
class HostileModelTests {

    private static final String CANARY = "ticketflow.test.model";
    private static final String EXPRESSION =
            "${''.getClass().forName('java.lang.System').getMethod('setProperty',''.getClass(),''.getClass()).invoke(null,'%s','ran')}"
                    .formatted(CANARY);

    /** A class that runs code as soon as it is instantiated. */
    public static class Singer implements JavaDelegate {

        public Singer() {
            System.setProperty(CANARY, "ran");
        }

        @Override
        public void execute(DelegateExecution execution) {}
    }

    /** An object that is more than a plain value. */
    public static class Bomb {

        public String getName() {
            return "bomb";
        }

        public String ring() {
            return String.valueOf(System.setProperty(CANARY, "ran"));
        }
    }

    @Autowired
    private World world;

    @Autowired
    private ProcessEngine engine;

    @TempDir
    private Path directory;

    private Path file;
    private final List<String> refusals = new ArrayList<>();

    @BeforeEach
    void onlyTheEnginesOwnDeployers() {
        world.beginAnew();
        file = directory.resolve("canary");
        System.clearProperty(CANARY);
        refusals.clear();
        var own = configuration().getDeployers().stream()
                .filter(deployer -> deployer.getClass().getSimpleName().equals("Naming"))
                .toList();
        configuration().getDeploymentCache().setDeployers(own);
    }

    @AfterEach
    void allDeployersAgain() {
        configuration().getDeploymentCache().setDeployers(configuration().getDeployers());
        engine.getRepositoryService().createDeploymentQuery().deploymentName("hostile").list().stream()
                .forEach(deployment -> engine.getRepositoryService().deleteDeployment(deployment.getId(), true));
    }

    static Stream<Arguments> models() throws IOException {
        try (var models = HostileModelTests.class.getResourceAsStream("/hostile-models.txt")) {
            return new String(Objects.requireNonNull(models).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.contains("|") && !line.startsWith("#"))
                    .map(line -> line.split("\\|", 2))
                    .map(row -> Arguments.of(row[0].strip(), row[1].strip()));
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("models")
    void nothing_runs(String place, String step) {
        attempt(() -> deploy("hostile.bpmn", model(step)));
        attempt(() -> engine.getRuntimeService().startProcessInstanceByKey("hostile", Map.of("x", "y")));
        engine.getManagementService()
                .createJobQuery()
                .list()
                .forEach(job -> attempt(() -> engine.getManagementService().executeJob(job.getId())));
        for (var task : engine.getTaskService().createTaskQuery().list()) {
            attempt(() -> engine.getFormService().getTaskFormData(task.getId()));
            attempt(() -> engine.getFormService().submitTaskForm(task.getId(), Map.of("f", "z")));
        }

        assertThat(System.getProperty(CANARY)).as("canary").isNull();
        assertThat(file).doesNotExist();
        if (!place.endsWith("(the engine takes its default)")) {
            assertThat(refusals)
                    .anySatisfy(refusal -> assertThat(refusal).containsAnyOf("is refused", "Models may not"));
        }
    }

    @Test
    void a_harmless_model_runs() {
        attempt(() -> deploy("hostile.bpmn", model("<bpmn:userTask id=\"step\" name=\"${x}\"/>")));
        attempt(() -> engine.getRuntimeService().startProcessInstanceByKey("hostile", Map.of("x", "y")));

        assertThat(refusals).isEmpty();
        assertThat(engine.getTaskService().createTaskQuery().singleResult().getName())
                .isEqualTo("y");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            juel       | EXPRESSION                                                                                    | refused
            javascript | java.lang.System.setProperty('ticketflow.test.model', 'ran')                                  | scripts
            feel       | {f: function(a, b) external {java: {class: "java.lang.System", method signature: "setProperty(java.lang.String, java.lang.String)"}}, g: f("ticketflow.test.model", "ran")}.g | external
            feel       | bomb.ring()                                                                                   | no value
            feel       | bomb.name                                                                                     | no value
            """)
    void no_table_runs_code(String language, String cell, String why) {
        attempt(() -> deploy("hostile.dmn", table(language, cell)));

        attempt(() -> engine.getDecisionService()
                .evaluateDecisionTableByKey("hostile")
                .variables(Variables.putValue("x", "y").putValue("bomb", new Bomb()))
                .evaluate());

        assertThat(System.getProperty(CANARY)).as("canary").isNull();
        assertThat(refusals).anySatisfy(refusal -> assertThat(refusal).contains(why));
    }

    private void attempt(Runnable act) {
        try {
            act.run();
        } catch (RuntimeException refused) {
            for (@Nullable Throwable cause = refused; cause != null; cause = cause.getCause()) {
                refusals.add(String.valueOf(cause.getMessage()));
            }
        }
    }

    private void deploy(String name, String content) {
        engine.getRepositoryService()
                .createDeployment()
                .name("hostile")
                .addString(name, content)
                .deploy();
    }

    private String model(String step) {
        var model = """
                <?xml version="1.0" encoding="UTF-8"?>
                <bpmn:definitions xmlns:bpmn="http://www.omg.org/spec/BPMN/20100524/MODEL" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:camunda="http://camunda.org/schema/1.0/bpmn" xmlns:activiti="http://activiti.org/bpmn" targetNamespace="http://test">
                  <bpmn:message id="message" name="EXPRESSION"/>
                  <bpmn:signal id="signal" name="EXPRESSION"/>
                  <bpmn:signal id="plain" name="plain"/>
                  <bpmn:process id="hostile" isExecutable="true" camunda:historyTimeToLive="P1D">
                    <bpmn:startEvent id="start"/>
                    <bpmn:sequenceFlow id="a" sourceRef="start" targetRef="step"/>
                    STEP
                    <bpmn:sequenceFlow id="b" sourceRef="step" targetRef="end"/>
                    <bpmn:endEvent id="end"/>
                  </bpmn:process>
                  <bpmn:process id="called" isExecutable="true" camunda:historyTimeToLive="P1D">
                    <bpmn:startEvent id="calledStart"/>
                  </bpmn:process>
                </bpmn:definitions>
                """;
        return model.replace("STEP", step)
                .replace("EXPRESSION", EXPRESSION)
                .replace("SINGER", Singer.class.getName())
                .replace("FILE", file.toString());
    }

    private static String table(String language, String cell) {
        var table = """
                <?xml version="1.0" encoding="UTF-8"?>
                <definitions xmlns="https://www.omg.org/spec/DMN/20191111/MODEL/" xmlns:camunda="http://camunda.org/schema/1.0/dmn" id="d" name="d" namespace="http://test">
                  <decision id="hostile" name="hostile" camunda:historyTimeToLive="P1D">
                    <decisionTable id="t" hitPolicy="FIRST">
                      <input id="i" label="x"><inputExpression id="e" typeRef="string"><text>x</text></inputExpression></input>
                      <output id="o" label="o" name="o" typeRef="string"/>
                      <rule id="r"><inputEntry id="n"><text></text></inputEntry><outputEntry id="u" expressionLanguage="LANGUAGE"><text><![CDATA[CELL]]></text></outputEntry></rule>
                    </decisionTable>
                  </decision>
                </definitions>
                """;
        return table.replace("LANGUAGE", language).replace("CELL", cell.replace("EXPRESSION", EXPRESSION));
    }

    private ProcessEngineConfigurationImpl configuration() {
        return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }
}
