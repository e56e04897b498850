package io.ticketflow.platform;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page of a list.
 *
 * @param nextCursor the cursor of the next page; null on the last one
 * @param total the number of items on all pages; null unless the caller asked for it
 */
public record CursorList<T>(
        List<T> items,
        @Nullable String nextCursor,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Long total) {

    /**
     * Makes a page from the rows of a query for {@code limit + 1} rows: one row more than the limit means that there is a next page.
     *
     * @param cursorOf answers the cursor that begins after an item
     */
    public static <T> CursorList<T> of(List<T> found, int limit, Function<T, Cursor> cursorOf, @Nullable Long total) {
        if (found.size() <= limit) {
            return new CursorList<>(found, null, total);
        }
        var items = found.subList(0, limit);
        return new CursorList<>(items, cursorOf.apply(items.get(limit - 1)).encoded(), total);
    }

    /**
     * Cuts a page out of a list that is read as a whole.
     *
     * @param key answers the sort key of an item; keys are unique and the list is in their order
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
