package io.ticketflow.process.engine;

import io.ticketflow.process.model.Element.Attribute;
import io.ticketflow.process.model.StateMeaning;
import java.util.Optional;
import org.camunda.bpm.engine.impl.util.xml.Element;
import org.jspecify.annotations.Nullable;

/** Reads the user tasks that the engine's parser hands to its listeners. */
public final class ParsedTasks {

    private ParsedTasks() {}

    /** The meaning of a task as a state of a ticket; empty when it is no state. */
    public static Optional<StateMeaning> meaningOf(Element task) {
        return StateMeaning.of(drawn(task, null));
    }

    /** Converts the engine's element to the form in which {@code model} reads it from a file. */
    private static io.ticketflow.process.model.Element drawn(
            Element parsed, io.ticketflow.process.model.@Nullable Element parent) {
        var attributes = parsed.attributes().stream()
                .map(name -> attribute(name, parsed.attribute(name)))
                .toList();
        var drawn = new io.ticketflow.process.model.Element(
                parent, parsed.getTagName(), attributes, parsed.getLine(), parsed.getColumn());
        drawn.append(parsed.getText());
        parsed.elements().forEach(child -> drawn(child, drawn));
        return drawn;
    }

    /** The engine writes the namespace and a colon before the name, and nothing if there is no namespace. */
    private static Attribute attribute(String name, String value) {
        var colon = name.lastIndexOf(':');
        return colon < 0
                ? new Attribute("", name, value)
                : new Attribute(name.substring(0, colon), name.substring(colon + 1), value);
    }
}
