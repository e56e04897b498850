package io.ticketflow.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A slice of a list.
 *
 * @param nextCursor where the next slice begins; null at the end
 * @param total how many there are in all, when asked for
 */
public record CursorList<T>(
        List<T> items,
        @Nullable String nextCursor,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long total) {

    /**
     * Cuts what a query for {@code limit + 1} rows found down to {@code limit}, and says where to go on.
     *
     * @param cursorOf the cursor that begins behind an item
     */
    public static <T> CursorList<T> of(List<T> found, int limit, Function<T, Cursor> cursorOf, @Nullable Long total) {
        if (found.size() <= limit) {
            return new CursorList<>(found, null, total);
        }
        var items = found.subList(0, limit);
        return new CursorList<>(items, cursorOf.apply(items.get(limit - 1)).encoded(), total);
    }

    /**
     * Cuts a slice out of a list that is short enough to be read whole.
     *
     * @param key different for each item; they are in its order
     */
    public static <T> CursorList<T> cut(List<T> all, Slice slice, String sort, Function<T, String> key) {
        var behind = slice.cursor() == null
                ? null
                : Cursor.decode(slice.cursor(), sort, 1).text(0);
        var found = all.stream()
                .sorted(Comparator.comparing(key))
                .filter(item -> behind == null || key.apply(item).compareTo(behind) > 0)
                .limit(slice.limit() + 1L)
                .toList();
        return of(
                found,
                slice.limit(),
                last -> new Cursor(sort, List.of(key.apply(last))),
                slice.count() ? (long) all.size() : null);
    }

    public <R> CursorList<R> map(Function<T, R> mapping) {
        return new CursorList<>(items.stream().map(mapping).toList(), nextCursor, total);
    }
}
