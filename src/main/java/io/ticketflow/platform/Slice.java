package io.ticketflow.platform;

import org.jspecify.annotations.Nullable;

/**
 * Which part of a list somebody asks for.
 *
 * @param cursor where the part before it ended; null: the beginning
 * @param count also say how many there are in all
 */
public record Slice(int limit, @Nullable String cursor, boolean count) {

    public static final int USUAL = 25;
    public static final int MOST = 100;

    public static Slice first(int limit) {
        return new Slice(limit, null, false);
    }
}
