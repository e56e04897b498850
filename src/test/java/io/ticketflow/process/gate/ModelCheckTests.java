package io.ticketflow.process.gate;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.process.SlowVendor;
import io.ticketflow.process.model.NoticeMeaning;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.sandbox.TaskBeans;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command that checks models before their deployment, without a server; and the guide that lists what they may use. */
class ModelCheckTests {

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();

    private int check(String... files) {
        return ModelCheck.run(List.of(files), new PrintStream(said, true, StandardCharsets.UTF_8));
    }

    @Test
    void the_shipped_files_are_right() {
        var status = check(
                "processes/ticket-lifecycle.bpmn",
                "processes/ticket-move.form",
                "dmn/assignment-routing.dmn",
                "dmn/escalation-routing.dmn");

        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(status).isZero();
    }

    @Test
    void each_thing_that_is_wrong_is_a_line(@TempDir Path folder) throws IOException {
        var model = Files.readString(Path.of("processes/ticket-lifecycle.bpmn"));
        var wrong = folder.resolve("mine.bpmn");
        Files.writeString(
                wrong,
                model.replace("value=\"REOPENED\"", "value=\"SOLVED\"").replace("${!escalationDue}", "${urgent}"));

        var status = check(wrong.toString());

        assertThat(status).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .hasSize(3)
                .anyMatch(line -> line.startsWith("mine.bpmn: acceptReopenedTicket: 'SOLVED' is no status"))
                .anyMatch(line -> line.startsWith("mine.bpmn: isEscalationDueToNothingToEscalate: "));
    }

    @Test
    void a_message_to_an_unknown_audience_is_named_with_those_that_there_are(@TempDir Path folder) throws IOException {
        var lifecycle = Files.readString(Path.of("processes/ticket-lifecycle.bpmn"));
        var drawn = SlowVendor.drawnInto(lifecycle);
        var right = folder.resolve("right.bpmn");
        var wrong = folder.resolve("wrong.bpmn");
        Files.writeString(right, drawn);
        Files.writeString(wrong, drawn.replace("value=\"LEAD\"", "value=\"BOSS\""));

        assertThat(check(right.toString())).isZero();
        assertThat(said.toString(StandardCharsets.UTF_8)).isEmpty();
        assertThat(check(wrong.toString())).isEqualTo(1);
        assertThat(said.toString(StandardCharsets.UTF_8).lines())
                .singleElement()
                .satisfies(line -> assertThat(line)
                        .startsWith("wrong.bpmn: tellTheLead: 'BOSS' is nothing that the property 'audience' knows")
                        .contains("REQUESTER, ASSIGNEE, TEAM, LEAD, WATCHERS, DEVOPS_ENGINEER"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"../evil.form", "folder/evil.form", "folder\\evil.form", "be\u0007ll.form", "line\nbreak.form"})
    void a_name_that_is_more_than_a_name_is_refused(String name) {
        var form = "{\"id\": \"x\", \"schemaVersion\": 16, \"components\": []}".getBytes(StandardCharsets.UTF_8);

        assertThat(DeployGate.withoutServer().examine(Map.of("good.form", form, name, form), false))
                .extracting(Objection::resource)
                .containsOnly(name);
    }

    @Test
    void a_file_that_is_not_there_is_said() {
        assertThat(check("nowhere.bpmn")).isEqualTo(2);
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("nowhere.bpmn");
    }

    @Test
    void the_guide_for_process_owners_lists_all_that_models_may_use() throws IOException {
        var guide = Files.readString(Path.of("docs/process-owners.md"));

        assertThat(Stream.of(
                                TaskBeans.tasks().stream(),
                                TaskBeans.questions().stream().map(question -> "sla.%s(execution)".formatted(question)),
                                TicketLifecycle.VARIABLES.stream(),
                                TicketLifecycle.GIVEN_WITH_A_STEP.stream(),
                                TicketLifecycle.TABLE_INPUTS.stream(),
                                NoticeMeaning.PROPERTIES.stream(),
                                NoticeMeaning.namesOfAudiences().stream(),
                                NoticeMeaning.EVERY_CHANNEL.stream())
                        .flatMap(names -> names))
                .allSatisfy(name -> assertThat(guide).contains("`%s`".formatted(name)));
    }
}
