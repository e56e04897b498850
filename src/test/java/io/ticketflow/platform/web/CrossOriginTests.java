package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.platform.CannotStartException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CrossOriginTests {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    *                               | CORS_ORIGINS: name the origins, * would let every page in
                    https://app.example.org, *      | CORS_ORIGINS: name the origins, * would let every page in
                    https://app.example.org/        | CORS_ORIGINS: 'https://app.example.org/' is no origin such as https://app.example.org
                    app.example.org                 | CORS_ORIGINS: 'app.example.org' is no origin such as https://app.example.org
                    https://*.example.org           | CORS_ORIGINS: 'https://*.example.org' is no origin such as https://app.example.org
                    null                            | CORS_ORIGINS: 'null' is no origin such as https://app.example.org
                    """)
    void what_is_no_origin_keeps_it_from_starting(String setting, String reason) {
        assertThatThrownBy(() -> new CrossOrigin(TestSettings.withOrigins(setting)))
                .isInstanceOf(CannotStartException.class)
                .hasMessage(reason);
    }
}
