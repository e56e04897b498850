package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.platform.Settings;
import io.ticketflow.platform.Settings.Environment;
import java.net.URI;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.security.authentication.TestingAuthenticationToken;

class MetricsAccessTests {

    @ParameterizedTest
    @CsvSource(quoteCharacter = '`', textBlock = """
                    DEVELOPMENT, ``,     ``,             ROLE_END_USER,       true
                    PRODUCTION,  ``,     ``,             ROLE_ADMIN,          false
                    PRODUCTION,  ``,     Bearer ,        ROLE_ADMIN,          false
                    PRODUCTION,  secret, Bearer secret,  ROLE_END_USER,       true
                    PRODUCTION,  secret, bearer  secret, ROLE_END_USER,       true
                    PRODUCTION,  secret, Bearer secre,   ROLE_END_USER,       false
                    PRODUCTION,  secret, Bearer secrets, ROLE_END_USER,       false
                    PRODUCTION,  secret, secret,         ROLE_END_USER,       false
                    PRODUCTION,  ``,     ``,             SCOPE_metrics:read,  true
                    PRODUCTION,  secret, ``,             SCOPE_tickets:read,  false
                    """)
    void in_production_the_token_or_the_scope_is_needed(
            Environment environment, String token, String header, String authority, boolean granted) {
        var settings = new Settings(environment, Path.of("data"), false, URI.create("http://localhost"), "Desk");
        var request = new MockHttpServletRequest();
        request.addHeader("Authorization", header);

        assertThat(new MetricsAccess(settings, TestSettings.withMetricsToken(token))
                        .isGranted(new TestingAuthenticationToken("ada", null, authority), request))
                .isEqualTo(granted);
    }
}
