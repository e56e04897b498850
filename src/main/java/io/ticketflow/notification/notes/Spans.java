package io.ticketflow.notification.notes;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Writes lengths of time in words, to the minute. */
final class Spans {

    private Spans() {}

    /** Such as "1 day" or "2 days 6 hours". */
    static String inWords(Duration span) {
        var minutes = rounded(span);
        var words = new ArrayList<String>();
        add(words, minutes.toDays(), "day");
        add(words, minutes.toHoursPart(), "hour");
        add(words, minutes.toMinutesPart(), "minute");
        return words.isEmpty() ? "a moment" : String.join(" ", words);
    }

    /** Such as "1 and 3 days" or "1 day, 36 hours and 10 days". */
    static String inWords(List<Duration> spans) {
        var areDays = spans.stream()
                .map(Spans::rounded)
                .allMatch(span -> Duration.ofDays(span.toDays()).equals(span) && !span.isZero());
        var words = new ArrayList<>(spans.stream()
                .map(span -> areDays ? String.valueOf(rounded(span).toDays()) : inWords(span))
                .toList());
        var last = spans.get(spans.size() - 1);
        words.set(words.size() - 1, inWords(last));
        return words.size() == 1
                ? words.get(0)
                : String.join(", ", words.subList(0, words.size() - 1)) + " and " + words.get(words.size() - 1);
    }

    private static Duration rounded(Duration span) {
        return span.isNegative() ? Duration.ZERO : span.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES);
    }

    private static void add(List<String> words, long number, String unit) {
        if (number > 0) {
            words.add(number + " " + unit + (number == 1 ? "" : "s"));
        }
    }
}
