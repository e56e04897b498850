package io.ticketflow.process.gate;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.springframework.modulith.NamedInterface;

/** Checks models, tables and forms like the deploy gate, without a server. */
@NamedInterface("command-line")
public final class ModelCheck {

    private ModelCheck() {}

    /** Prints one line for each fault and answers the exit code. */
    public static int run(List<String> files, PrintStream out) {
        if (files.isEmpty()) {
            out.println(
                    "check-models FILE…: names the .bpmn, .dmn and .form files to look at, as they are deployed together");
            return 2;
        }
        var contents = new LinkedHashMap<String, byte[]>();
        for (var file : files) {
            try {
                contents.put(Path.of(file).getFileName().toString(), Files.readAllBytes(Path.of(file)));
            } catch (IOException unreadable) {
                out.printf("%s: cannot be read%n", file);
                return 2;
            }
        }
        var objections = DeployGate.withoutServer().examine(contents, false);
        objections.forEach(out::println);
        return objections.isEmpty() ? 0 : 1;
    }
}
