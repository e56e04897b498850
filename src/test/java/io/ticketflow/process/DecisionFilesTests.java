package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.stream.Stream;
import org.camunda.bpm.dmn.engine.DmnEngineConfiguration;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.DmnModelInstance;
import org.camunda.bpm.model.dmn.HitPolicy;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.dmn.instance.DmnElement;
import org.camunda.bpm.model.dmn.instance.Input;
import org.camunda.bpm.model.dmn.instance.InputEntry;
import org.camunda.bpm.model.dmn.instance.LiteralExpression;
import org.camunda.bpm.model.dmn.instance.Output;
import org.camunda.bpm.model.dmn.instance.OutputEntry;
import org.camunda.bpm.model.dmn.instance.Rule;
import org.camunda.bpm.model.dmn.instance.UnaryTests;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rules that every shipped table keeps, for the application and for the people who edit rows. */
class DecisionFilesTests {

    static Stream<Path> tables() throws IOException {
        try (var files = Files.list(Path.of("dmn"))) {
            return files.toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void a_decision_is_valid_and_named_like_its_file(Path file) {
        var model = read(file);

        Dmn.validateModel(model);
        DmnEngineConfiguration.createDefaultDmnEngineConfiguration()
                .buildEngine()
                .parseDecisions(model);

        assertThat(model.getModelElementsByType(Decision.class)).singleElement().satisfies(decision -> {
            assertThat(file).hasFileName(decision.getId() + ".dmn");
            assertThat(decision.getName()).isNotBlank();
            assertThat(decision.getDescription()).isNotNull();
            assertThat(decision.getCamundaHistoryTimeToLiveString()).isEqualTo("P365D");
        });
        assertThat(Objects.requireNonNull(model.getDocument().getRootElement()).getChildElements())
                .last()
                .satisfies(picture -> assertThat(picture.getLocalName()).isEqualTo("DMNDI"));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void the_first_row_that_matches_decides_and_the_last_matches_everything(Path file) {
        var table = table(file);

        assertThat(table.getHitPolicy()).isEqualTo(HitPolicy.FIRST);
        assertThat(table.getRules()).last().satisfies(rule -> assertThat(rule.getInputEntries())
                .allSatisfy(entry -> assertThat(text(entry)).isEmpty()));
    }

    @ParameterizedTest
    @MethodSource("tables")
    void every_column_has_a_label_and_every_row_a_reason_and_an_answer(Path file) {
        var table = table(file);

        assertThat(table.getInputs()).extracting(Input::getLabel).doesNotContainNull();
        assertThat(table.getOutputs()).extracting(Output::getLabel).doesNotContainNull();
        assertThat(table.getRules()).extracting(Rule::getDescription).doesNotContainNull();
        assertThat(table.getRules()).extracting(DmnElement::getId).allMatch(id -> id.matches("[a-z]+(-[a-z]+)*"));
        assertThat(table.getRules()).flatExtracting(Rule::getOutputEntries).allSatisfy(entry -> assertThat(text(entry))
                .isNotEmpty());
    }

    @ParameterizedTest
    @MethodSource("tables")
    void everything_is_said_in_feel(Path file) {
        var model = read(file);

        assertThat(model.getModelElementsByType(LiteralExpression.class))
                .extracting(LiteralExpression::getExpressionLanguage)
                .containsOnlyNulls();
        assertThat(model.getModelElementsByType(UnaryTests.class))
                .extracting(UnaryTests::getExpressionLanguage)
                .containsOnlyNulls();
    }

    private static DmnModelInstance read(Path file) {
        return Dmn.readModelFromFile(file.toFile());
    }

    private static DecisionTable table(Path file) {
        return read(file).getModelElementsByType(DecisionTable.class).iterator().next();
    }

    private static String text(InputEntry entry) {
        return entry.getText().getTextContent();
    }

    private static String text(OutputEntry entry) {
        return entry.getText().getTextContent();
    }
}
