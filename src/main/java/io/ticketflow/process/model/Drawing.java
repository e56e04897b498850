package io.ticketflow.process.model;

import io.ticketflow.process.sandbox.ExpressionTree;
import io.ticketflow.process.sandbox.ExpressionTree.Call;
import io.ticketflow.process.sandbox.ExpressionTree.Name;
import io.ticketflow.process.sandbox.TaskBeans;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The content of a model: its nodes and flows, which nodes are states of a ticket, which flows are their steps, and which timers follow the ticket's clocks.
 * The deploy gate, the offered steps and the timers read models only with this class.
 */
public final class Drawing {

    public static final String LIFECYCLE = TicketLifecycle.PROCESS;

    /** The subprocess in which the resolution clock runs. */
    public static final String CLOCK_RUNS_IN = "handleTicket";

    /** The pattern with which the condition of a step names a key; its group is the key. */
    public static final String COMPARISON = TicketLifecycle.TRANSITION + "\\s*==\\s*'([^']+)'";

    /** Stands for an unknown key, which the model computes on the way. */
    public static final String ANY_KEY = "";

    private static final Pattern KEY = Pattern.compile(COMPARISON);
    private static final Pattern COMPARISONS_ALONE =
            Pattern.compile("[$#]\\{\\s*%1$s(\\s*(\\|\\||or)\\s*%1$s)*\\s*}".formatted(COMPARISON));

    private final Element process;
    private final Map<String, Element> nodes = new LinkedHashMap<>();
    private final Map<String, List<Element>> flowsFrom = new HashMap<>();

    /**
     * Reads a process.
     *
     * @param process may also be a whole file, if it does not matter to which of its processes a node belongs
     */
    public Drawing(Element process) {
        this.process = process;
        process.all().filter(element -> !element.id().isEmpty()).forEach(element -> nodes.put(element.id(), element));
        // Collects the flows by their source, because a node's "outgoing" children are optional, and the engine runs a
        // model without them.
        process.all("sequenceFlow").forEach(flow -> flowsFrom
                .computeIfAbsent(flow.attribute("sourceRef"), id -> new ArrayList<>())
                .add(flow));
    }

    public boolean isLifecycle() {
        return process.id().equals(LIFECYCLE);
    }

    public Element process() {
        return process;
    }

    public Stream<Element> nodes() {
        return nodes.values().stream();
    }

    public Optional<Element> node(String id) {
        return Optional.ofNullable(nodes.get(id));
    }

    public List<Element> flowsFrom(Element node) {
        return flowsFrom.getOrDefault(node.id(), List.of());
    }

    public long flowsInto(Element node) {
        return flowsFrom.values().stream()
                .flatMap(List::stream)
                .filter(flow -> flow.attribute("targetRef").equals(node.id()))
                .count();
    }

    public Optional<Element> target(Element flow) {
        return node(flow.attribute("targetRef"));
    }

    /** The text of a flow's condition; empty when it has none. */
    public static String conditionOf(Element flow) {
        return flow.child("conditionExpression").map(Element::text).orElse("");
    }

    /** The nodes that the author means as states. */
    public Stream<Element> states() {
        return nodes().filter(StateMeaning::isMeant);
    }

    /** The steps that a state offers: the flows of the exclusive gateway to which the state's only flow leads. */
    public List<Element> stepsOf(Element state) {
        return flowsFrom(state).stream()
                .flatMap(flow -> target(flow).stream())
                .filter(next -> next.is("exclusiveGateway"))
                .flatMap(gateway -> flowsFrom(gateway).stream())
                .toList();
    }

    /** The keys of a step. */
    public static List<String> keysOf(Element step) {
        return KEY.matcher(conditionOf(step))
                .results()
                .map((MatchResult comparison) -> comparison.group(1))
                .toList();
    }

    /** Whether a flow is taken with each of its {@linkplain #keysOf keys} and with no other, whatever else is known. */
    static boolean dependsOnKeyAlone(Element flow) {
        var condition = conditionOf(flow);
        // A backslash escapes the sign after it.
        return !condition.contains("\\") && COMPARISONS_ALONE.matcher(condition).matches();
    }

    /** The key that conditions after a node see: the node's own choice if it makes one. */
    public static List<String> keysBehind(Element node, String key) {
        var isOverwritten = node.extension("resultVariable").equals(TicketLifecycle.TRANSITION)
                || node.all("outputParameter")
                        .anyMatch(output -> output.attribute("name").equals(TicketLifecycle.TRANSITION));
        if (isOverwritten) {
            return List.of(ANY_KEY);
        }
        return ExpressionTree.of(node.extension("delegateExpression"))
                .filter(Name.class::isInstance)
                .map(bean -> TicketLifecycle.CHOSEN_BY.getOrDefault(((Name) bean).name(), List.of(key)))
                .orElse(List.of(key));
    }

    public boolean isInsideClock(Element element) {
        return isLifecycle()
                && element.ancestors()
                        .anyMatch(scope -> scope.is("subProcess") && scope.id().equals(CLOCK_RUNS_IN));
    }

    /** Whether a way from the node leads to a service task with this bean. */
    boolean leadsTo(Element node, String bean) {
        var reached = new LinkedHashSet<Element>(Set.of(node));
        var waiting = new ArrayDeque<Element>(reached);
        while (!waiting.isEmpty()) {
            var next = waiting.remove();
            if (ExpressionTree.of(next.extension("delegateExpression"))
                    .filter(new Name(bean)::equals)
                    .isPresent()) {
                return true;
            }
            flowsFrom(next).stream()
                    .flatMap(flow -> target(flow).stream())
                    .filter(reached::add)
                    .forEach(waiting::add);
        }
        return false;
    }

    public Stream<Element> boundaryEventsOf(Element node) {
        return nodes().filter(event ->
                event.is("boundaryEvent") && event.attribute("attachedToRef").equals(node.id()));
    }

    public static boolean interrupts(Element boundaryEvent) {
        return boundaryEvent.isSet("cancelActivity", true);
    }

    /** Whether the engine runs a process. It ignores all others without a word, also those that do not say it. */
    public static boolean isExecutable(Element process) {
        return process.isSet("isExecutable", false);
    }

    /** Whether an event starts a scope, instead of a flow. */
    public static boolean isEventSubprocess(Element scope) {
        return scope.isSet("triggeredByEvent", false);
    }

    /** The boundary events that catch the error of an end event, from the innermost outwards; empty for an end event without an error. */
    public Optional<List<Element>> catchersOf(Element end) {
        return end.child("errorEventDefinition").map(thrown -> end.ancestors()
                .flatMap(this::boundaryEventsOf)
                .filter(event -> event.child("errorEventDefinition").isPresent())
                .toList());
    }

    /** The start event through which a scope is entered, not the start of an event subprocess. */
    public static Optional<Element> startOf(Element scope) {
        return scope.children("startEvent")
                .filter(start -> start.children().stream()
                        .noneMatch(child -> child.name().endsWith("EventDefinition")))
                .findFirst();
    }

    public static boolean isScope(Element node) {
        return node.is("subProcess", "transaction");
    }

    /** The scope around an element; empty when that is the process itself. */
    public static Optional<Element> scopeOf(Element element) {
        return element.ancestors().filter(Drawing::isScope).findFirst();
    }

    /** Whether the node throws a link; the way then goes on at the events of {@link #linkedTo}. */
    public static boolean throwsALink(Element node) {
        return node.is("intermediateThrowEvent")
                && node.child("linkEventDefinition").isPresent();
    }

    public Stream<Element> linkedTo(Element thrown) {
        var name = linkOf(thrown);
        return nodes().filter(node ->
                node.is("intermediateCatchEvent") && linkOf(node).equals(name));
    }

    private static String linkOf(Element event) {
        return event.child("linkEventDefinition")
                .map(link -> link.attribute("name"))
                .orElse("");
    }

    public Stream<Element> timers() {
        return process.all("timerEventDefinition");
    }

    /** The method of the bean {@code sla} that computes a timer's date; empty for a timer that does not follow a clock of the ticket. */
    public static Optional<String> clockQuestionOf(Element time) {
        return ExpressionTree.of(time.text())
                .filter(Call.class::isInstance)
                .map(Call.class::cast)
                .filter(call -> call.of().equals(new Name(TaskBeans.SLA)))
                .map(Call::method)
                .filter(TaskBeans.questions()::contains);
    }
}
