package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.bucket4j.TimeMeter;
import io.ticketflow.identity.door.SignInRoutes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.web.MockFilterChain;
import org.springframework.mock.web.MockHttpServletRequest;
import org.springframework.mock.web.MockHttpServletResponse;
import org.springframework.security.authentication.AuthenticationManager;
import org.springframework.security.authentication.BadCredentialsException;
import org.springframework.security.authentication.UsernamePasswordAuthenticationToken;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContextHolder;

class RateLimitsTests {

    private static final String HOME = "203.0.113.7";
    private static final String ELSEWHERE = "203.0.113.8";

    private static final List<CountedRoutes> ROUTES =
            List.of(new SignInRoutes().attemptsToSignIn(), CountedRoutes.requests("/engine-rest/**"));

    private final Time time = new Time();
    private final RateLimits limits =
            new RateLimits(TestSettings.withLimits(3, 2), ROUTES, new Problems(new ObjectMapper()), time);

    @AfterEach
    void nobodyIsSignedIn() {
        SecurityContextHolder.clearContext();
    }

    @Test
    void an_address_has_its_requests_again_when_its_minute_is_over() throws Exception {
        assertThat(left(get("/api/v1/tickets", HOME))).isEqualTo("200: 2 of 3, 60 s");
        time.passes(Duration.ofSeconds(20));
        assertThat(left(get("/engine-rest/task", HOME))).isEqualTo("200: 1 of 3, 40 s");
        assertThat(left(get("/api/v1/nowhere", HOME))).isEqualTo("200: 0 of 3, 40 s");
        time.passes(Duration.ofMillis(39_500));

        var refused = get("/api/v1/tickets", HOME);

        assertThat(left(refused)).isEqualTo("429: 0 of 3, 1 s");
        assertThat(refused.getHeader("Retry-After")).isEqualTo("1");
        assertThat(refused.getContentType()).isEqualTo("application/problem+json");
        assertThat(refused.getContentAsString()).contains("\"RATE_LIMITED\"", "At most 3");
        assertThat(left(get("/api/v1/tickets", ELSEWHERE))).startsWith("200: 2 of 3");

        time.passes(Duration.ofMillis(500));
        assertThat(left(get("/api/v1/tickets", HOME))).startsWith("200: 2 of 3");
    }

    @Test
    void a_person_counts_as_one_wherever_they_are_and_not_with_the_others_there() throws Exception {
        signedIn("ada");
        assertThat(left(get("/api/v1/tickets", HOME))).startsWith("200: 2 of 3");
        assertThat(left(get("/api/v1/tickets", ELSEWHERE))).startsWith("200: 1 of 3");

        signedIn("bob");
        assertThat(left(get("/api/v1/tickets", HOME))).startsWith("200: 2 of 3");

        SecurityContextHolder.clearContext();
        assertThat(left(get("/api/v1/tickets", HOME))).startsWith("200: 2 of 3");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    POST, /api/v1/auth/login,                sign-in
                    POST, /api/v1/auth/refresh,              request
                    POST, /api/v1/auth/register,             sign-in
                    POST, /api/v1/auth/verify-email,         sign-in
                    POST, /api/v1/auth/resend-verification,  sign-in
                    POST, /api/v1/auth/forgot-password,      sign-in
                    POST, /api/v1/auth/reset-password,       sign-in
                    POST, /api/v1/auth/mfa/verify,           sign-in
                    POST, /login,                            sign-in
                    POST, /forgot-password,                  sign-in
                    POST, /reset-password,                   sign-in
                    GET,  /login,                            nothing
                    GET,  /api/v1/auth/me,                   request
                    POST, /api/v1/auth/logout,               request
                    GET,  /api/v1/auth/login,                request
                    GET,  /engine-rest/engine,               request
                    GET,  /docs,                             nothing
                    GET,  /health,                           nothing
                    GET,  /camunda/app/tasklist/,            nothing
                    GET,  /pages.css,                        nothing
                    """)
    void every_route_counts_as_one_thing(String method, String path, String counted) throws Exception {
        assertThat(left(send(method, path, HOME)))
                .isEqualTo(
                        switch (counted) {
                            case "sign-in" -> "200: 1 of 2, 60 s";
                            case "request" -> "200: 2 of 3, 60 s";
                            default -> "200: null of null, null s";
                        });
    }

    @Test
    void sign_ins_count_by_address_with_every_session() throws Exception {
        send("POST", "/api/v1/auth/login", HOME);
        signedIn("ada");
        send("POST", "/login", HOME);

        assertThat(left(send("POST", "/api/v1/auth/register", HOME))).startsWith("429: 0 of 2");
        assertThat(left(get("/api/v1/tickets", HOME))).startsWith("200: 2 of 3");
        assertThat(left(send("POST", "/api/v1/auth/login", ELSEWHERE))).startsWith("200: 1 of 2");
    }

    @Test
    void after_too_many_wrong_passwords_none_is_looked_at() throws Exception {
        var looks = new AtomicInteger();
        AuthenticationManager passwords = attempt -> {
            looks.incrementAndGet();
            throw new BadCredentialsException("wrong");
        };

        assertThat(left(withPassword(passwords))).isEqualTo("401: 2 of 3, 60 s");
        assertThat(left(withPassword(passwords))).isEqualTo("401: 1 of 3, 60 s");
        assertThat(left(withPassword(passwords))).isEqualTo("429: 0 of 2, 60 s");
        assertThat(looks).hasValue(2);
        assertThat(left(send("POST", "/login", HOME))).startsWith("429");

        time.passes(Duration.ofMinutes(1));
        assertThat(left(withPassword(passwords))).startsWith("401");
        assertThat(looks).hasValue(3);
    }

    @Test
    void a_right_password_uses_nothing_up() {
        for (var i = 0; i < 10; i++) {
            assertThat(limits.attempt(HOME, () -> "right")).isEqualTo("right");
        }
    }

    @Test
    void whose_attempts_are_used_up_is_refused_unseen() throws Exception {
        send("POST", "/login", HOME);
        send("POST", "/login", HOME);

        assertThatThrownBy(() -> limits.attempt(HOME, () -> "right")).isInstanceOf(AuthenticationException.class);
        assertThat(limits.attempt(ELSEWHERE, () -> "right")).isEqualTo("right");
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
                    203.0.113.7,                203.0.113.7
                    2001:db8:1:2:3:4:5:6,       2001:db8:1:2:0:0:0:0/64
                    2001:db8:1:2::1,            2001:db8:1:2:0:0:0:0/64
                    ::1,                        0:0:0:0:0:0:0:0/64
                    ::ffff:203.0.113.7,         203.0.113.7
                    unknown,                    unknown
                    a:b,                        a:b
                    """)
    void an_ipv6_client_is_its_whole_network(String address, String client) {
        assertThat(ClientNetwork.of(address)).isEqualTo(client);
    }

    private MockHttpServletResponse get(String path, String address) throws Exception {
        return send("GET", path, address);
    }

    private MockHttpServletResponse send(String method, String path, String address) throws Exception {
        var response = new MockHttpServletResponse();
        limits.filter().doFilter(request(method, path, address), response, new MockFilterChain());
        return response;
    }

    /** Checks a password in the same order as Spring's filter for Basic authentication. */
    private MockHttpServletResponse withPassword(AuthenticationManager passwords) throws Exception {
        var request = request("GET", "/engine-rest/task", HOME);
        request.addHeader("Authorization", "Basic YWRhOndyb25n");
        var response = new MockHttpServletResponse();
        try {
            limits.attempt(
                    HOME,
                    () -> passwords.authenticate(UsernamePasswordAuthenticationToken.unauthenticated("ada", "wrong")));
        } catch (AuthenticationException refused) {
            limits.counting((req, res, e) -> res.setStatus(401)).commence(request, response, refused);
        }
        return response;
    }

    private static MockHttpServletRequest request(String method, String path, String address) {
        var request = new MockHttpServletRequest(method, path);
        request.setRemoteAddr(address);
        return request;
    }

    private static void signedIn(String name) {
        SecurityContextHolder.getContext()
                .setAuthentication(UsernamePasswordAuthenticationToken.authenticated(name, null, List.of()));
    }

    private static String left(MockHttpServletResponse response) {
        return "%d: %s of %s, %s s"
                .formatted(
                        response.getStatus(),
                        response.getHeader("RateLimit-Remaining"),
                        response.getHeader("RateLimit-Limit"),
                        response.getHeader("RateLimit-Reset"));
    }

    /** A clock that stands still until a test moves it. */
    private static final class Time implements TimeMeter {

        private long nanos = 1_000_000_000_000L;

        void passes(Duration duration) {
            nanos += duration.toNanos();
        }

        @Override
        public long currentTimeNanos() {
            return nanos;
        }

        @Override
        public boolean isWallClockBased() {
            return false;
        }
    }
}
