package io.ticketflow.ticket.search;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.ticketflow.TicketflowTest;
import java.sql.SQLException;
import java.text.Normalizer;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

/** The database decides what a word is, by Unicode alone. */
@TicketflowTest
class SearchWordsTests {

    private static final int AT_ONCE = 1_000;
    /** All that makes words of texts and searches, each after those that it uses. */
    private static final List<String> FUNCTIONS =
            List.of("folded", "plain_words", "with_rests", "words_of", "wanted_words", "searched", "sought");

    private static final int LAST = 0x1FFFF;

    @Autowired
    private JdbcTemplate jdbc;

    @Autowired
    private DataSource source;

    private static String words(JdbcTemplate jdbc, String text) {
        return Objects.requireNonNull(jdbc.queryForObject("select plain_words(?)", String.class, text));
    }

    /** Characters that normalization keeps; without accents, which words do not have. */
    private static List<Integer> characters(int first) {
        return IntStream.range(first, first + AT_ONCE)
                .filter(character -> character > 0
                        && !(character >= 0x300 && character <= 0x36F)
                        && Character.isDefined(character)
                        && Character.getType(character) != Character.SURROGATE
                        && Normalizer.isNormalized("x" + Character.toString(character) + "x", Normalizer.Form.NFKC))
                .boxed()
                .toList();
    }

    @Test
    void java_and_the_database_agree_on_what_belongs_to_a_word() {
        for (var first = 0; first <= LAST; first += AT_ONCE) {
            var characters = characters(first);
            if (characters.isEmpty()) {
                continue;
            }
            var text =
                    characters.stream().map(Character::toString).collect(Collectors.joining("x qq x", "qq x", "x qq"));

            var words = words(jdbc, text).split(" ?qq ?", -1);

            assertThat(words).hasSize(characters.size() + 2);
            for (var i = 0; i < characters.size(); i++) {
                // A sign leaves the two letters beside it.
                assertThat(!words[i + 1].equals("x x"))
                        .as("%x", characters.get(i))
                        .isEqualTo(SearchText.belongsToAWord(characters.get(i)));
            }
        }
    }

    @Test
    void upper_and_lower_case_are_the_same_word() {
        for (var first = 0; first <= LAST; first += AT_ONCE) {
            for (var character : characters(first)) {
                var upper = Character.toString(Character.toUpperCase(character));
                var lower = Character.toString(Character.toLowerCase(character));
                if (!upper.equals(lower) && SearchText.belongsToAWord(character)) {
                    assertThat(words(jdbc, lower)).as("%x", character).isEqualTo(words(jdbc, upper));
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "locale 'C'",
                "locale_provider builtin builtin_locale 'C' locale 'C'",
                "locale_provider icu icu_locale 'tr-TR' locale 'C'",
                "locale_provider icu icu_locale 'de-DE' locale 'C'"
            })
    void words_are_the_same_in_every_database(String locale) throws SQLException {
        var database = source.unwrap(HikariDataSource.class);
        // Without a transaction, in which no database can be created.
        var server = new JdbcTemplate(of(database, database.getJdbcUrl()));
        server.execute("drop database if exists words");
        server.execute("create database words template template0 encoding 'UTF8' " + locale);
        try {
            var other = of(database, database.getJdbcUrl().replaceFirst("/[^/?]+(\\?|$)", "/words$1"));
            var there = new JdbcTemplate(other);
            for (var function : FUNCTIONS) {
                there.execute(Objects.requireNonNull(
                        jdbc.queryForObject("select pg_get_functiondef(?::regproc)", String.class, function)));
            }
            for (var text : List.of(
                    "ISPARTA ıİ Größe GRÖẞE ΟΔΟΣ ς Ёлка ёлка",
                    "日本語入力、Foo.java:42 v7.24.0 ¿é?",
                    "Հայ ԱՐԵՎ ქართული ᲥᲐ Ꭰꭰ 𐐀𐐨")) {
                assertThat(words(there, text)).isEqualTo(words(jdbc, text));
                for (var sql : List.of(
                        "select words_of(?)::text", "select searched(?, true)::text", "select sought(?, true)")) {
                    assertThat(there.queryForObject(sql, String.class, text))
                            .isEqualTo(jdbc.queryForObject(sql, String.class, text));
                }
            }
        } finally {
            server.execute("drop database if exists words with (force)");
        }
    }

    private static DataSource of(HikariDataSource same, String url) {
        return new DriverManagerDataSource(url, same.getUsername(), same.getPassword());
    }
}
