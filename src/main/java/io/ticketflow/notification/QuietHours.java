package io.ticketflow.notification;

import com.fasterxml.jackson.annotation.JsonFormat;
import jakarta.validation.constraints.NotNull;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;

/**
 * The hours in which mails and SMS wait, in the person's own time zone. They span midnight when {@code to} is earlier than {@code from}.
 *
 * @param from such as {@code 22:00}
 */
public record QuietHours(
        @NotNull @JsonFormat(pattern = "HH:mm") LocalTime from,
        @NotNull @JsonFormat(pattern = "HH:mm") LocalTime to) {

    /** The end of the quiet hours that this instant falls into, or the instant itself. */
    public Instant endAfter(Instant instant, ZoneId zone) {
        var local = instant.atZone(zone);
        if (!contains(local.toLocalTime())) {
            return instant;
        }
        var today = local.toLocalDate().atTime(to).atZone(zone);
        var end = today.isAfter(local)
                ? today
                : local.toLocalDate().plusDays(1).atTime(to).atZone(zone);
        return end.toInstant();
    }

    private boolean contains(LocalTime time) {
        return from.isBefore(to)
                ? !time.isBefore(from) && time.isBefore(to)
                : !time.isBefore(from) || time.isBefore(to);
    }
}
