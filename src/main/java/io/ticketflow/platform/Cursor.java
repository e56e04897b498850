package io.ticketflow.platform;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A place in a sorted list: the sort's name and the last row's sort values, the unique one last. Opaque to clients. Page 10 000 costs what page 1
 * costs, because the query begins behind the values instead of counting rows.
 */
public record Cursor(String sort, List<String> values) {

    private static final String SEPARATOR = "\u001f";

    /** The sort of lists whose ids rise with time. */
    private static final String OLDEST_FIRST = "id";

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    public Cursor {
        values = List.copyOf(values);
    }

    public String encoded() {
        var text = sort + SEPARATOR + String.join(SEPARATOR, values);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The place behind a row of a list that shows its rows as they came, by their ids. */
    public static Cursor behind(UUID id) {
        return new Cursor(OLDEST_FIRST, List.of(id.toString()));
    }

    /** Reads what {@link #behind} wrote; without a cursor the list begins before every id. */
    public static UUID idBehind(@Nullable String encoded) {
        if (encoded == null) {
            return BEFORE_ALL;
        }
        try {
            return UUID.fromString(decode(encoded, OLDEST_FIRST, 1).values().get(0));
        } catch (IllegalArgumentException tampered) {
            throw notOfThisList();
        }
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
        throw notOfThisList();
    }

    private static BadParameterException notOfThisList() {
        return new BadParameterException("cursor", "is not a cursor of this list and sort");
    }
}
