package io.ticketflow.process.sandbox;

import java.util.Collections;

/** What a cell of a table may say in a few hundred characters, and nobody would wait for. */
public final class SlowCell {

    private static final int ITEMS = 80;
    private static final int TIMES = 5;

    /** A number, some hours later: the items of a list, for each of which those of another are counted, and so on. */
    public static final String NUMBER = "count(" + filtered(TIMES) + ")";

    private SlowCell() {}

    private static String filtered(int times) {
        var list = "[" + String.join(",", Collections.nCopies(ITEMS, "1")) + "]";
        return times == 1 ? list + "[true]" : "%s[%s = 1]".formatted(list, filtered(times - 1));
    }
}
