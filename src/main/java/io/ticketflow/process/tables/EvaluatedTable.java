package io.ticketflow.process.tables;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A table that the engine has just evaluated.
 *
 * @param inputs by their label
 * @param ruleId the first rule that matched; null when none did
 */
public record EvaluatedTable(
        String key,
        String definitionId,
        int version,
        Map<String, Object> inputs,
        @Nullable String ruleId,
        Map<String, Object> outputs) {}
