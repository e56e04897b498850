package io.ticketflow.platform.web;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.swagger.v3.oas.models.OpenAPI;
import io.swagger.v3.oas.models.Operation;
import io.swagger.v3.oas.models.media.MediaType;
import io.swagger.v3.oas.models.media.Schema;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import org.springdoc.core.customizers.GlobalOpenApiCustomizer;
import org.springframework.core.io.ClassPathResource;
import org.springframework.stereotype.Component;

/**
 * Adds examples to the OpenAPI document from {@code openapi/examples.json}. Operations with a body have one by their operationId. Members of answers have one
 * by {@code Schema.member}, by the name of the member or by its format, in this order.
 */
@Component
class ApiExamples implements GlobalOpenApiCustomizer {

    private static final String JSON = "application/json";

    private record Examples(
            Map<String, JsonNode> bodies, Map<String, JsonNode> formats, Map<String, JsonNode> members) {}

    private final Examples examples;

    ApiExamples(ObjectMapper json) throws IOException {
        try (var file = new ClassPathResource("openapi/examples.json").getInputStream()) {
            examples = json.readValue(file, Examples.class);
        }
    }

    @Override
    public void customise(OpenAPI document) {
        document.getComponents().getSchemas().forEach(this::addToMembers);
        document.getPaths().values().stream()
                .flatMap(path -> path.readOperations().stream())
                .forEach(this::addToBody);
    }

    private void addToMembers(String name, Schema<?> schema) {
        if (schema.getProperties() != null) {
            schema.getProperties().forEach((member, kind) -> {
                if (kind.getExample() == null && kind.getEnum() == null && kind.get$ref() == null) {
                    example(name, member, kind).ifPresent(kind::setExample);
                }
            });
        }
    }

    private Optional<JsonNode> example(String schema, String member, Schema<?> kind) {
        return Optional.ofNullable(examples.members().get(schema + "." + member))
                .or(() -> Optional.ofNullable(kind.getFormat()).map(examples.formats()::get))
                .or(() -> Optional.ofNullable(examples.members().get(member)));
    }

    private void addToBody(Operation operation) {
        var example = examples.bodies().get(operation.getOperationId());
        if (example != null) {
            operation
                    .getRequestBody()
                    .getContent()
                    .computeIfAbsent(JSON, kind -> new MediaType())
                    .setExample(example);
        }
    }
}
