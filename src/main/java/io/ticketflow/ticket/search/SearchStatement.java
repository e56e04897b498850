package io.ticketflow.ticket.search;

import io.ticketflow.ticket.search.SearchText.Wanted;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A search in SQL (see ADR 0015).
 *
 * @param among the filter that matches must also pass
 * @param staff whether the caller may read internal notes
 */
record SearchStatement(SearchText text, Selection among, boolean staff) {

    /** The number of runs of ticket numbers, as the database function {@code run_of} counts them, that each step adds; the last step covers the rest. */
    private static final List<Integer> STEPS = List.of(1, 1, 3, 10, 40);

    /** Number and title have the highest weight, then the description, then comments. */
    private static final String WEIGHTS = "cast('{0.1, 0.2, 0.4, 1}' as real[])";

    /** One word or phrase of the search; in a query of its own, so that the statement computes it once and not for each row. */
    private static final String SEARCHED = "(select searched(:word%1$d, :beginning%1$d))";

    /** A rank above all computed ones. */
    private static final String NAMED_BY_NUMBER = "cast(2 as real)";

    /**
     * The newest matches, best first: their ids, numbers and ranks, the highest existing number, and the lowest number of the newest matches if there may be
     * more.
     *
     * @param top the highest number to search
     * @param condition a condition on a match m, for pages after the first
     */
    String ranked(String top, int newest, String condition, int limit) {
        return newest(top, newest, true)
                + """
                , named as (
                    select x.ticket_id, x.number from ticket_texts x
                    where x.ticket_id in (select id from tickets where number = any (cast(:numbers as bigint[])))
                        and ts_match_vq(x.document, (select words from asked))%5$s),
                ranked as (
                    select ticket_id, number,
                        case when number = any (cast(:numbers as bigint[])) then %1$s else rank end as rank from newest
                    union select ticket_id, number, %1$s from named)
                select m.ticket_id, m.number, m.rank, asked.top,
                    case when (select count(*) from newest) < %2$d then 0 else (select min(number) from newest) end
                from asked left join lateral (
                    select * from ranked m where %3$s order by m.rank desc, m.number desc limit %4$d) m on true
                order by m.rank desc, m.number desc""".formatted(NAMED_BY_NUMBER, newest, condition, limit, readable() + restricted());
    }

    /** Ranks a ticket by its first part, which contains title and description. */
    private String rankOfFirstPart() {
        return "(select %s from ticket_texts first where first.ticket_id = x.ticket_id and first.part = 0)"
                .formatted(rank("first"));
    }

    private String rank(String part) {
        return "ts_rank(%s, %s, (select words from asked))".formatted(WEIGHTS, document(part));
    }

    /** Ids and numbers of matches from a number downward, without those that were found by their number. */
    String older(String top, int limit) {
        return newest(top, limit + text.numbers().size(), false)
                + " select ticket_id, number from newest where number <> all (cast(:numbers as bigint[])) order by number desc limit "
                + limit;
    }

    /** The ids of all matches; if the filter allows only few tickets, only these are searched. */
    String all() {
        var where = among.isNarrow()
                ? "x.ticket_id in (%s)".formatted(among.ids())
                : "words_in_run(x.number, x.document) @@ (select sought_in_runs(%s, 0, run_of(max(number))) from tickets)"
                        .formatted(pattern());
        var inOnePart = "select x.ticket_id from ticket_texts x where %s and ts_match_vq(%s, %s)"
                .formatted(where, document(), words());
        return text.wanted().size() == 1
                ? inOnePart
                : inOnePart + " union all select x.ticket_id from ticket_texts x where "
                        + (among.isNarrow() ? where + " and " : "") + acrossParts();
    }

    /** The parameters of the statements. */
    Map<String, Object> values() {
        var values = new HashMap<String, Object>();
        for (var i = 0; i < text.wanted().size(); i++) {
            values.put("word" + i, text.wanted().get(i).text());
            values.put("beginning" + i, text.wanted().get(i).beginning());
        }
        return values;
    }

    /**
     * Begins a statement with a table {@code newest}: the highest matching numbers up to a top. It searches the last few thousand tickets first and then older
     * ones, each step only if the earlier ones found too few. So a word that a tenth of a million tickets have costs little more than a rare one.
     *
     * @param ranked whether to compute the ranks where the text has just been read
     */
    private String newest(String top, int most, boolean ranked) {
        var steps = new ArrayList<String>();
        var sql = new StringBuilder("""
                with asked as materialized (
                    select top, run_of(top) as run, %s as words, %s as pattern from (select %s as top) newest)""".formatted(words(), pattern(), top));
        if (among.isNarrow()) {
            sql.append(step("few", "ts_match_vq(x.document, (select words from asked))", most, ranked));
            steps.add("few");
        } else {
            var passed = 0;
            for (var runs : STEPS) {
                var condition = tooFew(steps, passed, most) + inRuns("run - " + (passed + runs - 1), passed);
                sql.append(step("step" + steps.size(), condition, most, ranked));
                steps.add("step" + steps.size());
                passed += runs;
            }
            sql.append(step("others", tooFew(steps, passed, most) + inRuns("0", passed), most, ranked));
            steps.add("others");
        }
        if (text.wanted().size() > 1) {
            sql.append(", long as materialized (select x.ticket_id, x.number, ")
                    .append(ranked ? rankOfFirstPart() : "0")
                    .append(" as rank from ticket_texts x where ")
                    .append("x.number <= (select top from asked)")
                    .append(restricted())
                    .append(" and ")
                    .append(acrossParts())
                    .append(" order by x.number desc limit ")
                    .append(most)
                    .append(")");
            steps.add("long");
        }
        return sql.append(", newest as (")
                .append(steps.stream()
                        .map("select ticket_id, number, rank from %s"::formatted)
                        .collect(Collectors.joining(" union ")))
                .append(" order by number desc limit ")
                .append(most)
                .append(")")
                .toString();
    }

    private String step(String name, String condition, int most, boolean ranked) {
        var rank =
                ranked ? "case when x.is_one_of_many then %s else %s end".formatted(rankOfFirstPart(), rank("x")) : "0";
        return """
                , %s as materialized (
                    select x.ticket_id, x.number, %s as rank from (
                        select x.* from ticket_texts x
                        where %s and x.number <= (select top from asked)%s%s
                        order by x.number desc limit %d) x)""".formatted(name, rank, condition, readable(), restricted(), most);
    }

    /** The condition that the earlier steps found too few tickets and older ones exist; empty before the first step. */
    private static String tooFew(List<String> steps, int passed, int most) {
        if (steps.isEmpty()) {
            return "";
        }
        var found = steps.stream().map("(select count(*) from %s)"::formatted).collect(Collectors.joining(" + "));
        return "%s < %d and (select run >= %d from asked) and ".formatted(found, most, passed);
    }

    private String inRuns(String lowest, int passed) {
        return "words_in_run(x.number, x.document) @@ (select sought_in_runs(pattern, %s, run - %d) from asked)"
                        .formatted(lowest, passed)
                + (text.isKnownToTheIndex() ? "" : " and ts_match_vq(x.document, (select words from asked))");
    }

    /** Finds long tickets whose words are in different parts. */
    private String acrossParts() {
        var any = eachWanted(wanted -> true, SEARCHED, " || ");
        var everyOne =
                eachWanted(wanted -> true, "bool_or(ts_match_vq(" + document() + ", " + SEARCHED + "))", " and ");
        return "x.is_one_of_many and x.document @@ (%s) group by x.ticket_id, x.number having %s"
                .formatted(any, everyOne);
    }

    private String words() {
        return eachWanted(wanted -> true, SEARCHED, " && ");
    }

    /** The query to the index. It leaves out short beginnings of words, which nearly every ticket has, if there are other words. */
    private String pattern() {
        var allShort = text.wanted().stream().allMatch(Wanted::isShort);
        // Signs alone have no words: then it is null, because an empty pattern of several runs is no query.
        return "nullif(concat_ws(' & ', %s), '')"
                .formatted(
                        eachWanted(wanted -> allShort || !wanted.isShort(), "sought(:word%1$d, :beginning%1$d)", ", "));
    }

    private String eachWanted(Predicate<Wanted> which, String sql, String delimiter) {
        return IntStream.range(0, text.wanted().size())
                .filter(place -> which.test(text.wanted().get(place)))
                .mapToObj(sql::formatted)
                .collect(Collectors.joining(delimiter));
    }

    private String readable() {
        return staff ? "" : " and ts_match_vq(%s, (select words from asked))".formatted(document());
    }

    private String document() {
        return document("x");
    }

    private String document(String part) {
        return (staff ? "%1$s.document" : "coalesce(%1$s.public_document, %1$s.document)").formatted(part);
    }

    /** If the filter allows only few tickets, the statement begins with these; otherwise it begins with the index of words and looks up each match. */
    private String restricted() {
        if (among.isEverything()) {
            return "";
        }
        return among.isNarrow()
                ? " and x.ticket_id in (%s)".formatted(among.ids())
                : " and (select true from tickets t where t.id = x.ticket_id and %s)".formatted(among.condition());
    }
}
