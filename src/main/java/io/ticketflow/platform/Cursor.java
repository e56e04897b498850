package io.ticketflow.platform;

import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A position in a sorted list: the name of the sort and the sort values of the last row, the unique value last. Clients do not look into it. Page 10 000 costs
 * what page 1 costs, because the query begins after these values instead of counting rows.
 */
public record Cursor(String sort, List<String> values) {

    private static final String SEPARATOR = "&";

    /** The sort of lists that are in the order of their ids, which rise with time. */
    private static final String OLDEST_FIRST = "id";

    private static final UUID BEFORE_ALL = new UUID(0, 0);

    public Cursor {
        values = List.copyOf(values);
    }

    public String encoded() {
        var text = URLEncoder.encode(sort, StandardCharsets.UTF_8)
                + values.stream()
                        .map(value -> SEPARATOR + URLEncoder.encode(value, StandardCharsets.UTF_8))
                        .collect(Collectors.joining());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(StandardCharsets.UTF_8));
    }

    /** The position after a row, in a list that is sorted by id. */
    public static Cursor behind(UUID id) {
        return new Cursor(OLDEST_FIRST, List.of(id.toString()));
    }

    /** Reads a cursor of {@link #behind}. Without a cursor it answers the smallest id, with which the list begins. */
    public static UUID idBehind(@Nullable String encoded) {
        return encoded == null ? BEFORE_ALL : decode(encoded, OLDEST_FIRST, 1).id(0);
    }

    /** Reads a cursor that {@link #encoded()} wrote for the same sort and number of values. Any other text is the caller's error. */
    public static Cursor decode(String encoded, String sort, int values) {
        try {
            var text = new String(Base64.getUrlDecoder().decode(encoded), StandardCharsets.UTF_8);
            var parts = List.of(text.split(SEPARATOR, -1)).stream()
                    .map(part -> URLDecoder.decode(part, StandardCharsets.UTF_8))
                    .toList();
            // No row contains U+0000, and the database refuses it.
            if (parts.size() == values + 1
                    && parts.get(0).equals(sort)
                    && parts.stream().noneMatch(part -> part.indexOf('\0') >= 0)) {
                return new Cursor(sort, parts.subList(1, parts.size()));
            }
        } catch (IllegalArgumentException notOurs) {
            // the exception below reports it
        }
        throw notOfThisList();
    }

    public String text(int place) {
        return values.get(place);
    }

    public Instant instant(int place) {
        return read(place, Instants::parse);
    }

    public long number(int place) {
        return read(place, Long::valueOf);
    }

    public UUID id(int place) {
        return read(place, UUID::fromString);
    }

    /** Reads one value. If a client has changed the cursor so that the value cannot be read, the answer is 400. */
    public <T> T read(int place, Function<String, T> reading) {
        try {
            return reading.apply(values.get(place));
        } catch (RuntimeException tampered) {
            throw notOfThisList();
        }
    }

    private static BadParameterException notOfThisList() {
        return new BadParameterException("cursor", "is not a cursor of this list and sort");
    }
}
