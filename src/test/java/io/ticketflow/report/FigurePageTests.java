package io.ticketflow.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Checks the table of docs/reports.md. {@code mvn test -Dtest=FigurePageTests -Dfigures.write} writes it again. */
class FigurePageTests {

    private static final Path PAGE = Path.of("docs", "reports.md");
    private static final String BEGIN = "<!-- figures -->\n";
    private static final String END = "<!-- end of figures -->";

    @Test
    void the_page_lists_every_figure_with_its_words_and_its_condition() throws IOException {
        var page = Files.readString(PAGE);
        var right =
                page.substring(0, page.indexOf(BEGIN) + BEGIN.length()) + table() + page.substring(page.indexOf(END));
        if (System.getProperty("figures.write") != null) {
            Files.writeString(PAGE, right);
        }

        assertThat(Files.readString(PAGE)).isEqualTo(right);
    }

    private static String table() {
        return "| figure | counts tickets | SQL |\n|---|---|---|\n"
                + Arrays.stream(Figure.values())
                        .map(figure -> "| `%s` | %s | `%s` |\n"
                                .formatted(
                                        figure.key() + arguments(figure),
                                        figure.words(),
                                        figure.counted().formatted(names(figure))))
                        .collect(Collectors.joining());
    }

    private static String arguments(Figure figure) {
        return figure.arguments().isEmpty()
                ? ""
                : Arrays.stream(names(figure)).map(Object::toString).collect(Collectors.joining(",", "(", ")"));
    }

    private static Object[] names(Figure figure) {
        var names = figure.arguments().stream()
                .map(argument -> argument.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.toList());
        for (var i = 1; i < names.size(); i++) {
            if (names.indexOf(names.get(i)) < i) {
                names.set(i, names.get(i) + (i + 1));
            }
        }
        return names.toArray();
    }
}
