package io.ticketflow.process.sandbox;

import camundajar.impl.scala.collection.Iterable;
import camundajar.impl.scala.collection.immutable.List;
import camundajar.impl.scala.jdk.javaapi.CollectionConverters;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.feel.context.FunctionProvider;
import org.camunda.feel.syntaxtree.Val;
import org.camunda.feel.syntaxtree.ValBoolean;
import org.camunda.feel.syntaxtree.ValError;
import org.camunda.feel.syntaxtree.ValFunction;
import org.camunda.feel.syntaxtree.ValList;
import org.camunda.feel.syntaxtree.ValNumber;
import org.camunda.feel.syntaxtree.ValString;
import org.jspecify.annotations.Nullable;

/**
 * FEEL's functions, with replacements for those that a short cell could keep busy: patterns are matched in linear time, and numbers are not rounded to a
 * million places.
 */
final class BoundedFunctions implements FunctionProvider {

    /** The functions that take a pattern. */
    static final Set<String> WITH_PATTERNS = Set.of("matches", "replace", "split", "extract");

    private static final int MOST_PLACES = 1000;

    /** The parameters of rounding functions for the number of places; the engine misspells one. */
    private static final Set<String> PLACES = Set.of("scale", "scala");

    private final FunctionProvider builtIn;
    private final Patience patience;

    BoundedFunctions(FunctionProvider builtIn, Patience patience) {
        this.builtIn = builtIn;
        this.patience = patience;
    }

    @Override
    public List<ValFunction> getFunctions(String name) {
        return switch (name) {
            case "matches" ->
                list(
                        function(texts -> matches(texts[0], pattern(texts[1], "")), "input", "pattern"),
                        function(texts -> matches(texts[0], pattern(texts[1], texts[2])), "input", "pattern", "flags"));
            case "replace" ->
                list(
                        function(
                                texts -> replace(texts[0], pattern(texts[1], ""), texts[2]),
                                "input",
                                "pattern",
                                "replacement"),
                        function(
                                texts -> replace(texts[0], pattern(texts[1], texts[3]), texts[2]),
                                "input",
                                "pattern",
                                "replacement",
                                "flags"));
            case "split" ->
                list(function(texts -> texts(pattern(texts[1], "").split(texts[0])), "string", "delimiter"));
            case "extract" -> list(function(texts -> texts(pattern(texts[1], "").found(texts[0])), "input", "pattern"));
            default ->
                list(CollectionConverters.asJava(builtIn.getFunctions(name)).stream()
                        .map(BoundedFunctions::roundingToFewPlaces)
                        .toArray(ValFunction[]::new));
        };
    }

    @Override
    public Iterable<String> functionNames() {
        return builtIn.functionNames();
    }

    private LinearPattern pattern(String pattern, String flags) {
        return new LinearPattern(pattern, flags, patience);
    }

    private static Val matches(String text, LinearPattern pattern) {
        return new ValBoolean(pattern.isIn(text));
    }

    private static Val replace(String text, LinearPattern pattern, String replacement) {
        return new ValString(pattern.replaced(text, replacement));
    }

    private static Val texts(java.util.List<String> texts) {
        return new ValList(list(texts.stream().map(ValString::new).toArray(Val[]::new)));
    }

    /** Like the engine's own functions: for arguments other than texts the answer is null. */
    private static ValFunction function(Function<String[], Val> answer, String... parameters) {
        return new ValFunction(
                list(parameters),
                arguments -> textsIn(arguments)
                        .<Val>map(answer)
                        .orElseGet(() -> new ValError("Illegal arguments: " + arguments.mkString(", "))),
                false);
    }

    private static Optional<String[]> textsIn(List<Val> arguments) {
        var values = CollectionConverters.asJava(arguments);
        return values.stream().allMatch(ValString.class::isInstance)
                ? Optional.of(values.stream()
                        .map(value -> ((ValString) value).value())
                        .toArray(String[]::new))
                : Optional.empty();
    }

    private static ValFunction roundingToFewPlaces(ValFunction function) {
        var parameters = CollectionConverters.asJava(function.params());
        var places = parameters.stream().filter(PLACES::contains).findFirst().map(parameters::indexOf);
        return places.isEmpty()
                ? function
                : new ValFunction(
                        function.params(),
                        arguments -> {
                            checkPlaces(arguments.apply(places.get()));
                            return function.invoke().apply(arguments);
                        },
                        function.hasVarArgs());
    }

    private static void checkPlaces(@Nullable Val places) {
        if (places instanceof ValNumber number && Math.abs((long) number.value().intValue()) > MOST_PLACES) {
            throw new ProcessEngineException("Numbers are rounded to at most %d places.".formatted(MOST_PLACES));
        }
    }

    @SafeVarargs
    @SuppressWarnings("varargs")
    private static <T> List<T> list(T... items) {
        return CollectionConverters.asScala(java.util.List.of(items)).toList();
    }
}
