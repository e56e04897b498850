package io.ticketflow.process.sandbox;

import camundajar.impl.scala.Product;
import camundajar.impl.scala.Tuple2;
import camundajar.impl.scala.collection.Iterable;
import camundajar.impl.scala.jdk.javaapi.CollectionConverters;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
import org.camunda.feel.syntaxtree.Equal;
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
import org.camunda.feel.syntaxtree.NamedFunctionParameters;
import org.camunda.feel.syntaxtree.Ref;
import org.camunda.feel.syntaxtree.Subtraction;
import org.camunda.feel.syntaxtree.UnaryTestExpression;
import org.jspecify.annotations.Nullable;

/** What stands in a cell of a table, from the engine's own parser. The cell is not evaluated. */
public final class CellContent {

    /** Stands for the value of the cell's column. */
    public static final String COLUMN = "?";

    private static final Optional<Source> VALUE_OF_COLUMN = Optional.of(new Source(COLUMN, false));

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

    /**
     * What gives a value.
     *
     * @param name of the variable, or of the function that brought the value into its form; {@link CellContent#COLUMN} for the value of the column
     * @param isItem whether the value is an item of the list that the variable contains
     */
    public record Source(String name, boolean isItem) {}

    /**
     * A text that is compared with a value.
     *
     * @param isPart whether the value only has to contain the text
     */
    public record Compared(Source with, String text, boolean isPart) {}

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

    /** The functions whose results have a form that a text must have, too. */
    private static final Set<String> FORMING = Set.of("lower case", "upper case", "trim");

    private static final Map<String, List<String>> PARAMETERS = Map.of(
            "list contains", List.of("list", "element"),
            "index of", List.of("list", "match"),
            "contains", List.of("string", "match"),
            "starts with", List.of("string", "match"),
            "ends with", List.of("string", "match"));

    private static final Set<String> OF_PARTS = Set.of("contains", "starts with", "ends with");

    /** The list of the ticket's tags. */
    private static final String TAGS = "tags";

    /** Each item of a list in the condition of a filter. */
    private static final String ITEM = "item";

    private final Set<String> names = new LinkedHashSet<>();
    private final Set<String> functions = new HashSet<>();
    private final List<Compared> compared = new ArrayList<>();
    private final List<Comparing> comparing = new ArrayList<>();
    private final Set<String> results = new LinkedHashSet<>();
    private final Set<Kind> kinds;
    private final Optional<Source> source;
    private final Deque<Optional<Source>> filtered = new ArrayDeque<>();
    private boolean cutsADuration;

    private CellContent(Object cell, Set<Kind> column) {
        kinds = kindsOf(cell, column);
        source = sourceOf(cell, VALUE_OF_COLUMN);
        collectResults(cell);
        walk(cell, Set.of(), VALUE_OF_COLUMN, column);
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

    /** What gives the value of the whole cell, if it is a variable, an item of its list, or a function that gives a value its form. */
    public Optional<Source> source() {
        return source;
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

    private void walk(@Nullable Object part, Set<String> bound, Optional<Source> subject, Set<Kind> column) {
        if (part instanceof Ref ref) {
            var name = String.valueOf(ref.names().head());
            if (!bound.contains(name)) {
                names.add(name);
            }
            return;
        }
        if (part instanceof FunctionInvocation call) {
            functions.add(call.function());
            compareArguments(call, subject);
        }
        if (part instanceof Multiplication product) {
            cutsADuration |= isCut(product.x(), product.y()) || isCut(product.y(), product.x());
        }
        compare(part, subject, column);
        if (part instanceof Filter filter) {
            walk(filter.list(), bound, subject, column);
            filtered.push(sourceOf(filter.list(), subject));
            walk(filter.filter(), withItems(bound, filter.list()), subject, column);
            filtered.pop();
        } else if (part instanceof ConstContext context) {
            var known = new HashSet<>(bound);
            for (var entry : CollectionConverters.asJava(context.entries())) {
                walk(((Tuple2<?, ?>) (Object) entry)._2(), known, subject, column);
                known.add(String.valueOf(((Tuple2<?, ?>) (Object) entry)._1()));
            }
        } else if (part instanceof In in) {
            walk(in.x(), bound, subject, column);
            compareWithLists(in, subject);
            walk(in.test(), bound, sourceOf(in.x(), subject), kindsOf(in.x(), column));
        } else {
            partsOf(part).forEach(each -> walk(each, bound, subject, column));
        }
    }

    private void compare(@Nullable Object part, Optional<Source> subject, Set<Kind> column) {
        if (part instanceof Comparison comparison) {
            var sides = partsOf(comparison).toList();
            if (comparison instanceof Equal) {
                compareTexts(sourceOf(sides.get(0), subject), sides.get(1));
                compareTexts(sourceOf(sides.get(1), subject), sides.get(0));
            }
            comparing.add(new Comparing(kindsOf(sides.get(0), column), kindsOf(sides.get(1), column)));
        } else if (part instanceof UnaryTestExpression || part instanceof InputEqualTo) {
            var value = partsOf(part).findFirst().orElse(null);
            compareTexts(subject, value);
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

    /** A text, or a list of texts of which one may be the value, or an item of the value. */
    private void compareTexts(Optional<Source> with, @Nullable Object part) {
        if (part instanceof ConstString text) {
            compareText(with, text, false);
        } else if (part instanceof ConstList list) {
            textsIn(list).forEach(text -> compareText(with.map(CellContent::itemOf), text, false));
        }
    }

    private void compareText(Optional<Source> with, ConstString text, boolean isPart) {
        with.ifPresent(source -> compared.add(new Compared(source, text.value(), isPart)));
    }

    /** A text that is searched in lists, such as {@code "vpn" in tags}. */
    private void compareWithLists(In in, Optional<Source> subject) {
        if (in.x() instanceof ConstString text) {
            Stream.concat(Stream.of(in.test()), partsOf(in.test()).flatMap(CellContent::partsOf))
                    .filter(UnaryTestExpression.class::isInstance)
                    .flatMap(CellContent::partsOf)
                    .forEach(list -> compareText(sourceOf(list, subject).map(CellContent::itemOf), text, false));
        }
    }

    /** The functions that search one of their arguments in the other. */
    private void compareArguments(FunctionInvocation call, Optional<Source> subject) {
        var given = argumentsOf(call);
        if (given.size() < 2) {
            return;
        }
        if (OF_PARTS.contains(call.function())) {
            if (given.get(1) instanceof ConstString text) {
                compareText(sourceOfText(given.get(0), subject), text, true);
            }
        } else if (given.get(1) instanceof ConstString text) {
            compareText(sourceOf(given.get(0), subject).map(CellContent::itemOf), text, false);
        } else if (given.get(0) instanceof ConstList list) {
            textsIn(list).forEach(text -> compareText(sourceOf(given.get(1), subject), text, false));
        }
    }

    /** The arguments of one of these functions, in their order. */
    private static List<Object> argumentsOf(FunctionInvocation call) {
        var names = PARAMETERS.getOrDefault(call.function(), List.of());
        if (call.params() instanceof NamedFunctionParameters named) {
            return names.stream()
                    .filter(name -> named.params().contains(name))
                    .<Object>map(name -> named.params().apply(name))
                    .toList();
        }
        return names.isEmpty()
                ? List.of()
                : partsOf(call.params()).flatMap(CellContent::partsOf).toList();
    }

    /** In the joined texts of a list a part is searched as in each of them. */
    private Optional<Source> sourceOfText(Object part, Optional<Source> subject) {
        return part instanceof FunctionInvocation call && call.function().equals("string join")
                ? partsOf(call.params())
                        .flatMap(CellContent::partsOf)
                        .findFirst()
                        .flatMap(list -> sourceOf(list, subject))
                        .map(CellContent::itemOf)
                : sourceOf(part, subject);
    }

    private static Stream<ConstString> textsIn(ConstList list) {
        return partsOf(list)
                .flatMap(CellContent::partsOf)
                .filter(ConstString.class::isInstance)
                .map(ConstString.class::cast);
    }

    private static Source itemOf(Source list) {
        return new Source(list.name(), true);
    }

    private Optional<Source> sourceOf(Object part, Optional<Source> subject) {
        if (part instanceof ConstInputValue$) {
            return subject;
        }
        if (part instanceof Ref ref && ref.names().size() == 1) {
            var name = String.valueOf(ref.names().head());
            return name.equals(ITEM) && !filtered.isEmpty()
                    ? filtered.getFirst().map(CellContent::itemOf)
                    : Optional.of(new Source(name, false));
        }
        if (part instanceof Filter filter && !isCondition(filter.filter())) {
            return sourceOf(filter.list(), subject).map(CellContent::itemOf);
        }
        return part instanceof FunctionInvocation call && FORMING.contains(call.function())
                ? Optional.of(new Source(call.function(), false))
                : Optional.empty();
    }

    private static boolean isCut(Object duration, Object factor) {
        return factor instanceof ConstNumber number
                && !number.value().isWhole()
                && kindsOf(duration, Set.of()).contains(Kind.DURATION);
    }

    /** In the condition of a filter {@code item} is each item, and the keys of items that are contexts are names. */
    private static Set<String> withItems(Set<String> bound, Object list) {
        var known = new HashSet<>(bound);
        known.add(ITEM);
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
