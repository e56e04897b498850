package io.ticketflow.platform;

import java.time.DateTimeException;
import java.time.Instant;

/** Instants as callers write them. */
public final class Instants {

    /** What the database can keep and a calendar can show. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Instants() {}

    /** Reads ISO-8601 of the years 1 to 9999. */
    public static Instant parse(String text) {
        var instant = Instant.parse(text);
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new DateTimeException("Out of range: " + text);
        }
        return instant;
    }
}
