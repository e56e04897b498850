package io.ticketflow.platform.web;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what a value that could not be read should have been. */
final class Expected {

    private static final int MOST_NAMED = 20;

    private static final Map<Class<?>, String> FORMS = Map.of(
            Instant.class, "must be an instant of the years 1 to 9999, such as 2026-11-01T00:00:00Z",
            LocalDate.class, "must be a date, such as 2026-12-24",
            LocalTime.class, "must be a time of day, such as 08:30",
            Duration.class, "must be a duration, such as PT4H or P2D",
            UUID.class, "must be an id, such as 01890a5d-ac96-774b-bcce-b302099a8057",
            Boolean.class, "must be true or false",
            String.class, "must be a text",
            Integer.class, "must be a whole number",
            Long.class, "must be a whole number");

    private static final Map<Class<?>, Class<?>> BOXED =
            Map.of(boolean.class, Boolean.class, int.class, Integer.class, long.class, Long.class);

    private Expected() {}

    /** @param type null when it is unknown */
    static String of(@Nullable Class<?> type) {
        if (type == null) {
            return "cannot be read as what it should be";
        }
        if (type.isEnum()) {
            var constants = type.getEnumConstants();
            return constants.length > MOST_NAMED
                    ? "is none of the known values"
                    : "must be one of "
                            + Arrays.stream(constants)
                                    .map(constant -> ((Enum<?>) constant).name())
                                    .collect(Collectors.joining(", "));
        }
        if (Collection.class.isAssignableFrom(type)) {
            return "must be a list";
        }
        var known = FORMS.get(BOXED.getOrDefault(type, type));
        return known == null ? "cannot be read as what it should be" : known;
    }

    /** Like {@link #of}, for a query parameter. */
    static String inQuery(@Nullable Class<?> type) {
        return Instant.class.equals(type) ? of(type) + " (a + is written as %2B)" : of(type);
    }
}
