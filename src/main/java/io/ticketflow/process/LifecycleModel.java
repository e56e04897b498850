package io.ticketflow.process;

import io.ticketflow.ticket.Stage;
import io.ticketflow.ticket.TicketStatus;
import io.ticketflow.ticket.Transition;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ExclusiveGateway;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.UserTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperties;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.jspecify.annotations.Nullable;

/**
 * One deployed version of a lifecycle, read once: which steps each of its states offers, and where they lead. Convention of a state: one flow to one
 * exclusive gateway, whose flows are the steps.
 */
final class LifecycleModel {

    /** Evaluates a condition with the chosen key; empty when it cannot be told, then the flow may be taken. */
    interface Conditions extends BiFunction<String, String, Optional<Boolean>> {}

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
    Map<String, String> clockTimers() {
        return Map.copyOf(clockTimers);
    }

    /** What the timers on a state, and on whatever the state lies in, ask of the clocks. */
    Set<String> questionsAt(String stageId) {
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
    Optional<StateMeaning> meaning(String stageId) {
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
        if (!visited.add(node.getId())) {
            return Optional.empty();
        }
        if (node instanceof UserTask task) {
            var meaning = meaningOf(task);
            if (meaning.isPresent()) {
                return Optional.of(new Goal(meaning.get().status(), new Stage(task.getId(), nameOf(task))));
            }
        }
        if (node instanceof EndEvent) {
            return node.getParentElement() instanceof SubProcess scope
                    ? walkOn(flowsFrom(scope), key, conditions, visited)
                    : Optional.of(new Goal(TicketStatus.CLOSED, null));
        }
        if (node instanceof SubProcess scope) {
            return scope.getChildElementsByType(StartEvent.class).stream()
                    .findFirst()
                    .flatMap(start -> walk(start, key, conditions, visited));
        }
        return walkOn(flowsFrom(node), key, conditions, visited);
    }

    private Optional<Goal> walkOn(
            Collection<SequenceFlow> flows, String key, Conditions conditions, Set<String> visited) {
        for (var flow : flows) {
            var condition = condition(flow);
            var taken = condition == null ? Optional.of(true) : conditions.apply(condition, key);
            if (taken.orElse(true)) {
                var goal = walk(flow.getTarget(), key, conditions, visited);
                if (goal.isPresent() || taken.isPresent()) {
                    return goal;
                }
            }
        }
        return Optional.empty();
    }

    private static String nameOf(UserTask task) {
        var name = task.getName();
        return name == null ? task.getId() : name.strip();
    }

    private static Optional<StateMeaning> meaningOf(UserTask task) {
        var extensions = task.getExtensionElements();
        if (extensions == null) {
            return Optional.empty();
        }
        var properties = new HashMap<String, String>();
        extensions.getElementsQuery().filterByType(CamundaProperties.class).list().stream()
                .flatMap(found -> found.getCamundaProperties().stream())
                .forEach(property -> properties.put(property.getCamundaName(), property.getCamundaValue()));
        return StateMeaning.of(properties);
    }
}
