package io.ticketflow;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import net.sourceforge.plantuml.FileFormat;
import net.sourceforge.plantuml.FileFormatOption;
import net.sourceforge.plantuml.SourceStringReader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.modulith.core.ApplicationModules;
import org.springframework.modulith.core.DependencyType;
import org.springframework.modulith.docs.Documenter;
import org.springframework.modulith.docs.Documenter.DiagramOptions;
import org.springframework.modulith.docs.Documenter.DiagramOptions.DiagramStyle;
import org.springframework.modulith.docs.Documenter.Options;

/** Draws docs/pictures/modules.svg from the code: {@code mvn test -Dtest=*Pictures}. Its name keeps it out of the normal test run. */
class ModulePictures {

    private static final Path PICTURE = Path.of("docs", "pictures", "modules.svg");

    @Test
    void the_modules(@TempDir Path folder) throws IOException {
        new Documenter(
                        ApplicationModules.of(TicketflowApplication.class),
                        Options.defaults().withOutputFolder(folder.toString()))
                .writeModulesAsPlantUml(DiagramOptions.defaults()
                        .withStyle(DiagramStyle.UML)
                        .withDependencyTypes(DependencyType.USES_COMPONENT, DependencyType.EVENT_LISTENER)
                        .withDefaultDisplayName(module -> module.getIdentifier().toString()));
        // Uses PlantUML's own layout, which needs no other program.
        var diagram = Files.readString(folder.resolve("components.puml"))
                .replaceFirst("@startuml", "@startuml\n!pragma layout smetana")
                .replace("\\n<size:10>[Component: Module]</size>", "");

        var svg = new ByteArrayOutputStream();
        new SourceStringReader(diagram).outputImage(svg, new FileFormatOption(FileFormat.SVG));
        Files.writeString(PICTURE, svg.toString(UTF_8) + "\n");
    }
}
