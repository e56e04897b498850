package io.ticketflow.process.gate;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.ticketflow.process.model.Element;
import java.io.IOException;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** Checks that Tasklist can show a form. */
final class FormChecks {

    private static final ObjectMapper JSON = new ObjectMapper().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private static final String KEY_OF_A_FORM = "camunda-forms:deployment:";

    private FormChecks() {}

    static void check(byte[] content, Objections objections) {
        JsonNode form;
        try {
            form = JSON.readTree(content);
        } catch (IOException broken) {
            objections.add("The form is no valid JSON: " + firstLineOf(broken));
            return;
        }
        if (!form.isObject()) {
            objections.add("The form is no Camunda Form: it is no JSON object.");
            return;
        }
        if (form.path("id").asText().isBlank()) {
            objections.add("The form is no Camunda Form: it has no id.");
        }
        if (!form.path("schemaVersion").isInt()) {
            objections.add("The form is no Camunda Form: it has no schemaVersion.");
        }
        if (!form.path("components").isArray()) {
            objections.add("The form is no Camunda Form: it has no list of components.");
        }
        var keys = new HashSet<String>();
        components(form).forEach(component -> check(component, keys, objections));
    }

    private static void check(JsonNode component, Set<String> keys, Objections objections) {
        var id = component.path("id").asText();
        var key = component.path("key").asText();
        if (component.path("type").asText().isEmpty()) {
            objections.add(id, "The field has no type.", 0, 0);
        }
        if (!key.isEmpty() && !keys.add(key)) {
            objections.add(
                    id, "The key '%s' is there twice; one field would overwrite the other.".formatted(key), 0, 0);
        }
        if (KnownNames.isTaken(key)) {
            objections.add(
                    id, "A field cannot be called '%s': the application's own has that name.".formatted(key), 0, 0);
        }
    }

    /** The variables that a form sets, without the fields that it only shows; empty if the file is no form. */
    static Set<String> fields(byte[] content) {
        var keys = new HashSet<String>();
        try {
            components(JSON.readTree(content))
                    .filter(component -> !component.path("disabled").asBoolean())
                    .forEach(component -> keys.add(component.path("key").asText()));
        } catch (IOException broken) {
            return Set.of();
        }
        return keys;
    }

    /** The id by which models refer to a form; empty if the file is no form. */
    static String idOf(byte[] content) {
        try {
            return JSON.readTree(content).path("id").asText();
        } catch (IOException broken) {
            return "";
        }
    }

    private static Stream<JsonNode> components(JsonNode in) {
        return StreamSupport.stream(in.path("components").spliterator(), false)
                .flatMap(component -> Stream.concat(Stream.of(component), components(component)));
    }

    /** The id or file name of the form that an element shows; empty when it shows none. */
    static String formOf(Element element) {
        var key = element.extension("formKey");
        return key.startsWith(KEY_OF_A_FORM) ? key.substring(KEY_OF_A_FORM.length()) : element.extension("formRef");
    }

    static void checkKey(Element element, String key, Objections objections) {
        if (!key.startsWith(KEY_OF_A_FORM) || Expressions.isExpression(key)) {
            objections.add(element, "formKey=\"%s\" is no Camunda Form; name one by 'Form reference'.".formatted(key));
        }
    }

    private static String firstLineOf(IOException broken) {
        return String.valueOf(broken.getMessage()).lines().findFirst().orElse("");
    }
}
