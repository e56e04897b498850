package io.ticketflow.ticket.search;

import io.ticketflow.platform.BadParameterException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A search text, split into its words and phrases. Only the database knows what a word is and which signs separate words, in {@code searched(…)}, so texts and
 * searches are split in the same way.
 */
record SearchText(List<Wanted> wanted) {

    private static final int MOST_CHARACTERS = 500;
    private static final int MOST_WANTED = 20;
    /** Nearly every ticket has words with such a short beginning, so the index does not help with it. */
    private static final int SHORT = 2;

    private static final int LAST_ASCII = 127;

    /** A phrase in quotes, or a run of characters without a space. A quote that is not closed begins no phrase. */
    private static final Pattern NEXT = Pattern.compile("[\"“”]([^\"“”]*)[\"“”]|([^\\p{IsWhite_Space}\"“”]+)");

    private static final Pattern NUMBER = Pattern.compile("(?i)\\W*(?:TKT\\p{Pd})?(\\d{1,18})\\W*");

    /**
     * A word or a phrase.
     *
     * @param beginning whether it is the beginning of a word
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

    /** Empty when the text is empty; 400 when it has too many words. */
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
            if (Normalizer.normalize(found.text(), Normalizer.Form.NFKC)
                    .codePoints()
                    .anyMatch(SearchText::belongsToAWord)) {
                wanted.add(found);
            }
        }
        if (wanted.size() > MOST_WANTED) {
            throw new BadParameterException("q", "must be at most %d words or phrases".formatted(MOST_WANTED));
        }
        return Optional.of(new SearchText(wanted.stream().distinct().toList()));
    }

    /** Whether it is a letter, a mark or a digit, like in {@code plain_words(…)}; also true for characters that are newer than this JVM. */
    static boolean belongsToAWord(int character) {
        return !isEmoji(character)
                && switch (Character.getType(character)) {
                    case Character.CONTROL,
                            Character.FORMAT,
                            Character.SURROGATE,
                            Character.PRIVATE_USE,
                            Character.SPACE_SEPARATOR,
                            Character.LINE_SEPARATOR,
                            Character.PARAGRAPH_SEPARATOR,
                            Character.DASH_PUNCTUATION,
                            Character.START_PUNCTUATION,
                            Character.END_PUNCTUATION,
                            Character.CONNECTOR_PUNCTUATION,
                            Character.OTHER_PUNCTUATION,
                            Character.INITIAL_QUOTE_PUNCTUATION,
                            Character.FINAL_QUOTE_PUNCTUATION,
                            Character.MATH_SYMBOL,
                            Character.CURRENCY_SYMBOL,
                            Character.MODIFIER_SYMBOL,
                            Character.OTHER_SYMBOL -> false;
                    default -> true;
                };
    }

    /** The blocks of emoji, in which Unicode still adds characters. */
    private static boolean isEmoji(int character) {
        return character >= 0x1F000 && character <= 0x1FAFF;
    }

    /** Whether the text has only signs, which match no ticket. */
    boolean isNothing() {
        return wanted.isEmpty();
    }

    /** Whether the text has only single words of sufficient length. The tickets that the index finds then need no further check. */
    boolean isKnownToTheIndex() {
        return wanted.stream().allMatch(each -> each.beginning() && !each.isShort() && each.isOneWord())
                || (wanted.size() == 1 && wanted.get(0).isOneWord());
    }

    /** The ticket numbers in the text. */
    List<Long> numbers() {
        return wanted.stream()
                .map(each -> NUMBER.matcher(Normalizer.normalize(each.text(), Normalizer.Form.NFKC)))
                .filter(Matcher::matches)
                .map(number -> Long.valueOf(number.group(1)))
                .distinct()
                .toList();
    }
}
