package io.ticketflow.process.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.TicketflowTest;
import io.ticketflow.World;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.Ticket;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ArtifactFactory;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.bpm.engine.delegate.VariableScope;
import org.camunda.bpm.engine.impl.cfg.ProcessEngineConfigurationImpl;
import org.camunda.bpm.engine.impl.context.Context;
import org.camunda.bpm.engine.impl.el.ExpressionManager;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.spring.SpringExpressionManager;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.spin.Spin;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.ApplicationContext;

/**
 * Expressions of a model, evaluated by the engine at an execution and at a task of a real ticket, so the results hold for every model, however it came into the
 * database. A canary shows whether code ran: a system property, and a file.
 */
@TicketflowTest
@TestInstance(Lifecycle.PER_CLASS)
class ExpressionSandboxTests {

    private static final String CANARY = "ticketflow.test.sandbox";
    private static final String CODE =
            "getMethod('setProperty',''.getClass(),''.getClass()).invoke(null,'%s','ran')".formatted(CANARY);

    @Autowired
    private World world;

    @Autowired
    private ProcessEngine engine;

    @Autowired
    private Texts texts;

    @Autowired
    private ApplicationContext context;

    private Ticket ticket;

    /** An object that a person might get into a variable: as Jackson reads it, with further methods. */
    public static class Bomb {

        public String getName() {
            return "bomb";
        }

        public String ring() {
            return String.valueOf(System.setProperty(CANARY, "ran"));
        }
    }

    /** All cases share one ticket, because refused expressions change nothing. */
    @BeforeAll
    void aTicket() {
        world.beginAnew();
        ticket = world.openAndRouted(Category.VM, Priority.P3);
    }

    @BeforeEach
    void aCanary() {
        System.clearProperty(CANARY);
    }

    @AfterEach
    void theCanaryIsSilent() {
        assertThat(System.getProperty(CANARY)).isNull();
        assertThat(world.taskOf(ticket).getName()).isEqualTo("Accept ticket");
        assertThat(engine.getRuntimeService().getVariable(ticket.processInstanceId(), TicketLifecycle.TITLE))
                .isEqualTo(ticket.title());
    }

    static Stream<String> hostile() throws IOException {
        try (InputStream corpus = ExpressionSandboxTests.class.getResourceAsStream("/hostile-expressions.txt")) {
            return new String(Objects.requireNonNull(corpus).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> line.startsWith("${") || line.startsWith("#{"))
                    .map(line -> line.replace("CODE", CODE));
        }
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void nothing_leads_out_of_an_execution(String expression) {
        assertThatThrownBy(() -> atExecution(expression))
                .isExactlyInstanceOf(ProcessEngineException.class)
                .hasMessageContaining(expression);
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void nothing_leads_out_of_the_text_of_a_message(String expression) {
        var variables = engine.getRuntimeService().getVariables(ticket.processInstanceId());

        // A bean's name is the name of a variable here, which does not exist, or was set by another case.
        assertThat(texts.read(expression, Map.of(), () -> variables).orElse("nothing"))
                .isIn("nothing", "true");
    }

    @ParameterizedTest
    @MethodSource("hostile")
    void nothing_leads_out_of_a_task(String expression) {
        assertThatThrownBy(() -> atTask(expression))
                .isExactlyInstanceOf(ProcessEngineException.class)
                .hasMessageContaining(expression);
    }

    @Test
    void a_refusal_names_expression_and_element() {
        assertThatThrownBy(() -> atTask("${dataSource}"))
                .hasMessageStartingWith("The expression ${dataSource} at acceptTicket of ticket-lifecycle:")
                .hasMessageContaining("Cannot resolve identifier 'dataSource'");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ${number}                                          | NUMBER
            ${number}: ${title}                                | NUMBER: Disk full on db3
            ${reopenCount == 0 && title != null}               | true
            ${reopenCount + 1}                                 | 1
            ${empty list ? 'none' : title}                     | Disk full on db3
            ${dateTime().plusDays(2).toDate() > now()}         | true
            ${count * 2}                                       | 84
            ${currentUser() == null}                           | true
            ${execution.processBusinessKey}                    | NUMBER
            ${sla.responseDue(execution) > when}               | true
            """)
    void what_models_need_is_understood(String expression, String value) {
        assertThat(atExecution(expression)).asString().isEqualTo(value.replace("NUMBER", ticket.number()));
    }

    @Test
    void a_listener_of_a_task_reads_variables() {
        assertThat(atTask("${title}")).isEqualTo("Disk full on db3");
    }

    @Test
    void a_service_task_gets_its_bean() {
        assertThat(atExecution("${assignTicket}")).isSameAs(context.getBean("assignTicket"));
    }

    /** A person who completes a task may send a variable with any name. */
    @Test
    void a_variable_takes_no_task_beans_place() {
        engine.getRuntimeService().setVariable(ticket.processInstanceId(), "sla", "nothing");

        assertThat(atExecution("${sla.responseDue(execution)}")).isInstanceOf(Date.class);
    }

    @Test
    void task_beans_are_those_that_the_shipped_models_call_and_one_for_messages_of_process_owners() throws IOException {
        try (var model = getClass().getResourceAsStream("/processes/ticket-lifecycle.bpmn")) {
            var text = new String(Objects.requireNonNull(model).readAllBytes(), StandardCharsets.UTF_8);

            var names = new HashSet<>(TaskBeans.tasks());
            names.add(TaskBeans.SLA);
            assertThat(names).filteredOn(name -> !name.equals("notify")).allSatisfy(name -> assertThat(text)
                    .containsPattern("[$]\\{" + name + "[.}]"));
            assertThat(names)
                    .containsAll(
                            List.of(context.getBeanNamesForType(org.camunda.bpm.engine.delegate.JavaDelegate.class)))
                    .allSatisfy(name -> assertThat(context.containsBean(name)).isTrue());
        }
    }

    @Test
    void the_canary_does_sing_where_the_engines_own_language_is_spoken() {
        var expression = "${''.getClass().forName('java.lang.System')." + CODE + "}";

        in(() -> evaluated(engines(), expression, execution()));

        assertThat(System.clearProperty(CANARY)).isEqualTo("ran");

        in(() -> evaluated(engines(), "${bomb.ring()}", execution()));

        assertThat(System.clearProperty(CANARY)).isEqualTo("ran");
    }

    private SpringExpressionManager engines() {
        return new SpringExpressionManager(context);
    }

    @Test
    void no_script_engine_answers() {
        for (var language :
                List.of("juel", "feel", "javascript", "ecmascript", "groovy", "python", "ruby", "freemarker")) {
            assertThatThrownBy(
                            () -> in(() -> configuration().getScriptingEngines().getScriptEngineForLanguage(language)))
                    .as(language)
                    .isInstanceOf(ProcessEngineException.class)
                    .hasMessageContaining("may not run scripts");
        }
    }

    @ParameterizedTest
    @CsvSource({
        "org.codehaus.groovy.jsr223.GroovyScriptEngineFactory",
        "com.oracle.truffle.js.scriptengine.GraalJSEngineFactory",
        "org.openjdk.nashorn.api.scripting.NashornScriptEngineFactory",
        "freemarker.template.Configuration",
        "org.camunda.connect.Connectors",
        "org.camunda.connect.plugin.impl.ConnectProcessEnginePlugin",
        "org.apache.commons.mail.Email"
    })
    void what_would_run_more_is_not_on_the_class_path(String name) {
        assertThatThrownBy(() -> Class.forName(name, false, getClass().getClassLoader()))
                .isInstanceOf(ClassNotFoundException.class);
    }

    @Test
    void no_class_is_made_for_a_model() {
        ArtifactFactory classes = configuration().getArtifactFactory();

        assertThatThrownBy(() -> classes.getArtifact(StringBuilder.class)).hasMessageContaining("may not name classes");
    }

    private @Nullable Object atExecution(String expression) {
        return in(() -> evaluated(configuration().getExpressionManager(), expression, execution()));
    }

    private @Nullable Object atTask(String expression) {
        return in(() -> evaluated(configuration().getExpressionManager(), expression, task()));
    }

    private @Nullable Object evaluated(ExpressionManager language, String expression, VariableScope scope) {
        Map.<String, Object>of(
                        "list",
                        List.of("first", "second"),
                        "map",
                        Map.of("key", "value"),
                        "json",
                        Spin.JSON("{\"name\":\"Ada\",\"roles\":[\"lead\"]}"),
                        "count",
                        42,
                        "when",
                        Date.from(Instant.ofEpochSecond(1)),
                        "bytes",
                        new byte[] {1},
                        "bomb",
                        new Bomb())
                .forEach((name, value) -> scope.setVariableLocal(name, Variables.untypedValue(value, true)));
        return language.createExpression(expression).getValue(scope);
    }

    private VariableScope execution() {
        return commandContext()
                .getExecutionManager()
                .findExecutionById(world.taskOf(ticket).getExecutionId());
    }

    private VariableScope task() {
        return commandContext()
                .getTaskManager()
                .findTaskById(world.taskOf(ticket).getId());
    }

    private static CommandContext commandContext() {
        return Context.getCommandContext();
    }

    private interface Work {
        @Nullable
        Object run();
    }

    private @Nullable Object in(Work work) {
        return configuration().getCommandExecutorTxRequired().execute(context -> work.run());
    }

    private ProcessEngineConfigurationImpl configuration() {
        return (ProcessEngineConfigurationImpl) engine.getProcessEngineConfiguration();
    }
}
