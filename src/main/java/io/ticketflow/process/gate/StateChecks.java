package io.ticketflow.process.gate;

import io.ticketflow.process.model.Drawing;
import io.ticketflow.process.model.Element;
import io.ticketflow.process.model.StateMeaning;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.sandbox.ExpressionTree;
import io.ticketflow.ticket.TicketStatus;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Checks that a ticket is always in exactly one state, can always leave it, and that its clock runs exactly where it should. */
final class StateChecks {

    private static final Pattern STEP =
            Pattern.compile("\\$\\{\\s*" + Drawing.COMPARISON + "(?:\\s*\\|\\|\\s*" + Drawing.COMPARISON + ")*\\s*}");
    private static final Pattern KEY = Pattern.compile("[A-Za-z]\\w{0,49}");

    private final Drawing drawing;
    private final Walks walks;
    private final Objections objections;

    StateChecks(Drawing drawing, Walks walks, Objections objections) {
        this.drawing = drawing;
        this.walks = walks;
        this.objections = objections;
    }

    void check() {
        drawing.nodes()
                .filter(node ->
                        !node.is("userTask") && !StateMeaning.statusesOf(node).isEmpty())
                .forEach(node -> objections.add(
                        node,
                        "'%s' has the property ticketStatus, but only a user task is a state."
                                .formatted(node.title())));
        drawing.states().forEach(this::checkState);
        if (drawing.isLifecycle()) {
            checkStart();
            drawing.nodes().filter(node -> node.is("boundaryEvent")).forEach(this::checkBoundary);
            drawing.nodes().forEach(this::checkFork);
            checkHandOver();
        }
    }

    private void checkState(Element state) {
        if (!drawing.isLifecycle()) {
            objections.add(
                    state,
                    "'%s' is a state of a ticket, which belongs into %s.".formatted(state.title(), Drawing.LIFECYCLE));
            return;
        }
        checkMeaning(state);
        checkAlone(state);
        checkWayOut(state);
    }

    private void checkMeaning(Element state) {
        var wanted = StateMeaning.statusesOf(state);
        var status = StateMeaning.of(state).map(StateMeaning::status);
        if (wanted.size() > 1) {
            objections.add(state, "'%s' has the property ticketStatus more than once.".formatted(state.title()));
        } else if (status.isEmpty()) {
            objections.add(
                    state,
                    "'%s' is no status of a ticket; they are %s."
                            .formatted(
                                    wanted.get(0),
                                    Arrays.stream(TicketStatus.values())
                                            .map(Enum::name)
                                            .collect(Collectors.joining(", "))));
        } else if (status.get() == TicketStatus.CLOSED) {
            objections.add(state, "CLOSED is no state but the end: draw an end event.");
        } else {
            checkClock(state, status.get());
        }
        checkWaiting(state);
    }

    private void checkWaiting(Element state) {
        var wanted = StateMeaning.waitsFor(state);
        if (wanted.isEmpty()) {
            return;
        }
        if (wanted.size() > 1
                || !List.of(StateMeaning.REQUESTER, StateMeaning.OTHERS).contains(wanted.get(0))) {
            objections.add(
                    state,
                    "'%s' waits for %s or for %s, said once by the property waitsFor."
                            .formatted(state.title(), StateMeaning.REQUESTER, StateMeaning.OTHERS));
        } else if (StateMeaning.of(state)
                .filter(meaning -> meaning.status().isWaiting())
                .isEmpty()) {
            objections.add(
                    state,
                    "'%s' has the property waitsFor, which belongs to states that are PENDING_INFO or RESOLVED."
                            .formatted(state.title()));
        }
    }

    private void checkClock(Element state, TicketStatus status) {
        if (drawing.isInsideClock(state) == status.isWaiting()) {
            objections.add(
                    state,
                    status.isWaiting()
                            ? "'%s' is %s, where the resolution clock stands still: draw it outside of '%s'."
                                    .formatted(state.title(), status, Drawing.CLOCK_RUNS_IN)
                            : "'%s' is %s, where the resolution clock runs: draw it inside of '%s'."
                                    .formatted(state.title(), status, Drawing.CLOCK_RUNS_IN));
        }
    }

    private void checkAlone(Element state) {
        if (isRepeated(state) || state.ancestors().anyMatch(StateChecks::isRepeated)) {
            objections.add(state, "'%s' is repeated: a ticket is at one state at a time.".formatted(state.title()));
        }
        if (state.ancestors().anyMatch(Drawing::isEventSubprocess)) {
            objections.add(
                    state,
                    "'%s' lies in an event subprocess: a ticket would be at two states at once."
                            .formatted(state.title()));
        }
    }

    private static boolean isRepeated(Element node) {
        return node.children("multiInstanceLoopCharacteristics", "standardLoopCharacteristics")
                .findAny()
                .isPresent();
    }

    private void checkWayOut(Element state) {
        var flows = drawing.flowsFrom(state);
        if (flows.isEmpty()) {
            objections.add(state, "'%s' has no way out.".formatted(state.title()));
            return;
        }
        if (flows.size() > 1) {
            objections.add(
                    state,
                    "'%s' has %d flows; a state has one, to an exclusive gateway."
                            .formatted(state.title(), flows.size()));
            return;
        }
        var flow = flows.get(0);
        if (flow.child("conditionExpression").isPresent()) {
            objections.add(flow, "The flow behind a state has no condition; those stand behind the gateway.");
        }
        drawing.target(flow).ifPresent(next -> {
            if (next.is("exclusiveGateway")) {
                checkSteps(next);
            } else {
                objections.add(
                        state,
                        "'%s' is followed by '%s'; a state is followed by an exclusive gateway, whose flows are the next steps."
                                .formatted(state.title(), next.title()));
            }
        });
    }

    private void checkSteps(Element gateway) {
        var steps = drawing.flowsFrom(gateway);
        if (!gateway.attribute("default").isEmpty()) {
            objections.add(gateway, "The gateway behind a state has no default flow: a mistyped step would take it.");
        }
        if (steps.isEmpty()) {
            objections.add(gateway, "The gateway behind a state has no flow, so the state has no way out.");
            return;
        }
        if (steps.size() == 1) {
            objections.add(
                    gateway,
                    "Only one flow leaves this gateway. The engine allows no condition on it, so the step has no key and"
                            + " cannot be chosen: draw at least two.");
            return;
        }
        Map<String, String> goals = new HashMap<>();
        steps.forEach(step -> checkStep(step, goals));
    }

    private void checkStep(Element step, Map<String, String> goals) {
        if (step.attribute("name").isBlank()) {
            objections.add(step, "The flow has no name, which people read as the next step.");
        }
        var condition = Drawing.conditionOf(step);
        // The regular expression recurses once for each key.
        if (condition.length() > ExpressionTree.MAX_LENGTH
                || !STEP.matcher(condition).matches()
                || !Drawing.keysOf(step).stream()
                        .allMatch(key -> KEY.matcher(key).matches())) {
            objections.add(
                    step,
                    "The condition of a next step is exactly ${transition == 'KEY'}, several joined by ||, not '%.100s'."
                            .formatted(condition));
            return;
        }
        var goal = step.attribute("targetRef");
        for (var key : Drawing.keysOf(step)) {
            var other = goals.putIfAbsent(key, goal);
            if (other != null && !other.equals(goal)) {
                objections.add(step, "The key '%s' leads to two places from this gateway.".formatted(key));
            }
            drawing.target(step)
                    .ifPresent(next -> checkArrival(
                            Paths.from(drawing, walks, next, key),
                            step,
                            "The step '%s' (%s)".formatted(step.title(), key)));
        }
    }

    private void checkArrival(Paths.Outcome outcome, Element element, String who) {
        if (!outcome.arrives()) {
            objections.add(element, "%s leads to no state and no end%s.".formatted(who, names(outcome.deadEnds())));
        } else if (!outcome.isGood()) {
            objections.add(element, "%s may not get on%s.".formatted(who, names(outcome.deadEnds())));
        }
    }

    private static String names(Set<Element> deadEnds) {
        return deadEnds.isEmpty()
                ? ""
                : deadEnds.stream().map(Element::id).collect(Collectors.joining(", ", ": nothing leads on from ", ""));
    }

    private void checkStart() {
        var start = Drawing.startOf(drawing.process());
        if (start.isEmpty()) {
            objections.add(
                    drawing.process(),
                    "%s has no plain start event, by which tickets come in.".formatted(Drawing.LIFECYCLE));
            return;
        }
        checkArrival(Paths.from(drawing, walks, start.get(), Paths.NO_KEY), start.get(), "A new ticket");
        drawing.process()
                .children("startEvent")
                .filter(other -> !other.equals(start.get()))
                .forEach(other -> objections.add(
                        other, "A ticket's process is started by submitting the ticket, and by nothing else."));
    }

    /** An interrupting timer or message has to lead the ticket to a state or the end. A non-interrupting one must not lead to a state. */
    private void checkBoundary(Element event) {
        var who = "A ticket that '%s' takes along".formatted(event.title());
        if (Drawing.interrupts(event)) {
            checkArrival(Paths.onward(drawing, walks, event, keyAt(event)), event, who);
        } else if (mayReachAState(event)) {
            objections.add(
                    event,
                    "'%s' does not interrupt, and leads to a state: a ticket would be at two at once."
                            .formatted(event.title()));
        }
    }

    /** A person chooses the key by completing the state's task; after that a key exists. */
    private String keyAt(Element event) {
        var isBeforeTheChoice = drawing.node(event.attribute("attachedToRef"))
                .filter(node -> StateMeaning.isMeant(node) || node.id().equals(Drawing.CLOCK_RUNS_IN))
                .isPresent();
        return isBeforeTheChoice ? Paths.NO_KEY : Drawing.ANY_KEY;
    }

    private void checkFork(Element node) {
        var flows = drawing.flowsFrom(node);
        var takesOne = node.is("exclusiveGateway", "eventBasedGateway") || StateMeaning.isMeant(node);
        if (takesOne || flows.size() < 2) {
            return;
        }
        var branches = flows.stream()
                .flatMap(flow -> drawing.target(flow).stream())
                .filter(next -> mayReachAState(next, new HashSet<>()))
                .count();
        if (branches > 1) {
            objections.add(
                    node,
                    "Two ways lead from '%s' to states: a ticket would be at two at once.".formatted(node.title()));
        }
    }

    private boolean mayReachAState(Element node) {
        return drawing.flowsFrom(node).stream()
                .flatMap(flow -> drawing.target(flow).stream())
                .anyMatch(next -> mayReachAState(next, new HashSet<>()));
    }

    /** Searches only as far as one token gets before it waits for others. */
    private boolean mayReachAState(Element node, Set<Element> visited) {
        if (!visited.add(node) || (node.is("parallelGateway", "inclusiveGateway") && drawing.flowsInto(node) > 1)) {
            return false;
        }
        return StateMeaning.isMeant(node) || walks.step(() -> leadsToAState(node, visited));
    }

    private boolean leadsToAState(Element node, Set<Element> visited) {
        if (Drawing.isScope(node) && Drawing.startOf(node).stream().anyMatch(start -> mayReachAState(start, visited))) {
            return true;
        }
        return drawing.flowsFrom(node).stream()
                .flatMap(flow -> drawing.target(flow).stream())
                .anyMatch(next -> mayReachAState(next, visited));
    }

    private void checkHandOver() {
        var throwers = drawing.nodes()
                .flatMap(Element::all)
                .filter(element -> element.extension("delegateExpression").equals("${handOverTicket}"))
                .toList();
        if (!throwers.isEmpty() && !isHandOverCaught()) {
            throwers.forEach(thrower -> objections.add(
                    thrower,
                    "${handOverTicket} sends the message %s, which no interrupting event on '%s' catches."
                            .formatted(TicketLifecycle.HAND_OVER_MESSAGE, Drawing.CLOCK_RUNS_IN)));
        }
    }

    private boolean isHandOverCaught() {
        var messages = drawing.process().parent().stream()
                .flatMap(definitions -> definitions.children("message"))
                .filter(message -> message.attribute("name").equals(TicketLifecycle.HAND_OVER_MESSAGE))
                .map(Element::id)
                .toList();
        return drawing.node(Drawing.CLOCK_RUNS_IN).stream()
                .flatMap(drawing::boundaryEventsOf)
                .filter(Drawing::interrupts)
                .flatMap(event -> event.children("messageEventDefinition"))
                .anyMatch(caught -> List.copyOf(messages).contains(caught.attribute("messageRef")));
    }
}
