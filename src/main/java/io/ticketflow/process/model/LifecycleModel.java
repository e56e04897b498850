package io.ticketflow.process.model;

import static org.camunda.bpm.model.bpmn.impl.BpmnModelConstants.CAMUNDA_NS;

import io.ticketflow.process.sandbox.ExpressionTree;
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
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.IntermediateCatchEvent;
import org.camunda.bpm.model.bpmn.instance.IntermediateThrowEvent;
import org.camunda.bpm.model.bpmn.instance.LinkEventDefinition;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaInputOutput;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;

/**
 * One deployed version of a lifecycle, read once: which steps each of its states offers, and where they lead. Convention of a state: one flow to one
 * exclusive gateway, whose flows are the steps.
 */
public final class LifecycleModel {

    /** Evaluates a condition with the chosen key; empty when it cannot be told, then the flow may be taken. */
    interface Conditions extends BiFunction<String, String, Optional<Boolean>> {}

    /** Not known which: the model computes it on the way. */
    private static final String ANY_KEY = "";

    private static final Pattern CLOCK_QUESTION = Pattern.compile("[$#]\\{\\s*sla\\.(\\w+)\\(");
    private static final Pattern KEY = Pattern.compile("transition\\s*==\\s*'([^']+)'");

    /** By source, because the optional {@code outgoing} children of a node may be missing although the engine runs the model. */
    private final Map<String, List<SequenceFlow>> flowsFrom = new HashMap<>();

    private final Map<String, UserTask> states = new HashMap<>();
    private final Map<String, String> clockTimers = new HashMap<>();
    private final Collection<BoundaryEvent> boundaries;

    LifecycleModel(BpmnModelInstance model) {
        for (var flow : model.getModelElementsByType(SequenceFlow.class)) {
            flowsFrom
                    .computeIfAbsent(flow.getSource().getId(), id -> new ArrayList<>())
                    .add(flow);
        }
        for (var task : model.getModelElementsByType(UserTask.class)) {
            if (meaningOf(task).isPresent()) {
                states.put(task.getId(), task);
            }
        }
        boundaries = model.getModelElementsByType(BoundaryEvent.class);
        for (var timer : model.getModelElementsByType(TimerEventDefinition.class)) {
            questionOf(timer)
                    .ifPresent(question -> clockTimers.put(((BaseElement) timer.getParentElement()).getId(), question));
        }
    }

    private static Optional<String> questionOf(TimerEventDefinition timer) {
        return Stream.of(timer.getTimeDate(), timer.getTimeCycle())
                .filter(Objects::nonNull)
                .map(expression -> CLOCK_QUESTION.matcher(expression.getTextContent()))
                .filter(Matcher::find)
                .map(found -> found.group(1))
                .findFirst();
    }

    /** Timers that ring when a clock of the ticket says so: the event's id, and what it asks of the bean {@code sla}. */
    public Map<String, String> clockTimers() {
        return Map.copyOf(clockTimers);
    }

    /** What the timers on a state, and on whatever the state lies in, ask of the clocks. */
    public Set<String> questionsAt(String stageId) {
        var scopes = new HashSet<String>();
        for (ModelElementInstance scope = states.get(stageId); scope != null; scope = scope.getParentElement()) {
            if (scope instanceof FlowNode node) {
                scopes.add(node.getId());
            }
        }
        return boundaries.stream()
                .filter(boundary -> scopes.contains(boundary.getAttachedTo().getId()))
                .map(boundary -> clockTimers.get(boundary.getId()))
                .filter(Objects::nonNull)
                .collect(Collectors.toSet());
    }

    /** What a state task means; empty for a task that is none. */
    public Optional<StateMeaning> meaning(String stageId) {
        return Optional.ofNullable(states.get(stageId)).flatMap(LifecycleModel::meaningOf);
    }

    /** The steps offered at a state. */
    List<Transition> transitions(String stageId, Conditions conditions) {
        var state = states.get(stageId);
        if (state == null) {
            return List.of();
        }
        var transitions = new ArrayList<Transition>();
        for (var step : steps(state)) {
            for (var key : keysOf(step)) {
                if (transitions.stream().anyMatch(before -> before.key().equals(key))) {
                    continue;
                }
                var goal = walk(step.getTarget(), key, conditions, new HashSet<>());
                goal.ifPresent(reached ->
                        transitions.add(new Transition(key, nameOf(step, key), reached.status(), reached.stage())));
            }
        }
        return transitions;
    }

    private List<SequenceFlow> steps(UserTask state) {
        return flowsFrom(state).stream()
                .map(SequenceFlow::getTarget)
                .filter(ExclusiveGateway.class::isInstance)
                .flatMap(gateway -> flowsFrom(gateway).stream())
                .toList();
    }

    private List<SequenceFlow> flowsFrom(FlowNode node) {
        return flowsFrom.getOrDefault(node.getId(), List.of());
    }

    private static List<String> keysOf(SequenceFlow flow) {
        var condition = condition(flow);
        return condition == null
                ? List.of()
                : KEY.matcher(condition).results().map(match -> match.group(1)).toList();
    }

    private static @Nullable String condition(SequenceFlow flow) {
        var expression = flow.getConditionExpression();
        return expression == null ? null : expression.getTextContent().strip();
    }

    private static String nameOf(SequenceFlow flow, String key) {
        var name = flow.getName();
        return name == null || name.isBlank() ? key : name.strip();
    }

    private record Goal(TicketStatus status, @Nullable Stage stage) {}

    /** Follows the model from a node to the next state or to the end, as the engine would with this key. */
    private Optional<Goal> walk(FlowNode node, String key, Conditions conditions, Set<String> visited) {
        if (!visited.add(node.getId() + key)) {
            return Optional.empty();
        }
        var state = states.get(node.getId());
        if (state != null) {
            return meaningOf(state).map(meaning -> new Goal(meaning.status(), new Stage(state.getId(), nameOf(state))));
        }
        if (node instanceof EndEvent) {
            return end(node, key, conditions, visited);
        }
        if (node instanceof SubProcess scope) {
            return scope.getChildElementsByType(StartEvent.class).stream()
                    .findFirst()
                    .flatMap(start -> walk(start, key, conditions, visited));
        }
        if (node instanceof IntermediateThrowEvent thrown && linkOf(thrown).isPresent()) {
            return first(linkedTo(thrown), caught -> walk(caught, key, conditions, visited));
        }
        return first(keysBehind(node, key), chosen -> leave(node, chosen, conditions, visited));
    }

    private static <T> Optional<Goal> first(Collection<? extends T> ways, Function<T, Optional<Goal>> walk) {
        return ways.stream().map(walk).flatMap(Optional::stream).findFirst();
    }

    private Optional<Goal> leave(FlowNode node, String key, Conditions conditions, Set<String> visited) {
        // Where nothing leads on, the engine ends without a word.
        return flowsFrom(node).isEmpty() ? end(node, key, conditions, visited) : walkOn(node, key, conditions, visited);
    }

    private Optional<Goal> end(FlowNode node, String key, Conditions conditions, Set<String> visited) {
        if (!(node.getParentElement() instanceof SubProcess scope)) {
            return Optional.of(new Goal(TicketStatus.CLOSED, null));
        }
        if (node.getChildElementsByType(ErrorEventDefinition.class).isEmpty()) {
            return leave(scope, key, conditions, visited);
        }
        return first(catchersOfErrors(scope), caught -> leave(caught, key, conditions, visited));
    }

    private Optional<Goal> walkOn(FlowNode node, String key, Conditions conditions, Set<String> visited) {
        var otherwise = node.getAttributeValue("default");
        var goals = new ArrayList<Goal>();
        var isCertain = false;
        for (var flow : flowsFrom(node)) {
            var isOpen = isOpen(flow, key, conditions);
            if (flow.getId().equals(otherwise) || isOpen.equals(Optional.of(false))) {
                continue;
            }
            var goal = walk(flow.getTarget(), key, conditions, visited);
            goal.ifPresent(goals::add);
            isCertain = isCertain || isOpen.isPresent();
            if (node instanceof ExclusiveGateway && (isCertain || goal.isPresent())) {
                return goal;
            }
        }
        if (!isCertain && otherwise != null) {
            flowsFrom(node).stream()
                    .filter(flow -> flow.getId().equals(otherwise))
                    .flatMap(flow -> walk(flow.getTarget(), key, conditions, visited).stream())
                    .forEach(goals::add);
        }
        return nearest(goals, node);
    }

    private static Optional<Boolean> isOpen(SequenceFlow flow, String key, Conditions conditions) {
        var condition = condition(flow);
        if (condition == null) {
            return Optional.of(true);
        }
        return key.equals(ANY_KEY) && condition.contains(TicketLifecycle.TRANSITION)
                ? Optional.empty()
                : conditions.apply(condition, key);
    }

    /** Of several ways that are taken at once all but one end beside the ticket: the scope is left, or the ticket closed, only if all do. */
    private Optional<Goal> nearest(List<Goal> goals, FlowNode fork) {
        return goals.stream()
                .min(Comparator.comparing((Goal goal) -> goal.stage() == null)
                        .thenComparing(goal -> !isInside(goal, fork.getParentElement())));
    }

    private boolean isInside(Goal goal, ModelElementInstance scope) {
        ModelElementInstance outer =
                goal.stage() == null ? null : states.get(goal.stage().id());
        while (outer != null && !outer.equals(scope)) {
            outer = outer.getParentElement();
        }
        return outer != null;
    }

    /** The key that conditions behind a node see: its own choice, where it makes one. */
    private static List<String> keysBehind(FlowNode node, String key) {
        if (setsTheKey(node)) {
            return List.of(ANY_KEY);
        }
        return ExpressionTree.of(
                        Objects.requireNonNullElse(node.getAttributeValueNs(CAMUNDA_NS, "delegateExpression"), ""))
                .filter(ExpressionTree.Name.class::isInstance)
                .map(bean -> TicketLifecycle.CHOSEN_BY.getOrDefault(((ExpressionTree.Name) bean).name(), List.of(key)))
                .orElse(List.of(key));
    }

    private static boolean setsTheKey(FlowNode node) {
        return TicketLifecycle.TRANSITION.equals(node.getAttributeValueNs(CAMUNDA_NS, "resultVariable"))
                || extensions(node, CamundaInputOutput.class)
                        .flatMap(mappings -> mappings.getCamundaOutputParameters().stream())
                        .anyMatch(output -> TicketLifecycle.TRANSITION.equals(output.getCamundaName()));
    }

    private static <T extends ModelElementInstance> Stream<T> extensions(FlowNode node, Class<T> type) {
        var extensions = node.getExtensionElements();
        return extensions == null ? Stream.of() : extensions.getElementsQuery().filterByType(type).list().stream();
    }

    private static Optional<String> linkOf(FlowNode event) {
        return event.getChildElementsByType(LinkEventDefinition.class).stream()
                .map(LinkEventDefinition::getName)
                .findFirst();
    }

    private List<IntermediateCatchEvent> linkedTo(IntermediateThrowEvent thrown) {
        return thrown.getModelInstance().getModelElementsByType(IntermediateCatchEvent.class).stream()
                .filter(caught -> linkOf(caught).equals(linkOf(thrown)))
                .toList();
    }

    /** From the inside out. */
    private List<BoundaryEvent> catchersOfErrors(SubProcess scope) {
        var catchers = new ArrayList<BoundaryEvent>();
        for (ModelElementInstance outer = scope;
                outer instanceof SubProcess thrownIn;
                outer = outer.getParentElement()) {
            boundaries.stream()
                    .filter(event -> event.getAttachedTo().equals(thrownIn))
                    .filter(event -> !event.getChildElementsByType(ErrorEventDefinition.class)
                            .isEmpty())
                    .forEach(catchers::add);
        }
        return catchers;
    }

    private static String nameOf(UserTask task) {
        var name = task.getName();
        return name == null ? task.getId() : name.strip();
    }

    private static Optional<StateMeaning> meaningOf(UserTask task) {
        var properties = new HashMap<String, String>();
        extensions(task, CamundaProperties.class)
                .flatMap(found -> found.getCamundaProperties().stream())
                .forEach(property -> properties.put(property.getCamundaName(), property.getCamundaValue()));
        return StateMeaning.of(properties);
    }
}
