package io.ticketflow.platform.database;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.platform.CannotStartException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseUrlTests {

    @ParameterizedTest(name = "{0}")
    @CsvSource(nullValues = "-", textBlock = """
            postgresql://anna:secret@db.example:5433/tickets,            jdbc:postgresql://db.example:5433/tickets,            anna,  secret
            postgres://anna:secret@db.example/tickets?sslmode=require,   jdbc:postgresql://db.example/tickets?sslmode=require,   anna,  secret
            postgresql://a%40b:p%2Fw+%40d@localhost/tickets,             jdbc:postgresql://localhost/tickets,                    a@b,   p/w+@d
            postgresql://anna:p@ss/word@localhost/tickets,               jdbc:postgresql://localhost/tickets,                    anna,  p@ss/word
            postgresql://[::1]:5432/tickets,                             jdbc:postgresql://[::1]:5432/tickets,                   -,     -
            jdbc:postgresql://db.example/tickets?user=anna,              jdbc:postgresql://db.example/tickets?user=anna,         -,     -
            """)
    void is_understood_in_both_spellings(String url, String jdbcUrl, String username, String password) {
        assertThat(DatabaseUrl.parse("DATABASE_URL", url))
                .isEqualTo(new DatabaseUrl("DATABASE_URL", jdbcUrl, username, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"mysql://anna:secret@localhost/tickets", "localhost:5432/tickets", "postgresql://localhost"})
    void anything_else_is_refused(String url) {
        assertThatThrownBy(() -> DatabaseUrl.parse("DATABASE_URL", url))
                .isInstanceOf(CannotStartException.class)
                .hasMessageStartingWith("DATABASE_URL");
    }

    @Test
    void may_name_several_hosts() {
        assertThat(DatabaseUrl.parse("DATABASE_URL", "postgresql://anna@one:5432,two:5432/tickets")
                        .jdbcUrl())
                .isEqualTo("jdbc:postgresql://one:5432,two:5432/tickets");
    }

    @Test
    void its_password_is_never_printed() {
        assertThat(DatabaseUrl.parse("DATABASE_URL", "postgresql://anna:secret@localhost/tickets")
                        .toString())
                .doesNotContain("secret");
    }
}
