package io.ticketflow.process.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An element of an XML file with its position. It is named without its namespace, because the engine, too, recognises most elements by their local name,
 * whatever their namespace is.
 */
public final class Element {

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

    public record Attribute(String namespace, String name, String value) {
        /** True also for the namespace of the engine's predecessor, which the engine still reads. */
        public boolean isOfTheEngine() {
            return ENGINE.contains(namespace);
        }
    }

    public record Property(String name, String value) {}

    private final @Nullable Element parent;
    private final String name;
    private final List<Attribute> attributes;
    private final int line;
    private final int column;
    private final List<Element> children = new ArrayList<>();
    private final StringBuilder text = new StringBuilder();

    public Element(@Nullable Element parent, String name, List<Attribute> attributes, int line, int column) {
        this.parent = parent;
        this.name = name;
        this.attributes = attributes;
        this.line = line;
        this.column = column;
        if (parent != null) {
            parent.children.add(this);
        }
    }

    public void append(String more) {
        text.append(more);
    }

    public String name() {
        return name;
    }

    public boolean is(String... names) {
        return Arrays.asList(names).contains(name);
    }

    public int line() {
        return line;
    }

    public int column() {
        return column;
    }

    public String text() {
        return text.toString().strip();
    }

    public List<Attribute> attributes() {
        return attributes;
    }

    public List<Element> children() {
        return children;
    }

    public Stream<Element> children(String... named) {
        return children.stream().filter(child -> child.is(named));
    }

    public Optional<Element> child(String named) {
        return children(named).findFirst();
    }

    /** This element and all its descendants. */
    public Stream<Element> all() {
        return Stream.concat(Stream.of(this), children.stream().flatMap(Element::all));
    }

    public Stream<Element> all(String... named) {
        return all().filter(element -> element.is(named));
    }

    public Optional<Element> parent() {
        return Optional.ofNullable(parent);
    }

    /** The elements around this one, from the innermost outwards. */
    public Stream<Element> ancestors() {
        return Stream.iterate(parent(), Optional::isPresent, each -> each.flatMap(Element::parent))
                .flatMap(Optional::stream);
    }

    /** An attribute of BPMN or DMN; empty when it is missing. */
    public String attribute(String named) {
        return attributes.stream()
                .filter(attribute ->
                        attribute.namespace().isEmpty() && attribute.name().equals(named))
                .map(Attribute::value)
                .findFirst()
                .orElse("");
    }

    /** An attribute of the engine; empty when it is missing. */
    public String extension(String named) {
        return attributes.stream()
                .filter(attribute ->
                        attribute.isOfTheEngine() && attribute.name().equals(named))
                .map(Attribute::value)
                .findFirst()
                .orElse("");
    }

    /** The extension properties of a node: their names and values, in the order of the file. */
    public List<Property> properties() {
        return children("extensionElements")
                .flatMap(extensions -> extensions.children("properties"))
                .flatMap(properties -> properties.children("property"))
                .map(property -> new Property(property.attribute("name"), property.attribute("value")))
                .toList();
    }

    /** All values of an extension property, which may occur several times. */
    public List<String> valuesOf(String property) {
        return properties().stream()
                .filter(each -> each.name().equals(property))
                .map(Property::value)
                .toList();
    }

    /**
     * The value of a yes or no attribute as the engine reads it: it reads every word but {@code true} as no, also the 1 that XML allows.
     *
     * @param otherwise the value when the attribute is missing
     */
    public boolean isSet(String named, boolean otherwise) {
        var value = attribute(named);
        return value.isEmpty() ? otherwise : value.equals("true");
    }

    public String id() {
        return attribute("id");
    }

    /** The id by which people find this element in Modeler, which does not show the parts of an element by themselves. */
    public String nearestId() {
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

    /** The name that people read; the id if there is no name. */
    public String title() {
        var title = attribute("name").strip();
        return title.isEmpty() ? id() : title;
    }
}
