package io.ticketflow.report;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Figures and lengths of time that are read in one pass over facts, for all of them together or for each group. */
final class Tally {

    private static final String FIRST_RESPONSE = "first_response";
    private static final String RESOLUTION = "resolution";

    private final List<Figure> figures;
    private final Map<String, String> others = new HashMap<>();
    private final Map<String, String> lengths = new HashMap<>();

    private Tally(List<Figure> figures) {
        this.figures = figures;
    }

    static Tally of(Figure... figures) {
        return new Tally(List.of(figures));
    }

    /** Also how long the tickets waited for the first answer, and for the solution: around the clock, since their submission. */
    Tally withAnswersAndSolutions() {
        lengths.put(FIRST_RESPONSE, sinceSubmission("f.first_responded_at"));
        lengths.put(RESOLUTION, sinceSubmission("f.resolved_at"));
        return this;
    }

    private static String sinceSubmission(String instant) {
        return "case when not f.merged then date_part('epoch', %s - f.created_at) end".formatted(instant);
    }

    /** Also this number. */
    Tally with(String name, String expression) {
        others.put(name, expression);
        return this;
    }

    /** One group. */
    static final class Row {

        private final Map<String, Object> group = new HashMap<>();
        private final Map<Figure, Long> counts = new EnumMap<>(Figure.class);
        private final Map<String, Lengths> lengths = new HashMap<>();
        private final Map<String, Double> others = new HashMap<>();

        long count(Figure figure) {
            return Objects.requireNonNull(counts.get(figure));
        }

        Lengths firstResponse() {
            return Objects.requireNonNull(lengths.get(FIRST_RESPONSE));
        }

        Lengths resolution() {
            return Objects.requireNonNull(lengths.get(RESOLUTION));
        }

        @Nullable
        Double number(String name) {
            return others.get(name);
        }

        /** What share the first is of both, in percent; null when there are none. */
        @Nullable
        Double percent(Figure figure, Figure other) {
            return Percent.of(count(figure), count(figure) + count(other));
        }

        Optional<UUID> id(String column) {
            return Optional.ofNullable((UUID) group.get(column));
        }

        @Nullable
        String text(String column) {
            return (String) group.get(column);
        }
    }

    Row read(JdbcClient database, Facts facts) {
        return readBy(database, facts).get(0);
    }

    /** A row for each combination of values in these columns. */
    List<Row> readBy(JdbcClient database, Facts facts, String... columns) {
        var groups = Arrays.stream(columns).map(column -> "f." + column).collect(Collectors.joining(", "));
        var wanted = Stream.of(
                        Stream.of(groups).filter(text -> !text.isEmpty()),
                        figures.stream().map(figure -> "count(*) filter (where %s) as %s"
                                .formatted(figure.counted(), figure.name())),
                        others.entrySet().stream()
                                .map(other -> "cast(%s as float8) as %s".formatted(other.getValue(), other.getKey())),
                        lengths.entrySet().stream().map(each -> Lengths.columns(each.getKey(), each.getValue())))
                .flatMap(part -> part)
                .collect(Collectors.joining(", "));
        return database.sql("select " + wanted + facts.from() + (groups.isEmpty() ? "" : " group by " + groups))
                .params(facts.values())
                .query((row, number) -> row(row, columns))
                .list();
    }

    private Row row(ResultSet from, String... columns) throws SQLException {
        var row = new Row();
        for (var column : columns) {
            row.group.put(column, from.getObject(column));
        }
        for (var figure : figures) {
            row.counts.put(figure, from.getLong(figure.name()));
        }
        for (var name : others.keySet()) {
            row.others.put(name, (Double) from.getObject(name));
        }
        for (var name : lengths.keySet()) {
            row.lengths.put(name, Lengths.read(from, name));
        }
        return row;
    }
}
