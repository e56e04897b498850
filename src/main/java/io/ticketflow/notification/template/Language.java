package io.ticketflow.notification.template;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A language in which messages are written, and how it writes instants and lengths of time. */
public enum Language {
    ENGLISH(Locale.ENGLISH, "d MMM yyyy, HH:mm z", "and", "a moment", "day days hour hours minute minutes"),
    /** Lengths of time are in the dative, because they follow <i>in</i> or <i>nach</i>. */
    GERMAN(
            Locale.GERMAN,
            "d. MMMM yyyy, HH:mm 'Uhr' z",
            "und",
            "einem Augenblick",
            "Tag Tagen Stunde Stunden Minute Minuten");

    private final Locale locale;
    private final DateTimeFormatter instants;
    private final String and;
    private final String aMoment;
    /** One and several days, hours, minutes. */
    private final String units;

    Language(Locale locale, String instants, String and, String aMoment, String units) {
        this.locale = locale;
        this.instants = DateTimeFormatter.ofPattern(instants, locale);
        this.and = and;
        this.aMoment = aMoment;
        this.units = units;
    }

    /** The language in which a person is told; English for languages without words. */
    public static Language of(Locale locale) {
        return locale.getLanguage().equals(GERMAN.code()) ? GERMAN : ENGLISH;
    }

    /** The name of the folder of its templates. */
    public String code() {
        return locale.getLanguage();
    }

    Locale locale() {
        return locale;
    }

    /** Such as "30 Nov 2026, 14:05 UTC". */
    String inWords(Instant instant, ZoneId zone) {
        return instants.format(instant.atZone(zone));
    }

    /** Such as "1 day" or "2 days 6 hours", to the minute. */
    String inWords(Duration span) {
        var minutes = rounded(span);
        var words = new ArrayList<String>();
        add(words, minutes.toDays(), 0);
        add(words, minutes.toHoursPart(), 2);
        add(words, minutes.toMinutesPart(), 4);
        return words.isEmpty() ? aMoment : String.join(" ", words);
    }

    /** Such as "1 and 3 days" or "1 day, 36 hours and 10 days". */
    String inWords(List<Duration> spans) {
        var areDays = spans.stream()
                .map(Language::rounded)
                .allMatch(span -> Duration.ofDays(span.toDays()).equals(span) && !span.isZero());
        var words = new ArrayList<>(spans.stream()
                .map(span -> areDays ? String.valueOf(rounded(span).toDays()) : inWords(span))
                .toList());
        var last = words.size() - 1;
        words.set(last, inWords(spans.get(last)));
        return last == 0
                ? words.get(0)
                : "%s %s %s".formatted(String.join(", ", words.subList(0, last)), and, words.get(last));
    }

    private static Duration rounded(Duration span) {
        return span.isNegative() ? Duration.ZERO : span.plusSeconds(30).truncatedTo(ChronoUnit.MINUTES);
    }

    private void add(List<String> words, long number, int unit) {
        if (number > 0) {
            words.add(number + " " + List.of(units.split(" ")).get(number == 1 ? unit : unit + 1));
        }
    }
}
