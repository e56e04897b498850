package io.ticketflow.ticket;

import java.text.Normalizer;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Gives tags the one form in which they are stored, compared and searched: compatible characters composed, lower case, single spaces, none twice. */
public final class Tags {

    /** Separates the values of a filter, so a tag cannot contain it. */
    static final String SEPARATOR = ",";

    private static final Pattern SPACES = Pattern.compile("\\p{IsWhite_Space}+");

    private Tags() {}

    public static List<String> normalized(Collection<String> tags) {
        return tags.stream().map(Tags::normalized).distinct().toList();
    }

    private static String normalized(String tag) {
        var seen = SPACES.matcher(tag)
                .replaceAll(" ")
                .codePoints()
                .filter(character -> !isOfNoWidth(character))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
        var lower = composed(composed(seen).toLowerCase(Locale.ROOT));
        return SPACES.matcher(lower).replaceAll(" ").strip();
    }

    private static String composed(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFKC);
    }

    /** U+0000 stays, because it is refused by its name. */
    private static boolean isOfNoWidth(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL -> character != 0;
            case Character.FORMAT -> true;
            default -> isVariationSelector(character);
        };
    }

    private static boolean isVariationSelector(int character) {
        return (character >= 0xFE00 && character <= 0xFE0F) || (character >= 0xE0100 && character <= 0xE01EF);
    }
}
