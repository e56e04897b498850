package io.ticketflow.process.sandbox;

import camundajar.impl.scala.Product;
import camundajar.impl.scala.collection.Iterable;
import camundajar.impl.scala.jdk.javaapi.CollectionConverters;
import camundajar.impl.scala.util.Either;
import camundajar.impl.scala.util.Left;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.math.BigDecimal;
import java.util.ArrayDeque;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngineException;
import org.camunda.feel.FeelEngine;
import org.camunda.feel.api.EvaluationFailure;
import org.camunda.feel.api.EvaluationFailureType;
import org.camunda.feel.api.EvaluationResult;
import org.camunda.feel.api.FailedEvaluationResult;
import org.camunda.feel.api.SuccessfulEvaluationResult;
import org.camunda.feel.context.Context;
import org.camunda.feel.context.FunctionProvider;
import org.camunda.feel.impl.interpreter.BuiltinFunctions;
import org.camunda.feel.impl.interpreter.EvalContext;
import org.camunda.feel.impl.interpreter.FeelInterpreter;
import org.camunda.feel.syntaxtree.ConstString;
import org.camunda.feel.syntaxtree.EveryItem;
import org.camunda.feel.syntaxtree.Exp;
import org.camunda.feel.syntaxtree.Exponentiation;
import org.camunda.feel.syntaxtree.For;
import org.camunda.feel.syntaxtree.FunctionDefinition;
import org.camunda.feel.syntaxtree.FunctionInvocation;
import org.camunda.feel.syntaxtree.FunctionParameters;
import org.camunda.feel.syntaxtree.NamedFunctionParameters;
import org.camunda.feel.syntaxtree.ParsedExpression;
import org.camunda.feel.syntaxtree.PositionalFunctionParameters;
import org.camunda.feel.syntaxtree.SomeItem;
import org.camunda.feel.syntaxtree.Val;
import org.camunda.feel.syntaxtree.ValContext;
import org.camunda.feel.syntaxtree.ValError;
import org.camunda.feel.syntaxtree.ValFatalError;
import org.camunda.feel.syntaxtree.ValList;
import org.camunda.feel.syntaxtree.ValNumber;
import org.camunda.feel.syntaxtree.ValString;
import org.camunda.feel.valuemapper.ValueMapper;
import org.jspecify.annotations.Nullable;

/**
 * FEEL with limits: every cell is parsed and evaluated in limited time and memory, or refused, however it came into a table. A cell is short and has few nested
 * brackets, because each level multiplies the parser's time, and it has no loops. Each step of an evaluation checks the time and the size of the value, so that
 * intermediate values stay small.
 */
@SuppressWarnings("deprecation") // Camunda 7 calls them, and Scala's Either
public final class BoundedFeel extends FeelEngine {

    private static final int LONGEST_CELL = 1000;
    private static final int MOST_BRACKETS = 12;
    private static final int DEEPEST_BRACKET = 6;
    private static final int MOST_REMEMBERED = 2000;
    private static final Map<Character, Character> CLOSED_BY = Map.of(')', '(', ']', '[', '}', '{');
    private static final Pattern QUOTED = Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*+\"");

    /** What the parser could not read, at the end of its message. */
    private static final Pattern REST = Pattern.compile("(?s), found \"(.*)\"$");

    /** The largest size of a value. A character of a text counts as one, an item of a list as more, because some functions compare each item with each. */
    private static final int LARGEST_VALUE = 10_000;

    private static final int OF_AN_ITEM = 10;
    /** The most digits of a number before the point, and after it. */
    private static final int MOST_DIGITS = 1000;

    private static final double BITS_OF_A_DIGIT = 3.4;

    private final Supplier<Patience> patience;
    private final FunctionProvider builtIn;
    private final Cache<String, Either<Failure, ParsedExpression>> expressions = remembered();
    private final Cache<String, Either<Failure, ParsedExpression>> tests = remembered();

    BoundedFeel(ValueMapper values, Supplier<Patience> patience) {
        super(defaultFunctionProvider(), values, new Configuration(false), defaultClock());
        this.patience = patience;
        this.builtIn = new BuiltinFunctions(defaultClock(), values);
    }

    /** For parsing cells without evaluating them. */
    public BoundedFeel(Patience patience) {
        this(defaultValueMapper(), () -> patience);
    }

    /** The reason why a table may not have this cell; empty when it may. */
    public Optional<String> refusal(String cell, boolean isTest) {
        var read = isTest ? parseUnaryTests(cell) : parseExpression(cell);
        return read.isLeft() ? Optional.of(read.left().get().message()) : Optional.empty();
    }

    /**
     * What stands in a cell; empty when a table may not have it.
     *
     * @param column the kinds of the values in the column of a test
     */
    public Optional<CellContent> content(String cell, boolean isTest, Set<CellContent.Kind> column) {
        var read = isTest ? parseUnaryTests(cell) : parseExpression(cell);
        return read.isLeft()
                ? Optional.empty()
                : Optional.of(CellContent.of(read.toOption().get().expression(), column));
    }

    @Override
    public Either<Failure, ParsedExpression> parseExpression(String cell) {
        return expressions.get(cell, unread -> read(unread, super::parseExpression));
    }

    @Override
    public Either<Failure, ParsedExpression> parseUnaryTests(String cell) {
        return tests.get(cell, unread -> read(unread, super::parseUnaryTests));
    }

    private Either<Failure, ParsedExpression> read(
            String cell, Function<String, Either<Failure, ParsedExpression>> parser) {
        if (cell.length() > LONGEST_CELL || isDeep(QUOTED.matcher(cell).replaceAll(""))) {
            return refused("It is too long or too deeply nested to be checked.");
        }
        var read = patience.get().spend(() -> parser.apply(cell));
        if (read.isLeft()) {
            return refused("It is no FEEL: " + unread(read.left().get().message()));
        }
        return partsOf(read.toOption().get().expression())
                .flatMap(part -> refusal(part).stream())
                .findFirst()
                .map(BoundedFeel::refused)
                .orElse(read);
    }

    /** The parser lists all that it expected there. */
    private static String unread(String reason) {
        var rest = REST.matcher(reason);
        if (!rest.find()) {
            return reason;
        }
        return rest.group(1).isEmpty()
                ? "its end is missing."
                : "it cannot be read from '%s' on.".formatted(rest.group(1).replace("\\\"", "\""));
    }

    private static Either<Failure, ParsedExpression> refused(String reason) {
        return new Left<>(new Failure(reason));
    }

    /** Cells are evaluated many times, and parsing takes longer than evaluating. */
    private static Cache<String, Either<Failure, ParsedExpression>> remembered() {
        return Caffeine.newBuilder().maximumSize(MOST_REMEMBERED).build();
    }

    /** A closing bracket without an opening one begins a range, such as {@code ]1..5]}. */
    private static boolean isDeep(String cell) {
        var open = new ArrayDeque<Character>();
        var brackets = 0;
        var deepest = 0;
        for (var i = 0; i < cell.length(); i++) {
            var character = cell.charAt(i);
            var opener = CLOSED_BY.get(character);
            if (opener != null && opener.equals(open.peek())) {
                open.pop();
            } else if (opener != null || CLOSED_BY.containsValue(character)) {
                open.push(character);
                brackets++;
                deepest = Math.max(deepest, open.size());
            }
        }
        return brackets > MOST_BRACKETS || deepest > DEEPEST_BRACKET;
    }

    /** All parts of an expression, including the expression itself. */
    private static Stream<Object> partsOf(Object expression) {
        Stream<Object> parts = Stream.of();
        if (expression instanceof Iterable<?> several) {
            parts = CollectionConverters.asJava(several.toList()).stream().map(Object.class::cast);
        } else if (expression instanceof Product one) {
            parts = CollectionConverters.asJava(one.productIterator().toList()).stream();
        }
        return Stream.concat(Stream.of(expression), parts.flatMap(BoundedFeel::partsOf));
    }

    private Optional<String> refusal(Object part) {
        if (part instanceof For
                || part instanceof SomeItem
                || part instanceof EveryItem
                || part instanceof FunctionDefinition
                || part instanceof Exponentiation) {
            return Optional.of("It has a loop or a power; a table answers at once.");
        }
        if (part instanceof FunctionInvocation call && BoundedFunctions.WITH_PATTERNS.contains(call.function())) {
            return patternOf(call.params()).flatMap(this::refusal);
        }
        return Optional.empty();
    }

    /** The pattern that a call contains as a text. A pattern that is computed is checked when the function is called. */
    private static Optional<String> patternOf(FunctionParameters parameters) {
        Object pattern = null;
        if (parameters instanceof PositionalFunctionParameters given
                && given.params().size() > 1) {
            pattern = given.params().apply(1);
        } else if (parameters instanceof NamedFunctionParameters given) {
            pattern = given.params().getOrElse("pattern", () -> given.params().getOrElse("delimiter", () -> null));
        }
        return pattern instanceof ConstString text ? Optional.of(text.value()) : Optional.empty();
    }

    private Optional<String> refusal(String pattern) {
        try {
            new LinearPattern(pattern, "", patience.get());
            return Optional.empty();
        } catch (ProcessEngineException refused) {
            return Optional.of(String.valueOf(refused.getMessage()));
        }
    }

    @Override
    public EvaluationResult evaluate(ParsedExpression cell, Context context) {
        var time = patience.get();
        var known = EvalContext.create(valueMapper(), new BoundedFunctions(builtIn, time))
                .merge(context);
        try {
            var value = time.spend(() -> new Steps(valueMapper(), time).eval(cell.expression(), known));
            return failureIn(value, known)
                    .<EvaluationResult>map(reason -> failed(cell, reason))
                    .orElseGet(() -> new SuccessfulEvaluationResult(
                            valueMapper().unpackVal(value),
                            known.failureCollector().failures()));
        } catch (RuntimeException failure) {
            return failed(cell, String.valueOf(failure.getMessage()));
        }
    }

    private static Optional<String> failureIn(Val value, EvalContext context) {
        if (value instanceof ValError error) {
            return Optional.of(error.error());
        }
        if (value instanceof ValFatalError error) {
            return Optional.of(error.error());
        }
        return CollectionConverters.asJava(context.failureCollector().failures()).stream()
                .filter(failure -> failure.failureType() == EvaluationFailureType.ASSERT_FAILURE$.MODULE$)
                .map(EvaluationFailure::failureMessage)
                .findFirst();
    }

    private static EvaluationResult failed(ParsedExpression cell, String reason) {
        return new FailedEvaluationResult(
                new Failure("In '%s': %s".formatted(cell.text(), reason)), FailedEvaluationResult.apply$default$2());
    }

    /** The engine's interpreter, which calls this method for each part of an expression and each item of a list. */
    private static final class Steps extends FeelInterpreter {

        private final Patience patience;

        Steps(ValueMapper values, Patience patience) {
            super(values);
            this.patience = patience;
        }

        @Override
        public Val eval(Exp expression, EvalContext context) {
            patience.check();
            var value = super.eval(expression, context);
            rest(value, LARGEST_VALUE + OF_AN_ITEM);
            return value;
        }
    }

    /** The rest of an allowed size after this value. */
    private static int rest(@Nullable Object value, int size) {
        var rest = size - OF_AN_ITEM;
        if (value instanceof ValString text) {
            rest -= text.value().length();
        } else if (value instanceof ValNumber number) {
            checkDigits(number.value().bigDecimal());
        } else if (value instanceof ValList list) {
            for (var item : CollectionConverters.asJava(list.items())) {
                rest = rest(item, rest);
            }
        } else if (value instanceof ValContext context) {
            var entries = context.context().variableProvider().getVariables();
            for (var entry : CollectionConverters.asJava(entries).values()) {
                rest = rest(entry, rest);
            }
        }
        if (rest < 0) {
            throw tooLarge();
        }
        return rest;
    }

    /** To be called while a text grows. */
    static void checkLength(CharSequence text) {
        if (text.length() > LARGEST_VALUE) {
            throw tooLarge();
        }
    }

    private static ProcessEngineException tooLarge() {
        return new ProcessEngineException("A value has more than %d characters or %d items."
                .formatted(LARGEST_VALUE, LARGEST_VALUE / OF_AN_ITEM));
    }

    private static void checkDigits(BigDecimal number) {
        if (Math.abs((long) number.scale()) > MOST_DIGITS
                || number.unscaledValue().bitLength() > MOST_DIGITS * BITS_OF_A_DIGIT) {
            throw new ProcessEngineException("A number has more than %d digits.".formatted(MOST_DIGITS));
        }
    }
}
