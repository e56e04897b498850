package io.ticketflow.ticket.search;

import io.ticketflow.platform.Cursor;
import io.ticketflow.platform.CursorList;
import io.ticketflow.platform.Slice;
import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/**
 * Finds tickets by their texts. The newest {@value #RANKED} matches come in the order of their rank, after the tickets whose number was searched for; the other
 * matches follow, newest first. A cursor holds the newest ticket of the first page, so that new tickets do not shift the pages.
 */
@Component
class TicketSearch {

    private static final int RANKED = 1_000;
    private static final String SORT = "relevance";

    private final EntityManager entities;

    TicketSearch(EntityManager entities) {
        this.entities = entities;
    }

    /** @param rank null after the ranked matches */
    private record Match(
            UUID ticketId, long number, @Nullable Float rank) {}

    /**
     * A position among the matches.
     *
     * @param top the highest existing number at the time of the first page
     * @param rest the lowest number of the ranked matches, below which the other matches begin; 0 when there are none
     */
    private record Place(long top, long rest, @Nullable Float rank, long number) {

        static Place read(String cursor) {
            var values = Cursor.decode(cursor, SORT, 4);
            return new Place(
                    values.number(0),
                    values.number(1),
                    values.text(2).isEmpty() ? null : values.read(2, Float::valueOf),
                    values.number(3));
        }

        Cursor cursor() {
            return new Cursor(
                    SORT,
                    List.of(
                            Long.toString(top),
                            Long.toString(rest),
                            rank == null ? "" : rank.toString(),
                            Long.toString(number)));
        }
    }

    private record Ranked(List<Match> matches, long top, long rest) {}

    /** The ids of the matching tickets, best first. */
    CursorList<UUID> find(SearchStatement statement, Slice slice) {
        // The plan is the same for every search text, so in this transaction a statement is not planned again for each
        // word.
        entities.createNativeQuery("select set_config('plan_cache_mode', 'force_generic_plan', true)")
                .getSingleResult();
        var place = slice.cursor() == null ? null : Place.read(slice.cursor());
        return place == null || place.rank() != null
                ? beginningRanked(statement, place, slice.limit())
                : rest(statement, place, slice.limit());
    }

    private CursorList<UUID> beginningRanked(SearchStatement statement, @Nullable Place place, int limit) {
        var ranked = ranked(statement, place, limit + 1);
        var found = new ArrayList<>(ranked.matches());
        if (found.size() <= limit && ranked.rest() > 0) {
            found.addAll(older(statement, ranked.rest(), limit + 1 - found.size()));
        }
        return page(found, limit, ranked.top(), ranked.rest());
    }

    private CursorList<UUID> rest(SearchStatement statement, Place place, int limit) {
        return page(older(statement, place.number(), limit + 1), limit, place.top(), place.rest());
    }

    private static CursorList<UUID> page(List<Match> found, int limit, long top, long rest) {
        return CursorList.of(found, limit, last -> new Place(top, rest, last.rank(), last.number()).cursor(), null)
                .map(Match::ticketId);
    }

    private Ranked ranked(SearchStatement statement, @Nullable Place place, int limit) {
        var values = valuesOf(statement);
        String sql;
        if (place == null) {
            sql = statement.ranked("(select max(number) from tickets)", RANKED, "true", limit);
        } else {
            values.put("top", place.top());
            values.put("rank", String.valueOf(place.rank()));
            values.put("number", place.number());
            var behind = "(m.rank, m.number) < (cast(:rank as real), :number)";
            sql = statement.ranked("cast(:top as bigint)", RANKED, behind, limit);
        }
        var rows = rows(sql, values);
        // There is at least one row, which holds the values that all rows share.
        var common = rows.get(0);
        return new Ranked(
                rows.stream()
                        .filter(row -> row[0] != null)
                        .map(row -> new Match((UUID) row[0], (Long) row[1], (Float) row[2]))
                        .toList(),
                common[3] == null ? 0 : (Long) common[3],
                common[4] == null ? 0 : (Long) common[4]);
    }

    private List<Match> older(SearchStatement statement, long below, int limit) {
        var values = valuesOf(statement);
        values.put("top", below - 1);
        return rows(statement.older("cast(:top as bigint)", limit), values).stream()
                .map(row -> new Match((UUID) row[0], (Long) row[1], null))
                .toList();
    }

    private static Map<String, Object> valuesOf(SearchStatement statement) {
        var values = new HashMap<>(statement.among().values());
        values.putAll(statement.values());
        values.put(
                "numbers",
                statement.text().numbers().stream().map(Object::toString).collect(Collectors.joining(",", "{", "}")));
        return values;
    }

    @SuppressWarnings("unchecked")
    private List<Object[]> rows(String sql, Map<String, Object> values) {
        var query = entities.createNativeQuery(sql, Object[].class);
        values.forEach(query::setParameter);
        return query.getResultList();
    }
}
