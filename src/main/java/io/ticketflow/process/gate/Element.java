package io.ticketflow.process.gate;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An element of an XML file with its place in it. Named without its namespace, because the engine, too, knows most elements by their local name, whatever
 * namespace they claim to be of.
 */
final class Element {

    private static final List<String> ENGINE =
            List.of("http://camunda.org/schema/1.0/bpmn", "http://activiti.org/bpmn");

    private static final List<String> PARTS = List.of(
            "conditionExpression",
            "condition",
            "timeDate",
            "timeCycle",
            "timeDuration",
            "multiInstanceLoopCharacteristics",
            "loopCardinality",
            "completionCondition",
            "documentation",
            "script");

    record Attribute(String namespace, String name, String value) {
        /** Also those of the engine's predecessor, which it still reads. */
        boolean isOfTheEngine() {
            return ENGINE.contains(namespace);
        }
    }

    private final @Nullable Element parent;
    private final String name;
    private final List<Attribute> attributes;
    private final int line;
    private final int column;
    private final List<Element> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    Element(@Nullable Element parent, String name, List<Attribute> attributes, int line, int column) {
        this.parent = parent;
        this.name = name;
        this.attributes = attributes;
        this.line = line;
        this.column = column;
        if (parent != null) {
            parent.children.add(this);
        }
    }

    void append(String more) {
        text.append(more);
    }

    String name() {
        return name;
    }

    boolean is(String... names) {
        return List.of(names).contains(name);
    }

    int line() {
        return line;
    }

    int column() {
        return column;
    }

    String text() {
        return text.toString().strip();
    }

    List<Attribute> attributes() {
        return attributes;
    }

    List<Element> children() {
        return children;
    }

    Stream<Element> children(String... named) {
        return children.stream().filter(child -> child.is(named));
    }

    Optional<Element> child(String named) {
        return children(named).findFirst();
    }

    /** This and everything in it. */
    Stream<Element> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(Element::all));
    }

    Stream<Element> all(String... named) {
        return all().filter(element -> element.is(named));
    }

    Optional<Element> parent() {
        return Optional.ofNullable(parent);
    }

    /** What this lies in, from the inside out. */
    Stream<Element> ancestors() {
        return Stream.iterate(parent(), Optional::isPresent, each -> each.flatMap(Element::parent))
                .flatMap(Optional::stream);
    }

    /** An attribute of BPMN's or DMN's own; empty when it is not there. */
    String attribute(String named) {
        return attributes.stream()
                .filter(attribute ->
                        attribute.namespace().isEmpty() && attribute.name().equals(named))
                .map(Attribute::value)
                .findFirst()
                .orElse("");
    }

    /** One of the engine's; empty when it is not there. */
    String extension(String named) {
        return attributes.stream()
                .filter(attribute ->
                        attribute.isOfTheEngine() && attribute.name().equals(named))
                .map(Attribute::value)
                .findFirst()
                .orElse("");
    }

    String id() {
        return attribute("id");
    }

    /** The id by which people find this in Modeler, which does not show the parts of an element as such. */
    String nearestId() {
        return Stream.concat(Stream.of(this), ancestors())
                .filter(element -> !element.isAPart())
                .map(Element::id)
                .filter(id -> !id.isEmpty())
                .findFirst()
                .orElse("");
    }

    private boolean isAPart() {
        return PARTS.contains(name)
                || name.endsWith("EventDefinition")
                || ancestors().anyMatch(outer -> outer.is("extensionElements"));
    }

    /** The name that people read, with the id where there is none. */
    String title() {
        var title = attribute("name").strip();
        return title.isEmpty() ? id() : title;
    }
}
