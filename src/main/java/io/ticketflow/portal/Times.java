package io.ticketflow.portal;

import io.ticketflow.ticket.Deadlines.ClockState;
import io.ticketflow.ticket.Deadlines.Deadline;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.springframework.context.MessageSource;

/** Instants, lengths of time and sizes in the words of a page's reader. */
class Times {

    private static final long KILOBYTE = 1024;

    private final MessageSource words;
    private final Locale language;
    private final DateTimeFormatter instants;

    Times(MessageSource words, Locale language, ZoneId zone) {
        this.words = words;
        this.language = language;
        this.instants = DateTimeFormatter.ofPattern(words.getMessage("times.instant", null, language), language)
                .withZone(zone);
    }

    /** An instant in the reader's zone, with the zone's name. */
    public String at(Instant instant) {
        return instants.format(instant);
    }

    /** The size of a file. */
    public String size(long bytes) {
        if (bytes < KILOBYTE) {
            return say("times.bytes", bytes);
        }
        return bytes < KILOBYTE * KILOBYTE
                ? say("times.kilobytes", bytes / KILOBYTE)
                : say("times.megabytes", bytes / KILOBYTE / KILOBYTE);
    }

    /** Where a clock stands. A day of working time has no fixed length, so the time left is in hours. */
    public String deadline(Deadline deadline) {
        var left = deadline.remainingSeconds();
        if (left == null) {
            return say("deadline.ended." + deadline.state());
        }
        var hours = hours(Duration.ofSeconds(left).abs());
        if (left < 0) {
            return say("deadline.late", hours);
        }
        return say("deadline.left." + deadline.state(), hours);
    }

    /** How urgent a clock is, for the looks of the page: late, paused, running or ended. */
    public String urgency(Deadline deadline) {
        var left = deadline.remainingSeconds();
        if (left == null) {
            return deadline.state() == ClockState.BREACHED ? "missed" : "ended";
        }
        if (left < 0) {
            return "late";
        }
        return deadline.state() == ClockState.RUNNING ? "running" : "paused";
    }

    private String hours(Duration time) {
        if (time.toHours() == 0) {
            return time.toMinutes() == 0 ? say("times.short") : say("times.minutes", time.toMinutes());
        }
        return say("times.hours", time.toHours(), time.toMinutesPart());
    }

    private String say(String key, Object... values) {
        return words.getMessage(key, values, language);
    }
}
