package io.ticketflow.platform;

/** Finds texts with a lone surrogate: half of a character beyond U+FFFF, which Java can hold and no encoding can write. */
public final class WholeText {

    private WholeText() {}

    public static boolean is(String text) {
        return text.codePoints().noneMatch(WholeText::isHalf);
    }

    private static boolean isHalf(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
