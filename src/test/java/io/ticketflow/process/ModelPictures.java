package io.ticketflow.process;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.Locator.ScreenshotOptions;
import com.microsoft.playwright.Page.AddScriptTagOptions;
import io.ticketflow.Chromium;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.camunda.bpm.model.dmn.Dmn;
import org.camunda.bpm.model.dmn.instance.Decision;
import org.camunda.bpm.model.dmn.instance.DecisionTable;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.core.io.support.PathMatchingResourcePatternResolver;
import org.springframework.web.util.HtmlUtils;

/** Draws docs/pictures from the models: {@code mvn test -Dtest=*Pictures}. Its name keeps it out of the normal test run. */
@TestInstance(Lifecycle.PER_CLASS)
class ModelPictures {

    private static final Path PICTURES = Path.of("docs", "pictures");

    private static final String DRAW = """
            async xml => {
              const viewer = new BpmnJS({ container: 'body' });
              const { warnings } = await viewer.importXML(xml);
              const { svg } = await viewer.saveSVG();
              return [warnings.map(warning => warning.message).join(), svg];
            }
            """;

    private static final String TABLE_STYLE = """
            <!DOCTYPE html>
            <meta charset="utf-8">
            <style>
              table { border-collapse: collapse; font: 14px/1.4 Arial, sans-serif; color: #222; background: white }
              caption { padding: 8px 10px; text-align: left; font-weight: bold; font-size: 16px; background: white }
              caption span { float: right; font-weight: normal; color: #666; font-size: 14px }
              th, td { border: 1px solid #999; padding: 6px 10px; text-align: left; vertical-align: top }
              th { background: #eef2f8 } th.output { background: #eaf5ea }
              th small { display: block; font-weight: normal; color: #555 }
              td { max-width: 300px }
              td.reason { color: #666 }
            </style>
            """;

    private final Chromium chromium = Chromium.start();
    private final Browser browser = chromium.browser();

    @BeforeAll
    static void makeFolder() throws IOException {
        Files.createDirectories(PICTURES);
    }

    @AfterAll
    void closeBrowser() {
        chromium.close();
    }

    static Stream<Path> processes() throws IOException {
        return ModelFilesTests.processes();
    }

    static Stream<Path> tables() throws IOException {
        return DecisionFilesTests.tables();
    }

    @ParameterizedTest
    @MethodSource("processes")
    void a_process(Path file) throws IOException {
        Files.writeString(picture(file, "svg"), drawn(Files.readString(file)) + "\n");
    }

    /** For the guide of process owners: the new part of the model. */
    @Test
    void a_new_state() throws IOException {
        var svg = drawn(WaitingForVendor.drawnInto(Files.readString(Path.of("processes", "ticket-lifecycle.bpmn"))));

        var part = svg.replaceFirst(
                "width=\"[^\"]+\" height=\"[^\"]+\" viewBox=\"[^\"]+\"",
                "width=\"1230\" height=\"810\" viewBox=\"1500 570 1230 810\"");
        assertThat(part).isNotEqualTo(svg).contains("Waiting for");
        Files.writeString(PICTURES.resolve("waiting-for-vendor.svg"), part + "\n");
    }

    /** For the guide of process owners: a message of their own. */
    @Test
    void a_message() throws IOException {
        var svg = drawn(SlowVendor.drawnInto(Files.readString(Path.of("processes", "ticket-lifecycle.bpmn"))));

        var part = svg.replaceFirst(
                "width=\"[^\"]+\" height=\"[^\"]+\" viewBox=\"[^\"]+\"",
                "width=\"520\" height=\"420\" viewBox=\"2040 1070 520 420\"");
        assertThat(part).isNotEqualTo(svg).contains("Tell the lead");
        Files.writeString(PICTURES.resolve("slow-vendor.svg"), part + "\n");
    }

    private String drawn(String model) throws IOException {
        try (var page = browser.newPage()) {
            page.addScriptTag(new AddScriptTagOptions().setContent(bpmnViewer()));

            var drawn = (List<?>) page.evaluate(DRAW, model);

            assertThat(drawn.get(0)).isEqualTo("");
            // Removes the renderer's random name, so that an unchanged model leaves an unchanged picture.
            return drawn.get(1)
                    .toString()
                    .replaceAll("-white-black-[0-9a-z]+", "")
                    .replaceFirst("<svg ", "<svg style=\"background: white\" ");
        }
    }

    @ParameterizedTest
    @MethodSource("tables")
    void a_table(Path file) {
        try (var page = browser.newPage(
                new Browser.NewPageOptions().setViewportSize(1700, 1000).setDeviceScaleFactor(1.5))) {
            page.setContent(TABLE_STYLE + html(file));

            page.locator("table").screenshot(new ScreenshotOptions().setPath(picture(file, "png")));
        }
    }

    private static String html(Path file) {
        var model = Dmn.readModelFromFile(file.toFile());
        var decision = model.getModelElementsByType(Decision.class).iterator().next();
        var table = model.getModelElementsByType(DecisionTable.class).iterator().next();

        var inputs = table.getInputs().stream()
                .map(input -> "<th>%s<small>%s</small>"
                        .formatted(
                                escaped(input.getLabel()),
                                escaped(input.getInputExpression().getText().getTextContent())))
                .collect(joining());
        var outputs = table.getOutputs().stream()
                .map(output -> "<th class=output>%s<small>%s</small>"
                        .formatted(escaped(output.getLabel()), escaped(output.getName())))
                .collect(joining());
        var rules = table.getRules().stream()
                .map(rule -> "<tr><td>%s%s<td class=reason>%s"
                        .formatted(
                                escaped(rule.getId()),
                                Stream.concat(rule.getInputEntries().stream(), rule.getOutputEntries().stream())
                                        .map(ModelPictures::cell)
                                        .collect(joining()),
                                escaped(rule.getDescription().getTextContent())))
                .collect(joining());
        return "<table><caption>%s <span>hit policy %s</span></caption><tr><th>Rule%s%s<th>Why%s</table>"
                .formatted(escaped(decision.getName()), table.getHitPolicy(), inputs, outputs, rules);
    }

    private static String cell(ModelElementInstance entry) {
        var text = entry.getTextContent().strip();
        return "<td>" + (text.isEmpty() ? "–" : escaped(text.replace("\",\"", "\", \"")));
    }

    private static String escaped(String text) {
        return HtmlUtils.htmlEscape(text, UTF_8.name());
    }

    private static Path picture(Path model, String suffix) {
        return PICTURES.resolve(model.getFileName().toString().replaceFirst("[^.]+$", suffix));
    }

    private static String bpmnViewer() throws IOException {
        var found = new PathMatchingResourcePatternResolver()
                .getResources("classpath*:META-INF/resources/webjars/bpmn-js/*/dist/bpmn-viewer.development.js");
        assertThat(found).hasSize(1);
        return found[0].getContentAsString(UTF_8);
    }
}
