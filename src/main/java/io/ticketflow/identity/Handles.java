package io.ticketflow.identity;

import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Makes unique names for programs from names of people and teams. */
final class Handles {

    private Handles() {}

    /** Lower case, with other characters replaced by single dashes. */
    static String slug(String text, String others, String fallback) {
        var slug = text.strip().toLowerCase(Locale.ROOT).replaceAll(others, "-").replaceAll("^[._-]+|[._-]+$", "");
        return slug.isEmpty() ? fallback : slug;
    }

    /** The wish itself, or the wish with the lowest number that makes it free. */
    static String firstFree(String wish, Predicate<String> isTaken) {
        return Stream.concat(Stream.of(wish), IntStream.iterate(2, n -> n + 1).mapToObj(n -> wish + n))
                .filter(isTaken.negate())
                .findFirst()
                .orElseThrow();
    }
}
