package io.ticketflow.process.gate;

import io.ticketflow.process.model.Element;
import io.ticketflow.process.sandbox.EngineTimes;
import io.ticketflow.process.sandbox.EngineTimes.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Checks the times that stand in a model as dates, durations and cycles: the engine reads them only when a ticket comes there. */
final class LiteralTimes {

    private static final Duration SHORTEST_CYCLE = Duration.ofMinutes(1);

    /** If a cron rings twice in a minute, two of so many times in a row are nearer than a minute. */
    private static final int TIMES_IN_A_ROW = 4;

    private static final Pattern DURATION = Pattern.compile("P(?=.)[\\dYMWDTHS.]+");
    private static final Pattern REPETITION = Pattern.compile("R([1-9]\\d{0,8})?/.+");
    private static final Pattern NICKNAME = Pattern.compile("@\\w+");
    private static final int PARTS_OF_A_CRON = 6;
    private static final int WEEKDAY = 5;
    /** A number that is neither a step nor the how-manieth of the month. */
    private static final Pattern NUMBERED_DAY = Pattern.compile("(?<![#/\\d])\\d");

    private final Objections objections;

    LiteralTimes(Objections objections) {
        this.objections = objections;
    }

    void check(Element where, Kind kind, String text) {
        var fault =
                switch (kind) {
                    case DATE -> faultOfDate(text);
                    case DURATION -> faultOfDuration(text);
                    case CYCLE -> text.startsWith("R") ? faultOfRepetition(text) : faultOfCron(text);
                };
        fault.ifPresent(reason -> objections.add(where, "'%s' %s".formatted(text, reason)));
    }

    /** One cycle, or the waiting times between the tries, separated by commas. */
    void checkRetries(Element retries) {
        var text = retries.text();
        if (Expressions.isExpression(text)) {
            return;
        }
        var times = text.split(",", -1);
        if (times.length == 1 && REPETITION.matcher(text).matches()) {
            check(retries, Kind.CYCLE, text);
        } else {
            Stream.of(times).map(String::strip).forEach(time -> check(retries, Kind.DURATION, time));
        }
    }

    private static Optional<String> faultOfDate(String text) {
        return reads(Kind.DATE, text)
                ? Optional.empty()
                : Optional.of(
                        "is no date as the engine reads it: write 2026-03-29T09:00:00+02:00. Without an offset it counts in UTC, whatever the clock of the office says.");
    }

    private static Optional<String> faultOfDuration(String text) {
        return DURATION.matcher(text).matches() && reads(Kind.DURATION, text)
                ? Optional.empty()
                : Optional.of("is no duration as the engine reads it, such as P3D or PT4H.");
    }

    private static Optional<String> faultOfRepetition(String text) {
        if (!REPETITION.matcher(text).matches()) {
            return Optional.of(
                    "is no duration as the engine reads it, such as R3/PT4H: an R, how often (at least once), and after how long.");
        }
        return faultOfCycle(text)
                .map(reason -> reason.isEmpty()
                        ? "is no duration as the engine reads it, such as R3/PT4H, or it is over already."
                        : reason);
    }

    private static Optional<String> faultOfCron(String text) {
        if (!NICKNAME.matcher(text).matches()) {
            var parts = text.strip().split("\\s+", -1);
            if (parts.length != PARTS_OF_A_CRON) {
                return Optional.of(
                        "has %d parts, and a cron has six: second, minute, hour, day, month and weekday, such as 0 0 9 * * MON-FRI. There is no year."
                                .formatted(parts.length));
            }
            if (NUMBERED_DAY.matcher(parts[WEEKDAY]).find()) {
                return Optional.of(
                        "has numbers as weekdays, which mean other days since version 7.24 of the engine: write names, such as MON-FRI.");
            }
        }
        return faultOfCycle(text)
                .map(reason ->
                        reason.isEmpty() ? "is no cron as the engine reads it, or its time never comes." : reason);
    }

    /** The empty text when there is no next time. */
    private static Optional<String> faultOfCycle(String text) {
        var time = Instant.now();
        for (var i = 0; i < TIMES_IN_A_ROW; i++) {
            var next = EngineTimes.firstAfter(time, Kind.CYCLE, text);
            if (next.isEmpty() || !next.get().isAfter(time)) {
                return i == 0 ? Optional.of("") : Optional.empty();
            }
            if (i > 0 && Duration.between(time, next.get()).compareTo(SHORTEST_CYCLE) < 0) {
                return Optional.of("rings more often than once a minute.");
            }
            time = next.get();
        }
        return Optional.empty();
    }

    private static boolean reads(Kind kind, String text) {
        return EngineTimes.firstAfter(Instant.now(), kind, text).isPresent();
    }
}
