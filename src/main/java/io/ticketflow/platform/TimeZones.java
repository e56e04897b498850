package io.ticketflow.platform;

import java.time.ZoneId;
import java.util.Optional;

/**
 * Time zones that callers name. A zone is the name of a region, such as {@code Europe/Berlin}: a bare offset has no summer time, and the database reads
 * {@code +05:00} as five hours west of Greenwich. It does not know the names that Java keeps below {@code SystemV}.
 */
public final class TimeZones {

    private static final String UNKNOWN_TO_THE_DATABASE = "SystemV/";

    private TimeZones() {}

    /** The zone of this name; empty when there is none. */
    public static Optional<ZoneId> find(String name) {
        return ZoneId.getAvailableZoneIds().contains(name) && !name.startsWith(UNKNOWN_TO_THE_DATABASE)
                ? Optional.of(ZoneId.of(name))
                : Optional.empty();
    }
}
