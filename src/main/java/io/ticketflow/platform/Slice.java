package io.ticketflow.platform;

import org.jspecify.annotations.Nullable;

/**
 * The part of a list that a caller asks for.
 *
 * @param cursor where the previous part ended; null for the beginning
 * @param count whether the answer is to contain the number of all items
 */
public record Slice(int limit, @Nullable String cursor, boolean count) {

    public static final int USUAL = 25;
    public static final int MOST = 100;

    public static Slice first(int limit) {
        return new Slice(limit, null, false);
    }
}
