package io.ticketflow.process.gate;

import io.ticketflow.process.model.Element;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The faults of one file, without duplicates. */
class Objections {

    private final String resource;
    private final List<Objection> found = new ArrayList<>();

    Objections(String resource) {
        this.resource = resource;
    }

    void add(String reason) {
        add("", reason, 0, 0);
    }

    void add(Element element, String reason) {
        add(element.nearestId(), reason, element.line(), element.column());
    }

    void add(String elementId, String reason, int line, int column) {
        var isSaid = found.stream()
                .anyMatch(each ->
                        each.elementId().equals(elementId) && each.reason().equals(reason));
        if (!isSaid) {
            found.add(new Objection(resource, elementId, reason, line, column));
        }
    }

    /** The elements about which something is said. */
    Set<String> elementIds() {
        return found.stream().map(Objection::elementId).collect(Collectors.toSet());
    }

    List<Objection> all() {
        return found;
    }
}
