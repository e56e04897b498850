package io.ticketflow.platform;

import java.time.DateTimeException;
import java.time.Instant;

/** Parses instants that callers write. */
public final class Instants {

    /** The earliest instant of the years that the database can store and a calendar can show. */
    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999Z");

    private Instants() {}

    /** Parses an ISO-8601 instant of the years 1 to 9999. */
    public static Instant parse(String text) {
        var instant = Instant.parse(text);
        if (instant.isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new DateTimeException("Out of range: " + text);
        }
        return instant;
    }
}
