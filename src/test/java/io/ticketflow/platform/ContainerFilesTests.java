package io.ticketflow.platform;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** Checks that Dockerfile and docker-compose.yml fit the application and each other. {@code .ci/image-check} runs what the image starts. */
class ContainerFilesTests {

    /** The heap in MiB with which the application keeps its promises. */
    private static final int NEEDED_HEAP = 512;

    private final String dockerfile = read("Dockerfile");
    private final String composeText = read("docker-compose.yml");
    private final JsonNode services = new ObjectMapper()
            .valueToTree(new Yaml(new SafeConstructor(new LoaderOptions())).load(composeText))
            .path("services");
    private final JsonNode ticketflow = services.path("ticketflow");
    private final JsonNode environment = ticketflow.path("environment");

    @Test
    void every_setting_is_one_that_operators_are_told_of() {
        var told = all("(?m)^#?([A-Z0-9_]+)=", read(".env.example"));

        assertThat(environment.fieldNames()).toIterable().isNotEmpty().isSubsetOf(told);
        assertThat(all("\\$\\{([A-Z0-9_]+)", composeText)).isNotEmpty().isSubsetOf(told);
    }

    @Test
    void what_production_cannot_do_without_is_asked_for() {
        assertThat(environment.path("ENVIRONMENT").asText()).isEqualTo("production");
        for (var setting : List.of("JWT_SECRET_KEY", "ADMIN_EMAIL", "ADMIN_PASSWORD")) {
            assertThat(environment.path(setting).asText()).startsWith("${%1$s:?Set %1$s in .env".formatted(setting));
        }
        assertThat(environment.path("DATABASE_URL").asText())
                .contains("${POSTGRES_PASSWORD:?Set POSTGRES_PASSWORD in .env");
    }

    @Test
    void the_database_is_the_one_that_compose_starts() {
        var account = services.path("postgres").path("environment");

        assertThat(environment.path("DATABASE_URL").asText().replaceAll("\\$\\{[^}]*}", "password"))
                .isEqualTo(
                        "postgresql://%s:password@postgres:5432/%s",
                        account.path("POSTGRES_USER").asText(),
                        account.path("POSTGRES_DB").asText());
    }

    @Test
    void one_port_goes_through_all_of_them() {
        var port = only("port: \\$\\{SERVER_PORT:(\\d+)}", read("src/main/resources/application.yml"));

        assertThat(only("(?m)^EXPOSE (.*)$", dockerfile)).isEqualTo(port);
        assertThat(ticketflow.at("/ports/0").asText()).isEqualTo("127.0.0.1:${SERVER_PORT:-%s}:%s", port, port);
    }

    @Test
    void the_image_says_whether_it_is_ready_and_nobody_waits_for_a_service_that_does_not() {
        assertThat(only("(?s)HEALTHCHECK .*?CMD ([^\n]*)", dockerfile)).endsWith("/ready");
        assertThat(ticketflow.path("depends_on").properties()).isNotEmpty().allSatisfy(need -> {
            var service = services.path(need.getKey());
            assertThat(service.isObject()).as(need.getKey()).isTrue();
            if (need.getValue().path("condition").asText().equals("service_healthy")) {
                assertThat(service.at("/healthcheck/test").isArray())
                        .as(need.getKey())
                        .isTrue();
            }
        });
    }

    @Test
    void the_memory_that_compose_allows_makes_the_heap_that_is_needed() {
        var percent = Integer.parseInt(only("-XX:MaxRAMPercentage=(\\d+)", dockerfile));
        var gibibytes =
                Integer.parseInt(only("^(\\d+)g$", ticketflow.path("mem_limit").asText()));

        assertThat(gibibytes * 1024 * percent / 100).isGreaterThanOrEqualTo(NEEDED_HEAP);
    }

    @Test
    void the_image_runs_without_rights() {
        assertThat(Integer.parseInt(only("(?m)^USER (\\d+):\\d+$", dockerfile))).isPositive();
    }

    @Test
    void the_build_gets_everything_that_maven_takes() {
        var copied = all("(?m)^COPY (?!--from)(\\S+) \\S+$", dockerfile);
        var let = all("(?m)^!(.*)$", read(".dockerignore"));
        var taken = all("<directory>([^<]*)</directory>", read("pom.xml"));

        assertThat(copied).isEqualTo(let).allMatch(path -> Files.exists(Path.of(path)));
        assertThat(taken).isNotEmpty().allMatch(path -> copied.stream()
                .anyMatch(parent -> Path.of(path).startsWith(parent)));
    }

    private static String only(String pattern, String text) {
        var found = find(pattern, text).toList();
        assertThat(found).as(pattern).hasSize(1);
        return found.get(0);
    }

    private static Set<String> all(String pattern, String text) {
        return find(pattern, text).collect(Collectors.toCollection(TreeSet::new));
    }

    private static Stream<String> find(String pattern, String text) {
        return Pattern.compile(pattern).matcher(text).results().map(match -> match.group(1));
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
