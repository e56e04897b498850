package io.ticketflow.process.model;

import io.ticketflow.ticket.Stage;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Transition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One deployed version of a lifecycle, read once: the steps of each state, their targets, and the timers that follow a clock. */
public final class LifecycleModel {

    /** Evaluates a condition with the chosen key. Empty when the result is unknown; then the flow may be taken. */
    interface Conditions extends BiFunction<String, String, Optional<Boolean>> {}

    private final Drawing drawing;
    private final Map<String, StateMeaning> states = new HashMap<>();
    private final Map<String, String> clockTimers = new HashMap<>();
    private final Map<String, TimerMeaning> timers = new HashMap<>();
    private final Map<String, Set<String>> questions = new HashMap<>();

    /** The steps of the states at which the chosen key alone decides where a step leads, as far as they were asked for. */
    private final Map<String, List<Transition>> stepsByKeyAlone = new ConcurrentHashMap<>();

    LifecycleModel(byte[] file) {
        drawing = new Drawing(XmlFile.read(file));
        drawing.states().forEach(state -> StateMeaning.of(state).ifPresent(meaning -> states.put(state.id(), meaning)));
        drawing.timers().forEach(timer -> timer.children("timeDate", "timeCycle")
                .flatMap(time -> Drawing.clockQuestionOf(time).stream())
                .forEach(
                        question -> clockTimers.put(timer.parent().orElseThrow().id(), question)));
        drawing.timers()
                .flatMap(timer -> timer.parent().stream())
                .filter(event -> event.is("boundaryEvent") && !clockTimers.containsKey(event.id()))
                .forEach(event -> meaningOf(event).ifPresent(meaning -> timers.put(event.id(), meaning)));
        states.keySet().forEach(state -> questions.put(state, questionsOf(state)));
    }

    /** The timers whose dates follow from the ticket's clocks: the event's id, and the method of the bean {@code sla} that it calls. */
    public Map<String, String> clockTimers() {
        return Map.copyOf(clockTimers);
    }

    /** What the timers on states and scopes do by themselves, by the event's id; without clock timers and timers that do anything else. */
    public Map<String, TimerMeaning> timers() {
        return Map.copyOf(timers);
    }

    private Optional<TimerMeaning> meaningOf(Element event) {
        if (!Drawing.interrupts(event)) {
            return drawing.leadsTo(event, TicketLifecycle.REMINDER)
                    ? Optional.of(TimerMeaning.REMINDS)
                    : Optional.empty();
        }
        return walk(event, Drawing.ANY_KEY, (condition, key) -> Optional.empty(), new HashSet<>())
                .filter(goal -> goal.stage() == null || !goal.stage().id().equals(event.attribute("attachedToRef")))
                .map(goal -> goal.stage() == null ? TimerMeaning.CLOSES : TimerMeaning.ENDS_THE_WAIT);
    }

    /** The questions to the clocks of the timers on a state and on the scopes around it. */
    public Set<String> questionsAt(String stageId) {
        return questions.getOrDefault(stageId, Set.of());
    }

    private Set<String> questionsOf(String stageId) {
        return state(stageId).stream()
                .flatMap(state -> Stream.concat(Stream.of(state), state.ancestors()))
                .flatMap(drawing::boundaryEventsOf)
                .map(boundary -> clockTimers.get(boundary.id()))
                .filter(Objects::nonNull)
                .collect(Collectors.toUnmodifiableSet());
    }

    /** The meaning of a state task; empty for any other task. */
    public Optional<StateMeaning> meaning(String stageId) {
        return Optional.ofNullable(states.get(stageId));
    }

    /** What a task with the bean {@code notify} sends; empty for any other task, and when it cannot be read. */
    public Optional<NoticeMeaning> notice(String taskId) {
        return drawing.node(taskId).flatMap(NoticeMeaning::of);
    }

    private Optional<Element> state(String stageId) {
        return drawing.node(stageId).filter(node -> states.containsKey(node.id()));
    }

    /** The steps that a state offers. */
    List<Transition> transitions(String stageId, Conditions conditions) {
        var known = stepsByKeyAlone.get(stageId);
        if (known != null) {
            return known;
        }
        var isAsked = new AtomicBoolean();
        var steps = walkAll(stageId, (condition, key) -> {
            isAsked.set(true);
            return conditions.apply(condition, key);
        });
        if (!isAsked.get() && states.containsKey(stageId)) {
            stepsByKeyAlone.put(stageId, steps);
        }
        return steps;
    }

    private List<Transition> walkAll(String stageId, Conditions conditions) {
        var transitions = new ArrayList<Transition>();
        for (var step : state(stageId).map(drawing::stepsOf).orElse(List.of())) {
            for (var key : Drawing.keysOf(step)) {
                if (transitions.stream().anyMatch(before -> before.key().equals(key))) {
                    continue;
                }
                var goal = walk(step.attribute("targetRef"), key, conditions, new HashSet<>());
                goal.ifPresent(reached ->
                        transitions.add(new Transition(key, nameOf(step, key), reached.status(), reached.stage())));
            }
        }
        return List.copyOf(transitions);
    }

    private static String nameOf(Element step, String key) {
        var name = step.attribute("name").strip();
        return name.isEmpty() ? key : name;
    }

    private record Goal(TicketStatus status, @Nullable Stage stage) {}

    private Optional<Goal> walk(String nodeId, String key, Conditions conditions, Set<String> visited) {
        return drawing.node(nodeId).flatMap(node -> walk(node, key, conditions, visited));
    }

    /** Follows the model from a node to the next state or to the end, as the engine would with this key. */
    private Optional<Goal> walk(Element node, String key, Conditions conditions, Set<String> visited) {
        if (!visited.add(node.id() + key)) {
            return Optional.empty();
        }
        var meaning = states.get(node.id());
        if (meaning != null) {
            return Optional.of(new Goal(meaning.status(), new Stage(node.id(), node.title())));
        }
        if (node.is("endEvent")) {
            return end(node, key, conditions, visited);
        }
        if (Drawing.isScope(node)) {
            return Drawing.startOf(node).flatMap(start -> walk(start, key, conditions, visited));
        }
        if (Drawing.throwsALink(node)) {
            return first(drawing.linkedTo(node).toList(), caught -> walk(caught, key, conditions, visited));
        }
        return first(Drawing.keysBehind(node, key), chosen -> leave(node, chosen, conditions, visited));
    }

    private static <T> Optional<Goal> first(Collection<? extends T> ways, Function<T, Optional<Goal>> walk) {
        return ways.stream().map(walk).flatMap(Optional::stream).findFirst();
    }

    private Optional<Goal> leave(Element node, String key, Conditions conditions, Set<String> visited) {
        // At a node without outgoing flows the engine ends silently.
        return drawing.flowsFrom(node).isEmpty()
                ? end(node, key, conditions, visited)
                : walkOn(node, key, conditions, visited);
    }

    private Optional<Goal> end(Element node, String key, Conditions conditions, Set<String> visited) {
        var scope = Drawing.scopeOf(node);
        if (scope.isEmpty()) {
            return Optional.of(new Goal(TicketStatus.CLOSED, null));
        }
        return drawing.catchersOf(node)
                .map(catchers -> first(catchers, caught -> leave(caught, key, conditions, visited)))
                .orElseGet(() -> leave(scope.get(), key, conditions, visited));
    }

    private Optional<Goal> walkOn(Element node, String key, Conditions conditions, Set<String> visited) {
        var otherwise = node.attribute("default");
        var goals = new ArrayList<Goal>();
        var isCertain = false;
        for (var flow : drawing.flowsFrom(node)) {
            var isOpen = isOpen(flow, key, conditions);
            if (flow.id().equals(otherwise) || isOpen.equals(Optional.of(false))) {
                continue;
            }
            var goal = walk(flow.attribute("targetRef"), key, conditions, visited);
            goal.ifPresent(goals::add);
            isCertain = isCertain || isOpen.isPresent();
            if (node.is("exclusiveGateway") && (isCertain || goal.isPresent())) {
                return goal;
            }
        }
        if (!isCertain && !otherwise.isEmpty()) {
            drawing.flowsFrom(node).stream()
                    .filter(flow -> flow.id().equals(otherwise))
                    .flatMap(flow -> walk(flow.attribute("targetRef"), key, conditions, visited).stream())
                    .forEach(goals::add);
        }
        return nearest(goals, node);
    }

    private static Optional<Boolean> isOpen(Element flow, String key, Conditions conditions) {
        var condition = Drawing.conditionOf(flow);
        if (condition.isEmpty()) {
            return Optional.of(true);
        }
        if (key.equals(Drawing.ANY_KEY) && condition.contains(TicketLifecycle.TRANSITION)) {
            return Optional.empty();
        }
        return Drawing.dependsOnKeyAlone(flow)
                ? Optional.of(Drawing.keysOf(flow).contains(key))
                : conditions.apply(condition, key);
    }

    /**
     * If several ways are taken in parallel, one way may lead to a state and the others end. The scope is left, or the ticket closed, only if all of them end.
     */
    private Optional<Goal> nearest(List<Goal> goals, Element fork) {
        return goals.stream()
                .min(Comparator.comparing((Goal goal) -> goal.stage() == null)
                        .thenComparing(goal -> !isInside(goal, fork)));
    }

    private boolean isInside(Goal goal, Element fork) {
        var scope = fork.parent();
        return goal.stage() != null
                && state(goal.stage().id()).stream()
                        .flatMap(Element::ancestors)
                        .anyMatch(outer -> scope.filter(outer::equals).isPresent());
    }
}
