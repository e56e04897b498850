package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ticketflow.platform.CannotStartException;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.web.MockHttpServletRequest;

class TrustedProxiesTests {

    private static final TrustedProxies PROXIES = TrustedProxies.parse("10.0.0.0/8, 192.0.2.1,2001:db8:1::/48");

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    10.1.2.3      | 203.0.113.7                      | 203.0.113.7
                    192.0.2.1     | 203.0.113.7                      | 203.0.113.7
                    2001:db8:1::9 | 2001:db8:2::1                    | 2001:db8:2:0:0:0:0:1
                    10.1.2.3      | 198.51.100.1, 203.0.113.7        | 203.0.113.7
                    10.1.2.3      | 203.0.113.7, 10.9.9.9, 192.0.2.1 | 203.0.113.7
                    10.1.2.3      | 10.4.4.4, 10.5.5.5               | 10.4.4.4
                    10.1.2.3      | 203.0.113.7:4711                 | 203.0.113.7
                    10.1.2.3      | [2001:db8:2::1]:4711             | 2001:db8:2:0:0:0:0:1
                    10.1.2.3      | 203.0.113.7, unknown             | 10.1.2.3
                    10.1.2.3      | 203.0.113.7, nonsense, 10.5.5.5  | 10.5.5.5
                    10.1.2.3      | 203.0.113.777                    | 10.1.2.3
                    10.1.2.3      | localhost                        | 10.1.2.3
                    10.1.2.3      | 203.0.113.7,                     | 203.0.113.7
                    10.1.2.3      | fe80::1%eth0                     | 10.1.2.3
                    10.1.2.3      |                                  | 10.1.2.3
                    203.0.113.9   | 198.51.100.1                     | 203.0.113.9
                    192.0.2.2     | 198.51.100.1                     | 192.0.2.2
                    """)
    void the_client_is_the_last_address_that_is_no_proxy_of_ours(String peer, @Nullable String said, String client) {
        assertThat(seen(peer, "X-Forwarded-For", said == null ? "" : said).getRemoteAddr())
                .isEqualTo(client);
    }

    @Test
    void several_headers_are_one_list() {
        assertThat(PROXIES.clientBehind("10.1.2.3", List.of("198.51.100.1", "203.0.113.7, 10.2.2.2")))
                .isEqualTo("203.0.113.7");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    https        |                  |      | https://ticketflow:8080/x
                    http         |                  |      | http://ticketflow:8080/x
                    https        | desk.example.org |      | https://desk.example.org/x
                    http         | desk.example.org |      | http://desk.example.org/x
                    https        | desk.example.org | 8443 | https://desk.example.org:8443/x
                    https        | desk.example:444 |      | https://desk.example:444/x
                    https        | [2001:db8::1]:44 | 443  | https://[2001:db8::1]/x
                    http, https  | a, b             |      | https://b/x
                    javascript   |                  |      | http://ticketflow:8080/x
                    https        | evil/path        |      | https://ticketflow:8080/x
                    https        | desk.example.org | 0    | https://desk.example.org/x
                    https        | desk.example.org | 99999| https://desk.example.org/x
                    https        | desk.example.org | x    | https://desk.example.org/x
                    """)
    void a_trusted_proxy_says_what_was_asked_for(
            String proto, @Nullable String host, @Nullable String port, String url) {
        var request = seen("10.1.2.3", "X-Forwarded-Proto", proto, "X-Forwarded-Host", host, "X-Forwarded-Port", port);

        assertThat(request.getRequestURL()).hasToString(url);
        assertThat(request.isSecure()).isEqualTo(url.startsWith("https"));
    }

    @Test
    void nobody_else_says_anything_and_no_library_sees_that_they_tried() {
        var request = seen(
                "203.0.113.9",
                "X-Forwarded-For",
                "198.51.100.1",
                "X-Forwarded-Proto",
                "https",
                "x-forwarded-host",
                "evil.example",
                "X-Forwarded-Port",
                "444",
                "X-Forwarded-Prefix",
                "/evil",
                "Forwarded",
                "for=198.51.100.1;proto=https",
                "Accept",
                "text/html");

        assertThat(request.getRemoteAddr()).isEqualTo("203.0.113.9");
        assertThat(request.getRequestURL()).hasToString("http://ticketflow:8080/x");
        assertThat(request.isSecure()).isFalse();
        assertThat(Collections.list(request.getHeaderNames())).containsExactlyInAnyOrder("Host", "Accept");
        assertThat(request.getHeader("Forwarded")).isNull();
        assertThat(request.getHeader("X-FORWARDED-FOR")).isNull();
        assertThat(request.getHeaders("X-Forwarded-Prefix").hasMoreElements()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "10.0.0.0/33",
                "10.0.0/8",
                "proxy",
                "10.0.0.0/x",
                "10.0.0.0/-1",
                "::1/129",
                "10.0.0.0/8/8",
                "300.1.1.1"
            })
    void what_is_no_network_keeps_it_from_starting(String entry) {
        assertThatThrownBy(() -> TrustedProxies.parse("127.0.0.1," + entry))
                .isInstanceOf(CannotStartException.class)
                .hasMessage("TRUSTED_PROXIES: '%s' is neither an address nor a network such as 10.0.0.0/8", entry);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", ","})
    void by_default_nobody_is_trusted(String setting) {
        assertThat(TrustedProxies.parse(setting).trusts("127.0.0.1")).isFalse();
    }

    private static ForwardedRequest seen(String peer, @Nullable String... headers) {
        var request = new MockHttpServletRequest("GET", "/x");
        request.setRemoteAddr(peer);
        request.setServerName("ticketflow");
        request.setServerPort(8080);
        request.addHeader("Host", "ticketflow:8080");
        for (var i = 0; i < headers.length; i += 2) {
            var value = headers[i + 1];
            if (value != null) {
                request.addHeader(String.valueOf(headers[i]), value);
            }
        }
        return ForwardedRequest.of(request, PROXIES);
    }
}
