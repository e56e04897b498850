package io.ticketflow.platform;

import java.time.ZoneId;
import java.util.Locale;
import java.util.TimeZone;

/**
 * Sets the zone and the language of this process to UTC and English, whatever the machine's are. The engine stores its dates without a zone, and libraries
 * write numbers, years and names in the digits, the calendar and the letters of the language.
 */
public final class JvmDefaults {

    private static final String ZONE = "UTC";

    private static final ZoneId MACHINES_ZONE = TimeZone.getDefault().toZoneId();

    private JvmDefaults() {}

    /** Has to be called before anything else, because libraries read both when they are loaded, and keep them. */
    public static void set() {
        // Joda Time, with which the engine reads dates, uses this property.
        System.setProperty("user.timezone", ZONE);
        TimeZone.setDefault(TimeZone.getTimeZone(ZONE));
        Locale.setDefault(Locale.ENGLISH);
    }

    /** The zone in which this process would compute without {@link #set}, and in which former versions did. */
    public static ZoneId machinesZone() {
        return MACHINES_ZONE;
    }
}
