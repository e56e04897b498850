package io.ticketflow.platform;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * A place in a sorted list: the sort's name and the last row's sort values, the unique one last. Opaque to clients. Page 10 000 costs what page 1
 * costs, because the query begins behind the values instead of counting rows.
 */
public record Cursor(String sort, List<String> values) {

    private static final String SEPARATOR = "\u001f";

    public Cursor {
        values = List.copyOf(values);
    }

    public String encoded() {
        var text = sort + SEPARATOR + String.join(SEPARATOR, values);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** Reads a cursor that {@link #encoded()} wrote for the same sort and number of values; anything else is the caller's error. */
    public static Cursor decode(String encoded, String sort, int values) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            var parts = List.of(text.split(SEPARATOR, -1));
            if (parts.size() == values + 1 && parts.get(0).equals(sort)) {
                return new Cursor(sort, parts.subList(1, parts.size()));
            }
        } catch (IllegalArgumentException notBase64) {
            // said below
        }
        throw new BadParameterException("cursor", "is not a cursor of this list and sort");
    }
}
