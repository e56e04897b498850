package io.ticketflow.report.web;

import io.swagger.v3.oas.annotations.Parameter;
import io.ticketflow.identity.Directory;
import io.ticketflow.platform.Actor;
import io.ticketflow.platform.BadParameterException;
import io.ticketflow.platform.Instants;
import io.ticketflow.platform.TimeZones;
import io.ticketflow.report.Window;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The query parameters of every report. */
record ReportParameters(
        @Parameter(
                description =
                        "Tickets that were submitted at or after this: an instant, or a date or local time in the zone such as 2026-11-30; a time that the"
                                + " clocks skip counts as the one an hour later")
        @Nullable
        String from,

        @Parameter(description = "And before this") @Nullable
        String to,

        @Parameter(
                description =
                        "Where days, weeks and months begin, such as Europe/Berlin; without it, the caller's zone")
        @Nullable
        String tz,

        @Parameter(description = "Ids; the tickets that these teams have at asOf") @Nullable
        List<UUID> team,

        @Nullable List<Priority> priority,
        @Nullable List<Category> category,

        @Parameter(description = "Answers what the report would have answered at this instant; without it, now")
        @Nullable
        Instant asOf) {

    Window window(Actor actor, Directory directory, Instant now) {
        var zone = zone(actor, directory);
        return new Window(
                instant("from", from, zone),
                instant("to", to, zone),
                zone,
                values(team),
                values(priority),
                values(category),
                Objects.requireNonNullElse(asOf, now));
    }

    private ZoneId zone(Actor actor, Directory directory) {
        if (tz == null || tz.isEmpty()) {
            return directory.person(Objects.requireNonNull(actor.userId())).timezone();
        }
        return TimeZones.find(tz)
                .orElseThrow(() -> new BadParameterException("tz", "is no time zone, such as Europe/Berlin"));
    }

    private static @Nullable Instant instant(String parameter, @Nullable String text, ZoneId zone) {
        if (text == null || text.isEmpty()) {
            return null;
        }
        try {
            if (!text.contains("T")) {
                return LocalDate.parse(text).atStartOfDay(zone).toInstant();
            }
            return text.endsWith("Z")
                    ? Instants.parse(text)
                    : LocalDateTime.parse(text).atZone(zone).toInstant();
        } catch (DateTimeException e) {
            throw new BadParameterException(
                    parameter, "must be an instant, a date or a local time such as 2026-11-30T08:00: " + text);
        }
    }

    private static <T> Set<T> values(@Nullable List<T> given) {
        return given == null ? Set.of() : new HashSet<>(given);
    }
}
