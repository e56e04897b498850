package io.ticketflow.process.sandbox;

import java.util.Collections;

/** Cells of a few hundred characters whose evaluation would take too long. */
public final class SlowCell {

    private static final int ITEMS = 80;
    private static final int TIMES = 5;

    /** An expression for a number that would take hours: for each item of a list it counts the items of another, and so on. */
    public static final String NUMBER = "count(" + filtered(TIMES) + ")";

    private SlowCell() {}

    private static String filtered(int times) {
        var list = "[" + String.join(",", Collections.nCopies(ITEMS, "1")) + "]";
        return times == 1 ? list + "[true]" : "%s[%s = 1]".formatted(list, filtered(times - 1));
    }
}
