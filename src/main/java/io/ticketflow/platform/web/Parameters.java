package io.ticketflow.platform.web;

import io.ticketflow.platform.BadParameterException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.util.MultiValueMap;

/** The query parameters of a list: several values repeated or with commas, and nothing that the list does not know. */
public final class Parameters {

    private static final int DEFAULT_LIMIT = 25;
    private static final int MAX_LIMIT = 100;
    private static final Set<String> OF_EVERY_LIST = Set.of("limit", "cursor", "sort", "count");

    private final MultiValueMap<String, String> values;

    /** Refuses, with 400, a name that is neither one of every list nor one of these. */
    public Parameters(MultiValueMap<String, String> values, Set<String> filters) {
        values.keySet().stream()
                .filter(name -> !filters.contains(name) && !OF_EVERY_LIST.contains(name))
                .findFirst()
                .ifPresent(name -> {
                    throw new BadParameterException(name, "is not known here");
                });
        this.values = values;
    }

    public int limit() {
        var text = values.getFirst("limit");
        try {
            var limit = text == null ? DEFAULT_LIMIT : Integer.parseInt(text);
            if (limit >= 1 && limit <= MAX_LIMIT) {
                return limit;
            }
        } catch (NumberFormatException notANumber) {
            // said below
        }
        throw new BadParameterException("limit", "must be 1 to " + MAX_LIMIT);
    }

    public @Nullable String cursor() {
        return values.getFirst("cursor");
    }

    /** The wish for a total. */
    public boolean count() {
        return "true".equals(values.getFirst("count"));
    }

    /** The sort asked for, one of these, {@code -} in front for descending. */
    public String sort(String byDefault, Set<String> known) {
        var wanted = values.getFirst("sort");
        if (wanted == null) {
            return byDefault;
        }
        if (!known.contains(wanted.startsWith("-") ? wanted.substring(1) : wanted)) {
            throw new BadParameterException("sort", "must be one of " + known + ", - in front for descending");
        }
        return wanted;
    }

    /** Every value given for a filter. */
    public List<String> all(String name) {
        return values.getOrDefault(name, List.of()).stream()
                .flatMap(value -> Arrays.stream(value.split(",", -1)))
                .map(String::strip)
                .toList();
    }

    /** The values given for a filter, each the name of one of these constants. */
    public <E extends Enum<E>> List<String> names(String name, E[] constants) {
        var known = Arrays.stream(constants).map(Enum::name).toList();
        var asked = all(name);
        asked.stream().filter(value -> !known.contains(value)).findFirst().ifPresent(value -> {
            throw new BadParameterException(name, "must be one of " + known);
        });
        return asked;
    }
}
