package io.ticketflow.platform;

import java.util.Set;

/** Tells texts that a person can read from blank ones. A text of blanks and invisible characters is blank, too. */
public final class VisibleText {

    /** Letters and symbols of Unicode that are drawn as nothing: the fillers of Hangul, and the empty pattern of Braille. */
    private static final Set<Integer> DRAWN_AS_NOTHING = Set.of(0x115F, 0x1160, 0x3164, 0xFFA0, 0x2800);

    /** From here on Unicode keeps the characters without a meaning invisible; elsewhere they may be new signs that this Java does not know. */
    private static final int INVISIBLE_PLANE = 0xE0000;

    private VisibleText() {}

    /** Whether the text has a character that people see. A mark, such as an accent or a variation selector, is not one without its letter. */
    public static boolean is(String text) {
        return text.codePoints().anyMatch(VisibleText::isSeen);
    }

    private static boolean isSeen(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.SPACE_SEPARATOR,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR,
                    Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.NON_SPACING_MARK,
                    Character.ENCLOSING_MARK -> false;
            case Character.UNASSIGNED -> codePoint < INVISIBLE_PLANE;
            default -> !DRAWN_AS_NOTHING.contains(codePoint);
        };
    }
}
