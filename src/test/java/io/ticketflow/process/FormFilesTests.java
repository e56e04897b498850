package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketflow.ticket.ResolutionCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The rules that every shipped form keeps, for Tasklist's form player and for the moves. */
class FormFilesTests {

    static Stream<Path> forms() throws IOException {
        try (var files = Files.list(Path.of("processes"))) {
            return files.filter(file -> file.toString().endsWith(".form")).toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("forms")
    void a_form_is_one_that_the_engines_tasklist_can_show(Path file) throws IOException {
        var form = read(file);

        assertThat(file).hasFileName(form.path("id").asText() + ".form");
        assertThat(form.path("schemaVersion").asInt()).isEqualTo(16);
        assertThat(form.path("executionPlatformVersion").asText()).isEqualTo("7.24.0");
        assertThat(fields(form))
                .extracting(field -> field.path("type").asText())
                .as("nothing that renders what people wrote as markup")
                .isSubsetOf("textfield", "textarea", "select", "separator");
    }

    @Test
    void the_facts_of_a_ticket_are_shown_and_not_sent_back() throws IOException {
        assertThat(fields(move()).filter(field -> field.path("disabled").asBoolean()))
                .extracting(field -> field.path("key").asText())
                .containsExactlyInAnyOrder(
                        "number",
                        "priority",
                        "stage",
                        "title",
                        "requester",
                        "deadline",
                        "description",
                        "question",
                        "offeredResolution");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_de"})
    void every_label_has_its_words_in_each_language(String language) throws IOException {
        var words = new Properties();
        try (var file = Files.newBufferedReader(
                Path.of("src/main/resources/forms", "ticket-move" + language + ".properties"))) {
            words.load(file);
        }

        var shown = fields(move())
                .flatMap(field -> Stream.of(
                        field.path("label").asText(), field.path("description").asText()))
                .filter(text -> !text.isEmpty())
                .toList();
        assertThat(shown).allMatch(text -> text.startsWith("=words."));
        assertThat(shown.stream().map(text -> text.replace("=words.", "label.")))
                .allMatch(key -> !words.getProperty(key, "").isBlank());
        assertThat(Stream.of(ResolutionCode.values()).map(code -> "code." + code))
                .allMatch(words::containsKey);
        assertThat(words)
                .containsKeys(
                        "answer",
                        "answer.hint",
                        "heard",
                        "heard.hint",
                        "remark",
                        "remark.hint",
                        "reply",
                        "reply.hint",
                        "away");
    }

    @Test
    void a_step_is_always_asked_for_and_only_what_it_needs_beside_it() throws IOException {
        assertThat(field("transition").path("valuesKey").asText()).isEqualTo("transitions");
        assertThat(field("transition").at("/validate/required").asBoolean()).isTrue();
        assertThat(field("transition").has("conditional")).isFalse();

        for (var key : List.of("assigneeId", "comment", "resolutionCode", "resolution")) {
            var list = key.replace("Id", "") + "Keys";
            assertThat(field(key).at("/conditional/hide").asText())
                    .isEqualTo("=if list contains(%s, transition) then false else true", list);
            assertThat(field(key).at("/validate/required").asBoolean()).isEqualTo(!key.equals("assigneeId"));
        }
    }

    private static JsonNode move() throws IOException {
        return read(Path.of("processes", "ticket-move.form"));
    }

    private static JsonNode field(String key) throws IOException {
        return fields(move())
                .filter(field -> field.path("key").asText().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private static Stream<JsonNode> fields(JsonNode form) {
        return StreamSupport.stream(form.path("components").spliterator(), false);
    }

    private static JsonNode read(Path file) throws IOException {
        return new ObjectMapper().readTree(file.toFile());
    }
}
