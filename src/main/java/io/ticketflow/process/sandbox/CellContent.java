package io.ticketflow.process.sandbox;

import camundajar.impl.scala.Product;
import camundajar.impl.scala.Tuple2;
import camundajar.impl.scala.collection.Iterable;
import camundajar.impl.scala.jdk.javaapi.CollectionConverters;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.feel.syntaxtree.Addition;
import org.camunda.feel.syntaxtree.ArithmeticNegation;
import org.camunda.feel.syntaxtree.Comparison;
import org.camunda.feel.syntaxtree.Conjunction;
import org.camunda.feel.syntaxtree.ConstContext;
import org.camunda.feel.syntaxtree.ConstDate;
import org.camunda.feel.syntaxtree.ConstDateTime;
import org.camunda.feel.syntaxtree.ConstDayTimeDuration;
import org.camunda.feel.syntaxtree.ConstInputValue$;
import org.camunda.feel.syntaxtree.ConstList;
import org.camunda.feel.syntaxtree.ConstLocalDateTime;
import org.camunda.feel.syntaxtree.ConstLocalTime;
import org.camunda.feel.syntaxtree.ConstNumber;
import org.camunda.feel.syntaxtree.ConstRange;
import org.camunda.feel.syntaxtree.ConstString;
import org.camunda.feel.syntaxtree.ConstTime;
import org.camunda.feel.syntaxtree.ConstYearMonthDuration;
import org.camunda.feel.syntaxtree.Disjunction;
import org.camunda.feel.syntaxtree.Division;
import org.camunda.feel.syntaxtree.Filter;
import org.camunda.feel.syntaxtree.FunctionInvocation;
import org.camunda.feel.syntaxtree.If;
import org.camunda.feel.syntaxtree.In;
import org.camunda.feel.syntaxtree.InputEqualTo;
import org.camunda.feel.syntaxtree.InputGreaterOrEqual;
import org.camunda.feel.syntaxtree.InputGreaterThan;
import org.camunda.feel.syntaxtree.InputLessOrEqual;
import org.camunda.feel.syntaxtree.InputLessThan;
import org.camunda.feel.syntaxtree.Multiplication;
import org.camunda.feel.syntaxtree.PositionalFunctionParameters;
import org.camunda.feel.syntaxtree.Ref;
import org.camunda.feel.syntaxtree.Subtraction;
import org.camunda.feel.syntaxtree.UnaryTestExpression;
import org.jspecify.annotations.Nullable;

/** What stands in a cell of a table, from the engine's own parser. The cell is not evaluated. */
public final class CellContent {

    /** Stands for the value of the cell's column. */
    public static final String COLUMN = "?";

    /** The kinds of results that matter because the engine cannot keep or compare them. */
    public enum Kind {
        VARIABLE,
        LIST,
        DATE,
        DATE_TIME,
        WITH_ZONE,
        NOW,
        DURATION
    }

    /** A text that is compared with a variable, or with the value of the column. */
    public record Compared(String with, String text) {}

    /** Two values of these kinds are compared. */
    public record Comparing(Set<Kind> left, Set<Kind> right) {}

    private static final Set<String> LISTS = Set.of(
            "append",
            "concatenate",
            "distinct values",
            "extract",
            "flatten",
            "get entries",
            "index of",
            "insert before",
            "partition",
            "remove",
            "reverse",
            "sort",
            "split",
            "sublist",
            "union",
            "context",
            "context merge",
            "context put");

    /** The list of the ticket's tags. */
    private static final String TAGS = "tags";

    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> functions = new HashSet<>();
    private final List<Compared> compared = new ArrayList<>();
    private final List<Comparing> comparing = new ArrayList<>();
    private final Set<String> results = new LinkedHashSet<>();
    private final Set<Kind> kinds;
    private final boolean isOneName;
    private boolean cutsADuration;

    private CellContent(Object cell, Set<Kind> column) {
        kinds = kindsOf(cell, column);
        isOneName = cell instanceof Ref;
        collectResults(cell);
        walk(cell, Set.of(), COLUMN, column);
    }

    /**
     * The content of a parsed cell.
     *
     * @param column the kinds of the values in the cell's column; empty for a cell that is no test
     */
    static CellContent of(Object cell, Set<Kind> column) {
        return new CellContent(cell, column);
    }

    /** The variables that the cell reads. */
    public Set<String> names() {
        return names;
    }

    public Set<String> functions() {
        return functions;
    }

    public List<Compared> compared() {
        return compared;
    }

    public List<Comparing> comparing() {
        return comparing;
    }

    /** The texts that stand there as a possible result. */
    public Set<String> results() {
        return results;
    }

    public Set<Kind> kinds() {
        return kinds;
    }

    /** Whether the cell is the name of a variable and nothing else. */
    public boolean isOneName() {
        return isOneName;
    }

    /** Whether a duration is multiplied by a fraction: the engine cuts it to a whole number. */
    public boolean cutsADuration() {
        return cutsADuration;
    }

    private void collectResults(Object part) {
        if (part instanceof If choice) {
            collectResults(choice.statement());
            collectResults(choice.elseStatement());
        } else if (part instanceof ConstString text) {
            results.add(text.value());
        }
    }

    private void walk(@Nullable Object part, Set<String> bound, String subject, Set<Kind> column) {
        if (part instanceof Ref ref) {
            var name = String.valueOf(ref.names().head());
            if (!bound.contains(name)) {
                names.add(name);
            }
            return;
        }
        if (part instanceof FunctionInvocation call) {
            functions.add(call.function());
            compareWithList(call);
        }
        if (part instanceof Multiplication product) {
            cutsADuration |= isCut(product.x(), product.y()) || isCut(product.y(), product.x());
        }
        compare(part, subject, column);
        if (part instanceof Filter filter) {
            walk(filter.list(), bound, subject, column);
            walk(filter.filter(), withItems(bound, filter.list()), subject, column);
        } else if (part instanceof ConstContext context) {
            var known = new HashSet<>(bound);
            for (var entry : CollectionConverters.asJava(context.entries())) {
                walk(((Tuple2<?, ?>) (Object) entry)._2(), known, subject, column);
                known.add(String.valueOf(((Tuple2<?, ?>) (Object) entry)._1()));
            }
        } else if (part instanceof In in) {
            walk(in.x(), bound, subject, column);
            walk(in.test(), bound, Objects.requireNonNullElse(nameOf(in.x(), subject), ""), kindsOf(in.x(), column));
        } else {
            partsOf(part).forEach(each -> walk(each, bound, subject, column));
        }
    }

    private void compare(@Nullable Object part, String subject, Set<Kind> column) {
        if (part instanceof Comparison comparison) {
            var sides = partsOf(comparison).toList();
            compareText(sides.get(0), sides.get(1), subject);
            compareText(sides.get(1), sides.get(0), subject);
            comparing.add(new Comparing(kindsOf(sides.get(0), column), kindsOf(sides.get(1), column)));
        } else if (part instanceof UnaryTestExpression || part instanceof InputEqualTo) {
            var value = partsOf(part).findFirst().orElse(null);
            if (value instanceof ConstString text) {
                compared.add(new Compared(subject, text.value()));
            }
            comparing.add(new Comparing(column, kindsOf(value, column)));
        } else if (part instanceof InputLessThan
                || part instanceof InputLessOrEqual
                || part instanceof InputGreaterThan
                || part instanceof InputGreaterOrEqual) {
            comparing.add(
                    new Comparing(column, kindsOf(partsOf(part).findFirst().orElse(null), column)));
        } else if (part instanceof ConstRange range) {
            partsOf(range)
                    .flatMap(CellContent::partsOf)
                    .forEach(bound -> comparing.add(new Comparing(column, kindsOf(bound, column))));
        }
    }

    private void compareText(Object side, Object other, String subject) {
        var name = nameOf(side, subject);
        if (name != null && other instanceof ConstString text) {
            compared.add(new Compared(name, text.value()));
        }
    }

    /** A list of texts that may contain a variable's value. */
    private void compareWithList(FunctionInvocation call) {
        if (call.function().equals("list contains")
                && call.params() instanceof PositionalFunctionParameters given
                && given.params().size() == 2
                && given.params().apply(0) instanceof ConstList list) {
            var name = nameOf(given.params().apply(1), COLUMN);
            if (name != null) {
                partsOf(list)
                        .flatMap(CellContent::partsOf)
                        .filter(ConstString.class::isInstance)
                        .forEach(text -> compared.add(new Compared(name, ((ConstString) text).value())));
            }
        }
    }

    private static @Nullable String nameOf(Object part, String subject) {
        if (part instanceof ConstInputValue$) {
            return subject;
        }
        return part instanceof Ref ref && ref.names().size() == 1
                ? String.valueOf(ref.names().head())
                : null;
    }

    private static boolean isCut(Object duration, Object factor) {
        return factor instanceof ConstNumber number
                && !number.value().isWhole()
                && kindsOf(duration, Set.of()).contains(Kind.DURATION);
    }

    /** In the condition of a filter {@code item} is each item, and the keys of items that are contexts are names. */
    private static Set<String> withItems(Set<String> bound, Object list) {
        var known = new HashSet<>(bound);
        known.add("item");
        partsOf(list).flatMap(CellContent::partsOf).forEach(item -> {
            if (item instanceof ConstContext context) {
                CollectionConverters.asJava(context.entries())
                        .forEach(entry -> known.add(String.valueOf(((Tuple2<?, ?>) (Object) entry)._1())));
            }
        });
        return known;
    }

    private static Set<Kind> kindsOf(@Nullable Object part, Set<Kind> column) {
        if (part instanceof If choice) {
            return both(kindsOf(choice.statement(), column), kindsOf(choice.elseStatement(), column));
        }
        if (part instanceof ConstInputValue$) {
            return column;
        }
        if (part instanceof Ref ref) {
            return ref.names().size() == 1 && ref.names().head().equals(TAGS)
                    ? Set.of(Kind.LIST)
                    : Set.of(Kind.VARIABLE);
        }
        if (part instanceof ConstList || part instanceof ConstContext) {
            return Set.of(Kind.LIST);
        }
        if (part instanceof ConstDate) {
            return Set.of(Kind.DATE);
        }
        if (part instanceof ConstLocalDateTime) {
            return Set.of(Kind.DATE_TIME);
        }
        if (part instanceof ConstDateTime || part instanceof ConstTime || part instanceof ConstLocalTime) {
            return Set.of(Kind.WITH_ZONE);
        }
        if (part instanceof ConstDayTimeDuration || part instanceof ConstYearMonthDuration) {
            return Set.of(Kind.DURATION);
        }
        if (part instanceof FunctionInvocation call) {
            return kindOf(call.function());
        }
        if (part instanceof Filter filter) {
            return isCondition(filter.filter()) ? Set.of(Kind.LIST) : Set.of();
        }
        return kindsOfArithmetic(part, column);
    }

    private static Set<Kind> kindOf(String function) {
        return switch (function) {
            case "date" -> Set.of(Kind.DATE);
            case "date and time" -> Set.of(Kind.DATE_TIME);
            case "time" -> Set.of(Kind.WITH_ZONE);
            case "now", "today" -> Set.of(Kind.NOW);
            case "duration", "years and months duration" -> Set.of(Kind.DURATION);
            default -> LISTS.contains(function) ? Set.of(Kind.LIST) : Set.of();
        };
    }

    private static Set<Kind> kindsOfArithmetic(@Nullable Object part, Set<Kind> column) {
        var isSum = part instanceof Addition || part instanceof Subtraction;
        if (!isSum
                && !(part instanceof Multiplication)
                && !(part instanceof Division)
                && !(part instanceof ArithmeticNegation)) {
            return Set.of();
        }
        var sides = partsOf(part).map(side -> kindsOf(side, column)).toList();
        var all = sides.stream().reduce(Set.of(), CellContent::both);
        var lengths =
                sides.stream().filter(side -> side.contains(Kind.DURATION)).count();
        if (isSum && lengths < sides.size()) {
            var instants = EnumSet.noneOf(Kind.class);
            instants.addAll(all);
            instants.retainAll(EnumSet.of(Kind.DATE, Kind.DATE_TIME, Kind.WITH_ZONE, Kind.NOW));
            return lengths == 0 && !instants.isEmpty() ? Set.of(Kind.DURATION) : instants;
        }
        return lengths == 0 || (part instanceof Division && lengths > 1) ? Set.of() : Set.of(Kind.DURATION);
    }

    private static boolean isCondition(Object part) {
        return part instanceof Comparison
                || part instanceof Conjunction
                || part instanceof Disjunction
                || part instanceof In
                || part instanceof UnaryTestExpression;
    }

    private static Set<Kind> both(Set<Kind> left, Set<Kind> right) {
        var both = EnumSet.noneOf(Kind.class);
        both.addAll(left);
        both.addAll(right);
        return both;
    }

    private static Stream<Object> partsOf(@Nullable Object part) {
        if (part instanceof Iterable<?> several) {
            return CollectionConverters.asJava(several.toList()).stream().map(Object.class::cast);
        }
        return part instanceof Product one
                ? CollectionConverters.asJava(one.productIterator().toList()).stream()
                        .map(Object.class::cast)
                : Stream.of();
    }
}
