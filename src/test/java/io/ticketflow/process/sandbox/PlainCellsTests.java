package io.ticketflow.process.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.camunda.bpm.dmn.feel.impl.FeelEngine;
import org.camunda.bpm.dmn.feel.impl.scala.ScalaFeelEngine;
import org.camunda.bpm.engine.variable.Variables;
import org.camunda.bpm.engine.variable.context.VariableContext;
import org.jspecify.annotations.Nullable;

/** The short cut through FEEL gives the same answers as the engine. */
class PlainCellsTests {

    private final Patience patience = new Patience(Duration.ofMinutes(1));
    private final FeelEngine ours = new PlainCells(() -> patience);
    private final FeelEngine theirs = new ScalaFeelEngine(List.of());

    @Property(tries = 2_000)
    void every_test_of_an_input_is_answered_as_the_engine_does(
            @ForAll("tests") String cell, @ForAll("values") Object value) {
        var variables = variables("category", "nothing".equals(value) ? null : value);

        assertThat(answer(() -> ours.evaluateSimpleUnaryTests(cell, "category", variables)))
                .as("%s of %s", cell, value)
                .isEqualTo(answer(() -> theirs.evaluateSimpleUnaryTests(cell, "category", variables)));
    }

    @Property(tries = 2_000)
    void every_expression_is_answered_as_the_engine_does(
            @ForAll("expressions") String cell, @ForAll("values") Object value) {
        var variables = variables("category", "nothing".equals(value) ? null : value);

        assertThat(answer(() -> ours.<Object>evaluateSimpleExpression(cell, variables)))
                .as("%s with %s", cell, value)
                .isEqualTo(answer(() -> theirs.<Object>evaluateSimpleExpression(cell, variables)));
    }

    @Provide
    Arbitrary<String> tests() {
        var choice = texts().map(text -> '"' + text + '"');
        var choices = choice.list().ofMinSize(1).ofMaxSize(4).flatMap(list -> Arbitraries.of(",", ", ", " ,\n")
                .map(comma -> String.join(comma, list)));
        return Arbitraries.oneOf(
                choices,
                choices.map(list -> "not(" + list + ")"),
                choices.map(list -> "  " + list + " "),
                Arbitraries.of(
                        "-",
                        "null",
                        "true",
                        "> 3",
                        "[1..5]",
                        "\"VM",
                        "VM",
                        "category",
                        "",
                        "\"VM\" \"X\"",
                        "\"VM\",",
                        "?= \"VM\""));
    }

    @Provide
    Arbitrary<String> expressions() {
        return Arbitraries.oneOf(
                texts().map(text -> '"' + text + '"'),
                texts().map(text -> " \"" + text + "\" "),
                Combinators.combine(texts(), texts()).as((one, other) -> "\"%s\" + \"%s\"".formatted(one, other)),
                Arbitraries.of(
                        "category",
                        "other",
                        "true",
                        "null",
                        "3",
                        "category = \"VM\"",
                        "if",
                        "\"VM",
                        "upper case(category)",
                        ""));
    }

    @Provide
    Arbitrary<Object> values() {
        return Arbitraries.oneOf(
                texts().map(Object.class::cast), Arbitraries.of("VM", 3, 3L, 2.5, true, "nothing", List.of("VM")));
    }

    /** Texts that match, texts that nearly match, and texts that FEEL could mistake for something else. */
    private static Arbitrary<String> texts() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                        "VM",
                        "vm",
                        " VM",
                        "",
                        "a,b",
                        "it's",
                        "Übung",
                        "2026-11-22",
                        "@\"",
                        "tab\t",
                        "back\\slash",
                        "two\nlines",
                        "😀",
                        "null"),
                Arbitraries.strings().withCharRange(' ', '~').ofMaxLength(5));
    }

    private static VariableContext variables(String name, @Nullable Object value) {
        return Variables.createVariables()
                .putValueTyped(name, Variables.untypedValue(value))
                .asVariableContext();
    }

    /** The result of an evaluation; all failures count as the same result. */
    private static Object answer(Supplier<@Nullable Object> evaluation) {
        try {
            return Map.of("answer", Objects.requireNonNullElse(evaluation.get(), "nothing"));
        } catch (RuntimeException failure) {
            return failure.getClass();
        }
    }
}
