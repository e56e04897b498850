package io.ticketflow.platform;

/** Tells text from what only looks like it in Java: half of a character beyond U+FFFF, a lone surrogate, which no encoding can write. */
public final class WholeText {

    private WholeText() {}

    public static boolean is(String text) {
        return text.codePoints().noneMatch(WholeText::isHalf);
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
