package io.ticketflow.portal;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.ticket.Action;
import io.ticketflow.ticket.Category;
import io.ticketflow.ticket.Priority;
import io.ticketflow.ticket.ResolutionCode;
import io.ticketflow.ticket.TicketStatus;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Objects;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every page has all of its words in every language. */
class WordsTests {

    private static final Path PAGES = Path.of("src", "main", "resources", "portal");
    private static final Pattern KEY = Pattern.compile("#\\{([a-z][\\w.]*)");
    private static final Pattern PLACE = Pattern.compile("\\{\\d}");

    private static Properties words(String file) throws IOException {
        var words = new Properties();
        try (var stream = Objects.requireNonNull(WordsTests.class.getResourceAsStream("/portal/" + file));
                var text = new InputStreamReader(stream, StandardCharsets.UTF_8)) {
            words.load(text);
        }
        return words;
    }

    @Test
    void both_languages_have_the_same_keys_with_the_same_places() throws IOException {
        var english = words("words.properties");
        var german = words("words_de.properties");

        assertThat(german.stringPropertyNames()).isEqualTo(english.stringPropertyNames());
        assertThat(english.stringPropertyNames()).allSatisfy(key -> assertThat(places(german.getProperty(key)))
                .as(key)
                .isEqualTo(places(english.getProperty(key))));
    }

    private static Set<String> places(String text) {
        return PLACE.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
    }

    @Test
    void every_key_of_a_page_has_words() throws IOException {
        var used = new TreeSet<String>();
        try (var files = Files.walk(PAGES)) {
            for (var page :
                    files.filter(file -> file.toString().endsWith(".html")).toList()) {
                KEY.matcher(Files.readString(page)).results().forEach(found -> used.add(found.group(1)));
            }
        }

        assertThat(used).isNotEmpty();
        assertThat(words("words.properties").stringPropertyNames()).containsAll(used);
    }

    @Test
    void every_value_that_a_page_shows_has_words() throws IOException {
        var shown = Stream.of(
                        keys("status.", TicketStatus.values()),
                        keys("priority.", Priority.values()),
                        keys("category.", Category.values()),
                        keys("resolutionCode.", ResolutionCode.values()),
                        keys("action.", Action.values()))
                .flatMap(keys -> keys)
                .toList();

        assertThat(words("words.properties").stringPropertyNames()).containsAll(shown);
    }

    private static Stream<String> keys(String prefix, Enum<?>[] values) {
        return Arrays.stream(values).map(value -> prefix + value.name());
    }
}
