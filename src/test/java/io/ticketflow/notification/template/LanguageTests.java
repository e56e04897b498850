package io.ticketflow.notification.template;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LanguageTests {

    @ParameterizedTest
    @CsvSource({"en, ENGLISH", "en-GB, ENGLISH", "de, GERMAN", "de-AT, GERMAN", "fr, ENGLISH", "und, ENGLISH"})
    void people_are_told_in_their_language_if_we_speak_it(String tag, Language language) {
        assertThat(Language.of(Locale.forLanguageTag(tag))).isEqualTo(language);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ENGLISH | UTC            | 2026-11-30T14:05:00Z | 30 Nov 2026, 14:05 UTC
            ENGLISH | Europe/Berlin  | 2026-11-30T14:05:00Z | 30 Nov 2026, 15:05 CET
            ENGLISH | America/Denver | 2026-07-01T14:05:00Z | 1 Jul 2026, 08:05 MDT
            GERMAN  | Europe/Berlin  | 2026-11-30T14:05:00Z | 30. November 2026, 15:05 Uhr MEZ
            GERMAN  | Europe/Berlin  | 2026-07-01T14:05:00Z | 1. Juli 2026, 16:05 Uhr MESZ
            GERMAN  | UTC            | 2026-03-01T14:05:00Z | 1. März 2026, 14:05 Uhr UTC
            """)
    void an_instant_is_written_as_people_of_the_language_do_and_names_its_zone(
            Language language, String zone, Instant instant, String words) {
        assertThat(language.inWords(instant, ZoneId.of(zone))).isEqualTo(words);
    }

    @ParameterizedTest
    @CsvSource({
        "P1D, 1 day, 1 Tag",
        "P1DT6H, 1 day 6 hours, 1 Tag 6 Stunden",
        "P2DT6H, 2 days 6 hours, 2 Tagen 6 Stunden",
        "PT1H1M, 1 hour 1 minute, 1 Stunde 1 Minute",
        "PT23H59M59.9S, 1 day, 1 Tag",
        "PT20S, a moment, einem Augenblick",
        "-PT1H, a moment, einem Augenblick"
    })
    void a_span_is_told_to_the_minute(Duration span, String english, String german) {
        assertThat(Language.ENGLISH.inWords(span)).isEqualTo(english);
        assertThat(Language.GERMAN.inWords(span)).isEqualTo(german);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            P1D          | 1 day                        | 1 Tag
            P1D P3D      | 1 and 3 days                 | 1 und 3 Tagen
            P1D P2D P9D  | 1, 2 and 9 days              | 1, 2 und 9 Tagen
            PT12H P2D    | 12 hours and 2 days          | 12 Stunden und 2 Tagen
            """)
    void spans_are_told_together(String spans, String english, String german) {
        var durations = Arrays.stream(spans.split(" ")).map(Duration::parse).toList();

        assertThat(Language.ENGLISH.inWords(durations)).isEqualTo(english);
        assertThat(Language.GERMAN.inWords(durations)).isEqualTo(german);
    }
}
