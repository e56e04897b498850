package io.ticketflow.platform.web;

import static org.assertj.core.api.Assertions.assertThat;

import io.ticketflow.RouteRow;
import io.ticketflow.TicketflowTest;
import io.ticketflow.identity.PeopleWithPasswords;
import io.ticketflow.identity.Person;
import io.ticketflow.identity.Role;
import java.io.IOException;
import java.net.Socket;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** A request may name any host; no answer repeats it. */
@TicketflowTest
class StrangeHostTests {

    private static final String STRANGE = "strange.example";
    private static final Pattern LOCATION = Pattern.compile("(?im)^location: (\\S*)");
    private static final Pattern COOKIE = Pattern.compile("(?im)^set-cookie: ([^=]+)=([^;\\r\\n]*)");
    private static final Pattern CSRF = Pattern.compile("name=\"_csrf\" value=\"([^\"]+)\"");

    @Autowired
    private PeopleWithPasswords people;

    @LocalServerPort
    private int port;

    private final Map<String, String> cookies = new LinkedHashMap<>();

    static Stream<String> pages() {
        return Stream.concat(
                        RouteRow.all()
                                .filter(row -> row.method().equals("GET"))
                                .map(RouteRow::path)
                                .filter(path -> !path.contains("{")),
                        Stream.of(
                                "/docs/",
                                "/swagger-ui",
                                "/swagger-ui/",
                                "/swagger-ui/index.html",
                                "/swagger-ui/swagger-initializer.js",
                                "/v3/api-docs/swagger-config",
                                "/login/",
                                "/camunda",
                                "/camunda/",
                                "/camunda/app",
                                "/camunda/app/tasklist",
                                "/camunda/app/tasklist/default/",
                                "/camunda/lib",
                                "/engine-rest",
                                "/engine-rest/",
                                "/error",
                                "/nothing"))
                .distinct();
    }

    @ParameterizedTest
    @MethodSource("pages")
    void no_page_names_the_host_that_was_asked_for(String path) throws IOException {
        assertNamesNoHost(send("GET", path, ""));
    }

    @Test
    void signing_in_and_out_leads_to_paths() throws IOException {
        assertThat(location(send("GET", "/camunda/app/tasklist/?filter=x", ""))).isEqualTo("/login");
        var manager = people.someone(Role.MANAGER);
        assertThat(location(signIn(manager, "wrong password"))).isEqualTo("/login?error");
        var page = location(signIn(manager, PeopleWithPasswords.PASSWORD));
        assertThat(page).startsWith("/camunda/app/tasklist/?filter=x");
        assertNamesNoHost(send("GET", page, ""));
        for (var further : Stream.of("/camunda", "/camunda/", "/camunda/app/", "/camunda/app/cockpit", "/")
                .toList()) {
            assertNamesNoHost(send("GET", further, ""));
        }
        assertThat(location(send("POST", "/logout", "_csrf=" + formToken("/")))).isEqualTo("/login?logout");
    }

    private String signIn(Person person, String password) throws IOException {
        var form = Map.of("username", person.handle(), "password", password).entrySet().stream()
                .map(field -> field.getKey() + "=" + URLEncoder.encode(field.getValue(), StandardCharsets.UTF_8))
                .collect(Collectors.joining("&"));
        return send("POST", "/login", form + "&_csrf=" + formToken("/login"));
    }

    private String formToken(String page) throws IOException {
        var form = CSRF.matcher(send("GET", page, ""));
        assertThat(form.find()).isTrue();
        return URLEncoder.encode(form.group(1), StandardCharsets.UTF_8);
    }

    private static void assertNamesNoHost(String answer) {
        assertThat(answer).doesNotContain(STRANGE);
        var location = LOCATION.matcher(answer);
        if (location.find()) {
            assertThat(location.group(1)).matches("/[^/].*|/");
        }
    }

    private static String location(String answer) {
        assertNamesNoHost(answer);
        var location = LOCATION.matcher(answer);
        assertThat(location.find()).as(answer).isTrue();
        return location.group(1);
    }

    /** Sends raw bytes, because an HTTP client would set the true host. */
    private String send(String method, String path, String form) throws IOException {
        try (var socket = new Socket("localhost", port)) {
            socket.setSoTimeout(20_000);
            var kept = cookies.entrySet().stream()
                    .map(cookie -> cookie.getKey() + "=" + cookie.getValue())
                    .collect(Collectors.joining("; "));
            socket.getOutputStream()
                    .write(("%s %s HTTP/1.1\r\nHost: %s\r\nConnection: close\r\nAccept: text/html\r\n"
                                    + "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: %d\r\nCookie: %s\r\n\r\n%s")
                            .formatted(method, path, STRANGE, form.length(), kept, form)
                            .getBytes(StandardCharsets.US_ASCII));
            var answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            COOKIE.matcher(answer).results().forEach(cookie -> cookies.put(cookie.group(1), cookie.group(2)));
            return answer;
        }
    }
}
