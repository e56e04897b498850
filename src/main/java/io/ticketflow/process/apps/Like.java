package io.ticketflow.process.apps;

import org.camunda.bpm.engine.BadUserRequestException;
import org.jspecify.annotations.Nullable;

/**
 * What SQL's {@code like} would accept, in any case: {@code %} is any text, {@code _} any character. Looks at no place of the pattern again but the last
 * {@code %}, so the time grows with the pattern times the text and no faster.
 */
final class Like {

    /** The longest name or address that there is. */
    private static final int LONGEST = 255;

    private static final int ANY_TEXT = '%';
    private static final int ANY_CHARACTER = '_';

    private final int @Nullable [] pattern;

    private Like(int @Nullable [] pattern) {
        this.pattern = pattern;
    }

    /**
     * A pattern of at most 255 characters; a longer one is refused.
     *
     * @param pattern null accepts everything
     */
    static Like of(@Nullable String pattern) {
        if (pattern != null && pattern.length() > LONGEST) {
            throw new BadUserRequestException("A pattern has at most %d characters.".formatted(LONGEST));
        }
        return new Like(pattern == null ? null : inOneCase(pattern));
    }

    boolean matches(@Nullable String text) {
        return pattern == null || (text != null && matches(pattern, inOneCase(text)));
    }

    private static boolean matches(int[] pattern, int[] text) {
        var next = 0;
        var at = 0;
        var behindAnyText = -1;
        var tried = 0;
        while (at < text.length) {
            if (next < pattern.length && pattern[next] == ANY_TEXT) {
                behindAnyText = ++next;
                tried = at;
            } else if (next < pattern.length && (pattern[next] == ANY_CHARACTER || pattern[next] == text[at])) {
                next++;
                at++;
            } else if (behindAnyText >= 0) {
                next = behindAnyText;
                at = ++tried;
            } else {
                return false;
            }
        }
        while (next < pattern.length && pattern[next] == ANY_TEXT) {
            next++;
        }
        return next == pattern.length;
    }

    private static int[] inOneCase(String text) {
        return text.codePoints()
                .map(Character::toUpperCase)
                .map(Character::toLowerCase)
                .toArray();
    }
}
