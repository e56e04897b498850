package io.ticketflow.process.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.camunda.bpm.engine.variable.Variables;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every cell of a table is evaluated, or refused with the reason, in limited time and memory. */
class BoundedFeelTests {

    private static final Duration LIMIT = Duration.ofSeconds(1);

    private final Patience patience = new Patience(LIMIT);
    private final PlainCells cells = new PlainCells(() -> patience);

    private Object answer(String cell) {
        var ticket =
                Variables.createVariables().putValue("title", "VM-12 is down").putValue("tags", List.of("vpn", "wifi"));
        return cells.evaluateSimpleExpression(cell, ticket.asVariableContext());
    }

    record Costly(String cell, String reason) {}

    static Stream<Costly> costlyCells() {
        return Stream.of(
                new Costly(stepByStep("\"ten letters\"", each -> each + " + " + each), "10000 characters"),
                new Costly(stepByStep("99", each -> each + " * " + each), "1000 digits"),
                new Costly(SlowCell.NUMBER, "longer than 1 s"),
                new Costly(
                        "replace(\"%s\", \"a\", \"%s\")".formatted("a".repeat(400), "b".repeat(400)),
                        "10000 characters"),
                new Costly(
                        "{t: \"%s\", l: split(t, \"\"), m: concatenate(l, l)}.m".formatted("a".repeat(600)),
                        "1000 items"),
                new Costly("decimal(1 / 3, 999999999)", "1000 places"),
                new Costly("floor(number(\"1e999999999\"))", "1000 digits"),
                new Costly("matches(title, \"(a{1000}){1000}\")", "repeats too much"),
                new Costly("matches(title, \"(.)\" + \"\\\\1\")", "bounded time"),
                new Costly("(".repeat(7) + "1" + ")".repeat(7), "too deeply nested"),
                new Costly("1" + " + 1".repeat(400), "too long"),
                new Costly("for i in 1..9 return i", "a loop"),
                new Costly("some each in tags satisfies each = \"vpn\"", "a loop"),
                new Costly("sort(tags, function(a, b) a < b)", "a loop"),
                new Costly("9 ** 9", "a power"));
    }

    /** The last of several context entries, each of which repeats the one before it twice. */
    private static String stepByStep(String first, UnaryOperator<String> next) {
        var steps = 30;
        var entries = IntStream.rangeClosed(1, steps)
                .mapToObj(step -> "e%d: %s".formatted(step, next.apply("e" + (step - 1))));
        return "{e0: %s, %s}.e%d".formatted(first, String.join(", ", entries.toList()), steps);
    }

    @ParameterizedTest
    @MethodSource("costlyCells")
    void what_would_take_long_or_grow_is_refused_in_time(Costly costly) {
        var began = System.nanoTime();

        assertThatThrownBy(() -> answer(costly.cell())).hasMessageContaining(costly.reason());

        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(LIMIT.plusSeconds(2));
    }

    @Test
    void one_command_has_one_patience_for_all_its_cells() {
        assertThatThrownBy(() -> answer(SlowCell.NUMBER)).hasMessageContaining("longer than");

        assertThatThrownBy(() -> answer("1 + 1")).hasMessageContaining("longer than");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            matches(title, "^VM-[0-9]+")                           | true
            matches(title, "vm-\\\\d{2} IS", "i")                  | true
            matches(title, "^down")                                | false
            matches(input: title, pattern: "is")                   | true
            matches(tags, "vpn")                                   | null
            replace(title, "(\\\\w+)-(\\\\d+)", "$2 of $1")        | 12 of VM is down
            replace(title, "vm", "host", "i")                      | host-12 is down
            split("a;b;;c;", ";")                                  | [a, b, , c, ]
            split("abc", "")                                       | [a, b, c, ]
            split("abc", "x*")                                     | [a, b, c, ]
            split(";a", ";")                                       | [, a]
            extract(title, "[a-z]+")                               | [is, down]
            decimal(1 / 3, 2)                                      | 0.33
            round half up(5.5, 0)                                  | 6
            tags[item = "vpn"][1]                                  | vpn
            list contains(tags, "wifi")                            | true
            "for every function"                                   | for every function
            """)
    void what_a_table_needs_is_answered_as_before(String cell, String answer) {
        assertThat(String.valueOf(answer(cell))).isEqualTo(answer);
    }

    @ParameterizedTest
    @CsvSource({"a;b;;c;,;", "abc,''", ";;,;", "'',;", "a1b22c,[0-9]+"})
    void a_text_is_split_as_java_splits_it(String text, String delimiter) {
        assertThat(String.valueOf(answer("split(\"%s\", \"%s\")".formatted(text, delimiter))))
                .isEqualTo(List.of(text.split(delimiter, -1)).toString());
    }
}
