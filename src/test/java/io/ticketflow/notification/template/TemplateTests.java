package io.ticketflow.notification.template;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.notification.Event;
import io.ticketflow.notification.template.TemplateName.Format;
import io.ticketflow.notification.template.Words.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The application's own templates. */
class TemplateTests {

    private static final Path FOLDER = Path.of("src/main/resources/templates");
    private static final Pattern LEFT_OVER = Pattern.compile("\\bth:|\\$\\{|\\[[(#/]|\\)]|null|[\uFDD0\uFDD1]");
    private static final String HOSTILE = "<script>alert('x')</script> & \"<!channel>\" [(${number})] ${number} [[x]]";
    private static final Around AROUND =
            new Around("TKT-1042", "https://help.example.org/t/TKT-1042", "https://help.example.org/off?token=x");

    private final Templates ours = TestTemplates.OURS;

    @Test
    void every_message_has_a_subject_and_words_in_every_language_and_no_file_is_in_vain() throws IOException {
        var needed = new TreeSet<String>();
        for (var language : Language.values()) {
            for (var message : Message.values()) {
                needed.add(new TemplateName(language, message, Format.SUBJECT).toString());
                needed.add(new TemplateName(language, message, Format.TXT).toString());
            }
            Stream.of(Format.TXT, Format.HTML, Format.SMS, Format.SLACK)
                    .forEach(format ->
                            needed.add(TemplateName.layout(language, format).toString()));
        }

        assertThat(files()).containsAll(needed).allMatch(file -> TemplateName.of(file)
                .isPresent());
    }

    @Test
    void the_name_of_a_message_begins_with_its_event() {
        var events = Arrays.stream(Event.values()).map(Enum::name).toList();

        assertThat(Message.values())
                .allMatch(message -> message == Message.DIGEST
                        || message == Message.REPORT
                        || message.name().startsWith("ACCOUNT_")
                        || events.stream().anyMatch(event -> message.name().startsWith(event)));
        assertThat(events).allMatch(event -> Arrays.stream(Message.values())
                .anyMatch(message -> message.name().startsWith(event)));
    }

    @ParameterizedTest
    @MethodSource("files")
    void a_file_is_written_as_an_operators_must_be(String file) throws IOException {
        var name = TemplateName.of(file).orElseThrow();

        assertThat(TemplateChecks.problemOf(name, Files.readString(FOLDER.resolve(file))))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Message.class)
    void a_message_says_something_in_every_way_and_leaves_no_expression(Message message) {
        for (var language : Language.values()) {
            for (var facts : Examples.of(message)) {
                var words = ours.words(message, facts, language, ZoneOffset.UTC);

                assertThat(words.subject()).isNotBlank();
                assertThat(words.text()).isEqualTo(words.text().strip()).doesNotContain("\n\n\n", " \n", "  ");
                for (var shown : List.of(
                        words.subject(),
                        words.text(),
                        ours.text(words, language, AROUND),
                        ours.html(message, facts, words, language, ZoneOffset.UTC, AROUND),
                        ours.sms(message, facts, words, language, ZoneOffset.UTC, AROUND),
                        ours.slack(message, facts, words, language, ZoneOffset.UTC, AROUND))) {
                    assertThat(LEFT_OVER.matcher(shown).results().map(found -> found.group()))
                            .as(shown)
                            .isEmpty();
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Message.class)
    void german_differs_from_english(Message message) {
        var facts = Examples.whole(message);
        var english = ours.words(message, facts, Language.ENGLISH, ZoneOffset.UTC);
        var german = ours.words(message, facts, Language.GERMAN, ZoneOffset.UTC);

        assertThat(english.text()).isNotBlank();
        if (message != Message.NOTICE) {
            // The words of a process owner are in one language.
            assertThat(german.subject()).isNotEqualTo(english.subject());
        }
        assertThat(german.blocks()).hasSameSizeAs(english.blocks());
    }

    @Test
    void both_layouts_of_a_page_are_built_alike() throws IOException {
        assertThat(tags("de/layout.html")).isEqualTo(tags("en/layout.html"));
    }

    private static List<String> tags(String file) throws IOException {
        return Pattern.compile("<[^>]*>")
                .matcher(Files.readString(FOLDER.resolve(file)).replace("lang=\"de\"", "lang=\"en\""))
                .results()
                .map(found -> found.group())
                .toList();
    }

    @Test
    void a_deadline_is_told_in_the_language_and_zone_of_the_reader() {
        var facts = Facts.none().instant(Fact.DUE, Instant.parse("2026-11-30T14:05:00Z"));

        assertThat(ours.words(Message.TICKET_CREATED, facts, Language.GERMAN, ZoneId.of("Europe/Berlin"))
                        .text())
                .contains("bis 30. November 2026, 15:05 Uhr MEZ");
        assertThat(ours.words(Message.TICKET_CREATED, facts, Language.ENGLISH, ZoneId.of("Europe/Berlin"))
                        .text())
                .contains("by 30 Nov 2026, 15:05 CET");
    }

    @ParameterizedTest
    @ValueSource(strings = {"no", "false", "off", "0"})
    void a_person_whose_name_or_text_is_a_word_for_no_is_not_taken_for_missing(String text) {
        var facts = Facts.none().text(Fact.BY, text).said(Fact.SAID, text, text);

        assertThat(ours.words(Message.TICKET_REOPENED_WATCHER, facts, Language.ENGLISH, ZoneOffset.UTC)
                        .text())
                .isEqualTo("The solution was rejected. %s: %s".formatted(text, text));
    }

    @Test
    void empty_lines_and_our_own_signs_in_a_text_stay_a_part_of_it() {
        var facts = Facts.none().said(Fact.SAID, "Uma", "one\n\n\ntwo \uFDD00\uFDD1 $1 \\ three");

        var words = ours.words(Message.COMMENT_ADDED, facts, Language.ENGLISH, ZoneOffset.UTC);

        assertThat(words.blocks()).extracting(Words.Block::kind).containsExactly(Kind.WORDS, Kind.QUOTE);
        assertThat(words.blocks().get(1).lines()).startsWith("one", "", "", "two \uFDD00\uFDD1 $1 \\ three");
    }

    @ParameterizedTest
    @EnumSource(Message.class)
    void no_text_of_a_person_becomes_a_part_of_the_page_or_calls_a_channel(Message message) {
        var facts = Facts.none();
        for (var fact : message.facts()) {
            facts = switch (fact.kind()) {
                case TEXT -> facts.text(fact, HOSTILE);
                case SAID -> facts.said(fact, HOSTILE, HOSTILE + "\n\n" + HOSTILE);
                case LINK -> facts.text(fact, "https://help.example.org/go?a=1&b=\"><script>x</script>");
                default -> facts.and(Examples.only(fact));
            };
        }
        for (var language : Language.values()) {
            var words = ours.words(message, facts, language, ZoneOffset.UTC);

            assertThat(ours.html(message, facts, words, language, ZoneOffset.UTC, AROUND))
                    .doesNotContain("<script", "alert('x')");
            assertThat(ours.slack(message, facts, words, language, ZoneOffset.UTC, AROUND))
                    .doesNotContain("<!", "<script");
        }
    }

    @Test
    void facts_are_kept_without_a_language_and_read_again() {
        for (var message : Message.values()) {
            Examples.of(message)
                    .forEach(facts -> assertThat(Facts.ofJson(facts.toJson())).isEqualTo(facts));
        }
        assertThat(Facts.ofJson("{\"ofAnotherVersion\": 1}")).isEqualTo(Facts.none());
    }

    static List<String> files() throws IOException {
        try (var files = Files.walk(FOLDER)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> FOLDER.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
