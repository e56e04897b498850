package io.ticketflow.process.gate;

import io.ticketflow.process.model.Drawing;
import io.ticketflow.process.model.Element;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The ids under which the engine keeps what one deployment brings. Each file brings something, and no id comes twice. */
final class DefinedKeys {

    private final Map<List<String>, String> files = new HashMap<>();

    void addModel(String file, Element definitions, Objections objections) {
        var processes = definitions.children("process").toList();
        var executable = processes.stream().filter(Drawing::isExecutable).toList();
        if (executable.isEmpty() && processes.stream().allMatch(DefinedKeys::isLeftOut)) {
            objections.add(
                    processes.isEmpty() ? definitions : processes.get(0),
                    processes.isEmpty()
                            ? "The file has no process, so nothing would be deployed."
                            : "No process of this file runs: write isExecutable=\"true\" (in Modeler: the box 'Executable').");
        }
        processes.stream()
                .filter(process -> process.id().isBlank())
                .forEach(process -> objections.add(process, "A process has no id, by which it would be started."));
        executable.forEach(process -> add("The process", process.id(), file, process, objections));
    }

    /** A value that is neither true nor false is a fault of its own. */
    private static boolean isLeftOut(Element process) {
        var value = process.attribute("isExecutable");
        return value.isEmpty() || value.equals("false");
    }

    void addTables(String file, Element definitions, Objections objections) {
        if (definitions.id().isBlank()) {
            objections.add(definitions, "The element 'definitions' has no id, under which the engine keeps the file.");
        }
        var decisions = definitions.children("decision").toList();
        if (decisions.stream().noneMatch(decision -> decision.children("decisionTable", "literalExpression")
                .findAny()
                .isPresent())) {
            objections.add(definitions, "The file has no decision table, so nothing would be deployed.");
        }
        decisions.forEach(decision -> {
            if (decision.id().isBlank()) {
                objections.add(decision, "The decision '%s' has no id.".formatted(decision.title()));
            } else {
                add("The decision", decision.id(), file, decision, objections);
            }
        });
        if (decisions.size() > 1) {
            add("The id of 'definitions',", definitions.id(), file, definitions, objections);
        }
    }

    void addForm(String file, byte[] content, Objections objections) {
        var id = FormChecks.idOf(content);
        if (!id.isBlank()) {
            otherWith("The form", id, file).ifPresent(objections::add);
        }
    }

    private void add(String kind, String id, String file, Element element, Objections objections) {
        otherWith(kind, id, file).ifPresent(reason -> objections.add(element, reason));
    }

    private Optional<String> otherWith(String kind, String id, String file) {
        return Optional.ofNullable(files.putIfAbsent(List.of(kind, id), file))
                .map(other -> "%s '%s' is also in %s; a deployment has each id once.".formatted(kind, id, other));
    }
}
