package io.ticketflow.platform.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import com.jayway.jsonpath.JsonPath;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.Logger;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.Environment;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.ClassPathResource;
import org.springframework.mock.env.MockEnvironment;

/** Reads real log lines, written with the application's own configuration, in both formats. */
class MaskedLogTests {

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource(textBlock = """
                    text
                    json
                    """)
    void nothing_secret_comes_out(String format) throws Exception {
        var log = logger(format);
        log.info("Mail to {} failed: {}", "ada@example.org", "smtp password=geheim1");
        log.warn("Headers: {}", "{Authorization=[Bearer geheim2-geheim2]}");
        log.error(
                "Failed for tfp_geheim3 of +4915112345612",
                new IllegalStateException(
                        "POST {\"password\":\"geheim4\"}",
                        new RuntimeException("GET /x?token=geheim5 by bob@example.org")));

        assertThat(output.toString(StandardCharsets.UTF_8))
                .doesNotContain("geheim", "ada@", "bob@", "15112345612")
                .contains(
                        "a***@example.org",
                        "b***@example.org",
                        "+49*****12",
                        "IllegalStateException",
                        "MaskedLogTests.java");
    }

    @Test
    void a_line_of_json_is_still_one() throws Exception {
        logger("json").error("It said {\"password\":\"a \\\" b\"}\nand more", new IllegalStateException("no"));

        var line = output.toString(StandardCharsets.UTF_8).strip();
        assertThat(line).doesNotContain("\n");
        assertThat(JsonPath.<String>read(line, "$.message")).isEqualTo("It said {\"password\":***}\nand more");
        assertThat(JsonPath.<String>read(line, "$.error.stack_trace")).contains("\n");
    }

    /** Reads the configuration as Spring Boot does, in a logger context of its own. */
    private Logger logger(String format) throws Exception {
        var settings = settings(format);
        var context = new LoggerContext();
        context.setMDCAdapter(new LogbackMDCAdapter());
        context.putObject(Environment.class.getName(), settings);
        context.putProperty("LOG_APPENDER", settings.getRequiredProperty("ticketflow.logging.appender"));
        context.putProperty(
                "CONSOLE_LOG_STRUCTURED_FORMAT", settings.getRequiredProperty("logging.structured.format.console"));
        var configuration = new JoranConfigurator();
        configuration.setContext(context);
        configuration.doConfigure(Objects.requireNonNull(MaskedLogTests.class.getResource("/logback-spring.xml")));
        var console = (OutputStreamAppender<ILoggingEvent>)
                context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender("CONSOLE");
        console.setOutputStream(output);
        return context.getLogger(MaskedLogTests.class);
    }

    private static Environment settings(String format) throws Exception {
        var environment = new StandardEnvironment();
        environment
                .getPropertySources()
                .addFirst(new MockEnvironment()
                        .withProperty("LOG_FORMAT", format)
                        .getPropertySources()
                        .iterator()
                        .next());
        new YamlPropertySourceLoader()
                .load("application", new ClassPathResource("application.yml")).stream()
                        .limit(1)
                        .forEach(environment.getPropertySources()::addLast);
        return environment;
    }
}
