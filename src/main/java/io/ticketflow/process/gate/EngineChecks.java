package io.ticketflow.process.gate;

import io.ticketflow.process.model.Element;
import io.ticketflow.process.sandbox.EngineParsers;
import io.ticketflow.process.sandbox.EngineParsers.Fault;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Adds what the engine's own parsers refuse, so that the gate and the command find each fault before the engine does. */
final class EngineChecks {

    /** The engine's answer to a second element where it reads only one. */
    private static final Pattern ONE_TOO_MANY = Pattern.compile("multiple elements with tag name (\\w+) found");

    private static final Pattern NOT_FOUND = Pattern.compile("model element instance for id (\\S+)");

    /** A value of an attribute that the schema does not allow. */
    private static final Pattern WRONG_VALUE = Pattern.compile("^cvc-[\\w.-]+: (?:Value )?'([^']+)' is not");

    /** The engine prints its own object for a part of a table. */
    private static final Pattern OBJECT = Pattern.compile("(?:rule|output|input) '\\w+Impl\\{ ?id='([^']+)'");

    /** The schema says these after the reason, at the same place. */
    private static final Pattern REPEATS_THE_LAST = Pattern.compile("cvc-(?:attribute|type\\.3\\.1|elt\\.4)\\.3:");

    private final Element root;
    private final Objections objections;

    private EngineChecks(Element root, Objections objections) {
        this.root = root;
        this.objections = objections;
    }

    static void checkModel(String name, byte[] content, Element definitions, Objections objections) {
        new EngineChecks(definitions, objections).add(EngineParsers.faultsOfModel(name, content));
    }

    static void checkTables(byte[] content, Element definitions, Objections objections) {
        new EngineChecks(definitions, objections).add(EngineParsers.faultsOfTables(content));
    }

    /** An element about which the gate has already said something is left out: the engine would say the same again in other words. */
    private void add(List<Fault> faults) {
        var isSaid = objections.elementIds();
        for (var fault : faults) {
            if (REPEATS_THE_LAST.matcher(fault.reason()).lookingAt() && faults.size() > 1) {
                continue;
            }
            var element = elementOf(fault);
            if (!isSaid.contains(element.nearestId())) {
                objections.add(element, EngineWords.plain(fault.reason()));
            }
        }
    }

    private Element elementOf(Fault fault) {
        return Stream.of(surplus(fault.reason()), withValue(fault.reason()), named(fault.reason()), withId(fault))
                .flatMap(Function.identity())
                .findFirst()
                .orElseGet(() -> at(fault.line(), fault.column() == 0 ? Integer.MAX_VALUE : fault.column()));
    }

    private Stream<Element> surplus(String reason) {
        return in(reason, ONE_TOO_MANY).flatMap(name -> root.all()
                .flatMap(parent -> parent.children(name).skip(1)));
    }

    private Stream<Element> withValue(String reason) {
        return Stream.concat(in(reason, NOT_FOUND).map("#"::concat), in(reason, WRONG_VALUE))
                .flatMap(value -> root.all().filter(element -> element.attributes().stream()
                        .anyMatch(attribute -> attribute.value().equals(value))));
    }

    private Stream<Element> named(String reason) {
        return in(reason, OBJECT).flatMap(this::withId);
    }

    private Stream<Element> withId(Fault fault) {
        return fault.elementId().isEmpty() ? Stream.of() : withId(fault.elementId());
    }

    private Stream<Element> withId(String id) {
        return root.all().filter(element -> element.id().equals(id));
    }

    private static Stream<String> in(String reason, Pattern pattern) {
        return pattern.matcher(reason).results().map(found -> found.group(1)).limit(1);
    }

    /** The last element that begins before a place. */
    private Element at(int line, int column) {
        return root.all()
                .filter(element -> element.line() < line || (element.line() == line && element.column() <= column))
                .reduce((earlier, later) -> later)
                .orElse(root);
    }
}
