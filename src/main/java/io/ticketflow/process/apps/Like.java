package io.ticketflow.process.apps;

import org.camunda.bpm.engine.BadUserRequestException;
import org.jspecify.annotations.Nullable;

/**
 * Matches texts as SQL's {@code like} does, without regard to case: {@code %} is any text, {@code _} any character. The match goes back only to the last {@code
 * %}, so the time is at most the length of the pattern times that of the text.
 */
final class Like {

    /** The length of the longest possible name or address. */
    private static final int LONGEST = 255;

    private static final int ANY_TEXT = '%';
    private static final int ANY_CHARACTER = '_';

    private final int @Nullable [] pattern;

    private Like(int @Nullable [] pattern) {
        this.pattern = pattern;
    }

    /**
     * Reads a pattern of at most 255 characters; a longer one is refused.
     *
     * @param pattern null matches everything
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
