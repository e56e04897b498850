package io.ticketflow.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import io.ticketflow.TicketflowApplication;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Holds docs/engine-internals.md to the code. */
class EngineInternalsTests {

    private static final Path PAGE = Path.of("docs", "engine-internals.md");
    private static final Path TESTS = Path.of("src", "test", "java");
    private static final String CLASSES = "## Classes that use the engine's implementation";
    private static final Pattern IMPLEMENTATION =
            Pattern.compile("(org\\.camunda\\..*\\.impl\\..*|org\\.camunda\\.feel\\.impl\\..*|camundajar\\.impl\\..*)");
    private static final Pattern NAME = Pattern.compile("`(\\w+)`");

    private static List<List<String>> rows() throws IOException {
        var page = Files.readString(PAGE);
        var section = page.substring(page.indexOf(CLASSES) + CLASSES.length());
        return section.substring(0, section.indexOf("\n## "))
                .lines()
                .filter(line -> line.startsWith("| `"))
                .map(line -> List.of(line.split("\\|")))
                .toList();
    }

    private static Set<String> namesIn(List<List<String>> rows, int column) {
        return rows.stream()
                .flatMap(row -> NAME.matcher(row.get(column)).results())
                .map(name -> name.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    @Test
    void the_page_names_each_class_that_uses_the_implementation() throws IOException {
        var using = new ClassFileImporter(List.of(new DoNotIncludeTests()))
                .importPackagesOf(TicketflowApplication.class).stream()
                        .filter(each -> each.getDirectDependenciesFromSelf().stream()
                                .map(dependency -> dependency
                                        .getTargetClass()
                                        .getBaseComponentType()
                                        .getName())
                                .anyMatch(name -> IMPLEMENTATION.matcher(name).matches()))
                        .map(EngineInternalsTests::outermost)
                        .collect(Collectors.toCollection(TreeSet::new));

        assertThat(using).isNotEmpty();
        assertThat(namesIn(rows(), 1)).containsAll(using);
    }

    private static String outermost(JavaClass type) {
        return type.getEnclosingClass().map(EngineInternalsTests::outermost).orElse(type.getSimpleName());
    }

    @ParameterizedTest
    @CsvSource({
        "tasklist, scripts/config.js",
        "tasklist, styles/user-styles.css",
        "cockpit, scripts/config.js",
        "cockpit, styles/user-styles.css",
        "admin, scripts/config.js",
        "admin, styles/user-styles.css",
        "welcome, scripts/config.js",
        "welcome, styles/user-styles.css"
    })
    void our_file_stands_before_the_web_applications_own(String application, String file) throws IOException {
        var found = Collections.list(getClass()
                .getClassLoader()
                .getResources("META-INF/resources/webjars/camunda/app/%s/%s".formatted(application, file)));

        assertThat(found).hasSize(2);
        assertThat(found.get(0).getProtocol()).isEqualTo("file");
        assertThat(found.get(1).getProtocol()).isEqualTo("jar");
    }

    @Test
    void signing_out_of_a_web_application_is_a_script_of_ours() throws IOException {
        var scripts = "META-INF/resources/webjars/camunda/app/welcome/scripts/";
        var configuration =
                Objects.requireNonNull(getClass().getClassLoader().getResourceAsStream(scripts + "config.js"));

        assertThat(new String(configuration.readAllBytes(), StandardCharsets.UTF_8))
                .contains("signed-out");
        assertThat(getClass().getClassLoader().getResource(scripts + "signed-out.js"))
                .isNotNull();
    }

    @Test
    void each_of_its_tests_exists() throws IOException {
        try (var files = Files.walk(TESTS)) {
            var tests = files.map(file -> file.getFileName().toString().replace(".java", ""))
                    .collect(Collectors.toSet());

            assertThat(tests).containsAll(namesIn(rows(), 4));
        }
    }
}
