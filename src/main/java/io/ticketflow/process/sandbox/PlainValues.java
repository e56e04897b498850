package io.ticketflow.process.sandbox;

import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.Collection;
import java.util.Date;
import java.util.Map;
import java.util.UUID;
import org.camunda.spin.json.SpinJsonNode;
import org.joda.time.ReadableInstant;
import org.jspecify.annotations.Nullable;

/** Recognises plain values. The lists and maps that expressions can reach contain only such values. */
final class PlainValues {

    private PlainValues() {}

    static boolean isPlain(@Nullable Object value) {
        return value == null
                || value instanceof CharSequence
                || value instanceof Number
                || value instanceof Boolean
                || value instanceof Character
                || value instanceof Enum
                || value instanceof UUID
                || value instanceof Date
                || value instanceof TemporalAccessor
                || value instanceof TemporalAmount
                || value instanceof ReadableInstant
                || value instanceof Collection
                || value instanceof Map
                || value instanceof SpinJsonNode
                || value.getClass().isArray();
    }
}
