package io.ticketflow.process.gate;

import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.sandbox.ExpressionTree;
import io.ticketflow.process.sandbox.Patience;
import io.ticketflow.ticket.TicketStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.camunda.bpm.engine.ProcessEngineException;

/** One process as it is drawn: its nodes and flows, and which of the nodes are states of a ticket. */
final class Drawing {

    static final String LIFECYCLE = TicketLifecycle.PROCESS;

    /** The part of the lifecycle in which the resolution clock runs. */
    static final String CLOCK_RUNS_IN = "handleTicket";

    private static final int LONGEST_WAY = 200;

    private final Element process;
    private final Patience patience;
    private final Map<String, Optional<ExpressionTree>> conditions = new HashMap<>();
    private final Map<String, Element> nodes = new LinkedHashMap<>();
    private final Map<String, List<Element>> flowsFrom = new HashMap<>();

    private int length;

    /**
     * Reads it.
     *
     * @param patience with those who walk through it
     */
    Drawing(Element process, Patience patience) {
        this.process = process;
        this.patience = patience;
        process.all().filter(element -> !element.id().isEmpty()).forEach(element -> nodes.put(element.id(), element));
        process.all("sequenceFlow").forEach(flow -> flowsFrom
                .computeIfAbsent(flow.attribute("sourceRef"), id -> new ArrayList<>())
                .add(flow));
    }

    boolean isLifecycle() {
        return process.id().equals(LIFECYCLE);
    }

    Element process() {
        return process;
    }

    Stream<Element> nodes() {
        return nodes.values().stream();
    }

    Optional<Element> node(String id) {
        return Optional.ofNullable(nodes.get(id));
    }

    List<Element> flowsFrom(Element node) {
        return flowsFrom.getOrDefault(node.id(), List.of());
    }

    long flowsInto(Element node) {
        return flowsFrom.values().stream()
                .flatMap(List::stream)
                .filter(flow -> flow.attribute("targetRef").equals(node.id()))
                .count();
    }

    /**
     * Goes on with a walk by one step.
     *
     * @throws ProcessEngineException when the ways are too many to be followed, or this one too long
     */
    <T> T step(Supplier<T> walk) {
        patience.check();
        if (length == LONGEST_WAY) {
            throw new ProcessEngineException("A way has more than %d elements.".formatted(LONGEST_WAY));
        }
        length++;
        try {
            return walk.get();
        } finally {
            length--;
        }
    }

    /** What a flow's condition says; empty when it has none, or cannot be read. */
    Optional<ExpressionTree> condition(Element flow) {
        return conditions.computeIfAbsent(conditionOf(flow), ExpressionTree::of);
    }

    Optional<Element> target(Element flow) {
        return node(flow.attribute("targetRef"));
    }

    Stream<Element> states() {
        return nodes().filter(Drawing::isState);
    }

    static boolean isState(Element node) {
        return node.is("userTask") && !statuses(node).isEmpty();
    }

    /** What the property says, as often as it is there. */
    static List<String> statuses(Element node) {
        return properties(node, TicketLifecycle.STATUS_PROPERTY);
    }

    static List<String> properties(Element node, String name) {
        return node.children("extensionElements")
                .flatMap(extensions -> extensions.children("properties"))
                .flatMap(properties -> properties.children("property"))
                .filter(property -> property.attribute("name").equals(name))
                .map(property -> property.attribute("value"))
                .toList();
    }

    /** What a state means; empty when it is none of the eight. */
    static Optional<TicketStatus> statusOf(Element state) {
        return Arrays.stream(TicketStatus.values())
                .filter(status -> statuses(state).contains(status.name()))
                .findFirst();
    }

    boolean isInsideClock(Element element) {
        return isLifecycle()
                && element.ancestors()
                        .anyMatch(scope -> scope.is("subProcess") && scope.id().equals(CLOCK_RUNS_IN));
    }

    Stream<Element> boundaryEventsOf(Element node) {
        return nodes().filter(event ->
                event.is("boundaryEvent") && event.attribute("attachedToRef").equals(node.id()));
    }

    static boolean interrupts(Element boundaryEvent) {
        return !boundaryEvent.attribute("cancelActivity").equals("false");
    }

    /** The start by which a scope is entered, not one of its event subprocesses. */
    static Optional<Element> startOf(Element scope) {
        return scope.children("startEvent")
                .filter(start -> start.children().stream()
                        .noneMatch(child -> child.name().endsWith("EventDefinition")))
                .findFirst();
    }

    static boolean isScope(Element node) {
        return node.is("subProcess", "transaction");
    }

    /** The text of a flow's condition; empty when it has none. */
    static String conditionOf(Element flow) {
        return flow.child("conditionExpression").map(Element::text).orElse("");
    }
}
