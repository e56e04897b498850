package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import jakarta.servlet.FilterChain;
import org.junit.jupiter.api.Test;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;

class RequestsAtOnceTests {

    private static final String HOME = "203.0.113.7";

    private final RequestsAtOnce filter =
            new RequestsAtOnce(TestSettings.withRequestsAtOnce(2), new Problems(new ObjectMapper()));

    private MockHttpServletResponse send(String address, FilterChain chain) throws Exception {
        var request = new MockHttpServletRequest("GET", "/api/v1/tickets");
        request.setRemoteAddr(address);
        var response = new MockHttpServletResponse();
        filter.doFilter(request, response, chain);
        return response;
    }

    private int statusOfOneMore(String address) throws Exception {
        return send(address, new MockFilterChain()).getStatus();
    }

    /** A request that is sent while another is being answered counts as simultaneous with it. */
    @Test
    void an_address_has_so_many_at_once_and_others_theirs() throws Exception {
        send(
                HOME,
                (first, answer) -> during(() -> {
                    assertThat(statusOfOneMore(HOME)).isEqualTo(200);
                    send(
                            HOME,
                            (second, another) -> during(() -> {
                                var refused = send(HOME, new MockFilterChain());

                                assertThat(refused.getStatus()).isEqualTo(429);
                                assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
                                assertThat(refused.getContentAsString()).contains("TOO_MANY_AT_ONCE");
                                assertThat(statusOfOneMore("203.0.113.8")).isEqualTo(200);
                            }));
                    assertThat(statusOfOneMore(HOME)).isEqualTo(200);
                }));
    }

    private interface Step {
        void run() throws Exception;
    }

    private static void during(Step step) {
        try {
            step.run();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
