package io.ticketflow.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.sentry.Sentry;
import io.ticketflow.platform.CannotStartException;
import io.ticketflow.platform.Settings;
import io.ticketflow.platform.Settings.Environment;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

class ErrorReportsTests {

    private static final Settings SETTINGS = new Settings(
            Environment.PRODUCTION, Path.of("data"), false, URI.create("https://desk.example.org"), "Desk");

    private final List<String> received = new CopyOnWriteArrayList<>();

    @Test
    void an_error_is_sent_without_what_must_not_leave() throws IOException {
        var sentry = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        sentry.createContext("/", exchange -> {
            try (var body = new GZIPInputStream(exchange.getRequestBody())) {
                received.add(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        sentry.start();
        var reports = new ErrorReports(
                "http://key@localhost:%d/1".formatted(sentry.getAddress().getPort()), SETTINGS);
        try {
            var log = LoggerFactory.getLogger(ErrorReportsTests.class);
            MDC.put("requestId", "request-1");
            log.info("Said before by {}", "eve@example.org");
            log.error(
                    "No mail to {}: {}",
                    "ada@example.org",
                    "password=geheim1",
                    new IllegalStateException("GET /x?token=geheim2", new RuntimeException("bob@example.org")));
        } finally {
            MDC.clear();
            reports.destroy();
            sentry.stop(0);
        }

        assertThat(Sentry.isEnabled()).isFalse();
        assertThat(String.join("\n", received))
                .contains("a***@example.org", "b***@example.org", "IllegalStateException", "production", "request-1")
                .doesNotContain("geheim", "ada@", "bob@", "eve@", "server_name", "breadcrumbs\":[{");
    }

    @Test
    void without_a_dsn_there_is_no_sentry() {
        new ErrorReports("", SETTINGS).destroy();

        assertThat(Sentry.isEnabled()).isFalse();
    }

    @Test
    void a_dsn_that_is_none_keeps_it_from_starting() {
        assertThatThrownBy(() -> new ErrorReports("nonsense", SETTINGS))
                .isInstanceOf(CannotStartException.class)
                .hasMessage("SENTRY_DSN is not the DSN of a Sentry project");
    }
}
