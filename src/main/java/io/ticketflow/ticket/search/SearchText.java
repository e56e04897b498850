package io.ticketflow.ticket.search;

import io.ticketflow.platform.BadParameterException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What somebody looks for, cut into what has to be there. What is a word, and what is a sign between words, only the database knows, in
 * {@code searched(…)}: texts and searches are cut in the same way.
 */
record SearchText(List<Wanted> wanted) {

    private static final int MOST_CHARACTERS = 500;
    private static final int MOST_WANTED = 20;
    /** A beginning of one or two letters stands in nearly every ticket: the index is of no use for it. */
    private static final int SHORT = 2;

    private static final int LAST_ASCII = 127;

    /** A phrase in quotes, or a run of characters without a space; a quote that never ends is none. */
    private static final Pattern NEXT = Pattern.compile("[\"“”]([^\"“”]*)[\"“”]|([^\\s\"“”]+)");

    private static final Pattern NUMBER = Pattern.compile("(?i)\\W*(?:TKT-)?(\\d{1,18})\\W*");

    /**
     * A word or a phrase.
     *
     * @param beginning a word that may go on
     */
    record Wanted(String text, boolean beginning) {

        boolean isShort() {
            return beginning
                    && text.codePoints().filter(Character::isLetterOrDigit).count() <= SHORT;
        }

        boolean isOneWord() {
            return text.codePoints().allMatch(character -> character <= LAST_ASCII && Character.isLetter(character));
        }
    }

    SearchText {
        wanted = List.copyOf(wanted);
    }

    /** Nothing where nothing is looked for; 400 where it is too much. */
    static Optional<SearchText> parse(@Nullable String text) {
        if (text == null || text.isBlank()) {
            return Optional.empty();
        }
        if (text.codePointCount(0, text.length()) > MOST_CHARACTERS) {
            throw new BadParameterException("q", "must be at most %d characters".formatted(MOST_CHARACTERS));
        }
        var wanted = new ArrayList<Wanted>();
        var next = NEXT.matcher(text);
        while (next.find()) {
            var phrase = next.group(1);
            var found = phrase == null ? new Wanted(next.group(2), true) : new Wanted(phrase, false);
            if (found.text().codePoints().anyMatch(SearchText::mayBelongToAWord)) {
                wanted.add(found);
            }
        }
        if (wanted.size() > MOST_WANTED) {
            throw new BadParameterException("q", "must be at most %d words or phrases".formatted(MOST_WANTED));
        }
        return Optional.of(new SearchText(wanted.stream().distinct().toList()));
    }

    private static boolean mayBelongToAWord(int character) {
        return character > LAST_ASCII || Character.isLetterOrDigit(character);
    }

    /** Signs alone are found nowhere. */
    boolean isNothing() {
        return wanted.isEmpty();
    }

    /** Whether all of it is single words without a doubt, and long enough: what the index finds then has them. */
    boolean isKnownToTheIndex() {
        return wanted.stream().allMatch(each -> each.beginning() && !each.isShort() && each.isOneWord())
                || (wanted.size() == 1 && wanted.get(0).isOneWord());
    }

    /** The tickets that are meant by their numbers. */
    List<Long> numbers() {
        return wanted.stream()
                .map(each -> NUMBER.matcher(each.text()))
                .filter(Matcher::matches)
                .map(number -> Long.valueOf(number.group(1)))
                .distinct()
                .toList();
    }
}
