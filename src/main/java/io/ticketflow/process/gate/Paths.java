package io.ticketflow.process.gate;

import io.ticketflow.process.model.Drawing;
import io.ticketflow.process.model.Element;
import io.ticketflow.process.model.StateMeaning;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.sandbox.ExpressionTree;
import io.ticketflow.process.sandbox.ExpressionTree.Name;
import io.ticketflow.process.sandbox.ExpressionTree.Operation;
import io.ticketflow.process.sandbox.ExpressionTree.Text;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Finds all ways that a token with a key may take, up to the next states or the end. The values of other variables in conditions are unknown. */
final class Paths {

    /** Stands for no key, because no person has chosen a step: the ticket is new, or a timer or message takes it out of a state. No real key is a space. */
    static final String NO_KEY = " ";

    /**
     * The result of a search.
     *
     * @param arrives whether at least one way leads to a state or the end
     * @param deadEnds nodes that a way may reach and not leave
     */
    record Outcome(boolean arrives, Set<Element> deadEnds) {
        boolean isGood() {
            return arrives && deadEnds.isEmpty();
        }
    }

    /** @param forked whether a parallel token may exist, for which a join would wait */
    private record Step(Element node, String key, boolean forked) {}

    private final Drawing drawing;
    private final Walks walks;
    private final Set<Step> visited = new HashSet<>();
    private final Set<Element> deadEnds = new LinkedHashSet<>();
    private boolean arrives;

    private Paths(Drawing drawing, Walks walks) {
        this.drawing = drawing;
        this.walks = walks;
    }

    static Outcome from(Drawing drawing, Walks walks, Element node, String key) {
        var paths = new Paths(drawing, walks);
        paths.walk(node, key, false);
        return new Outcome(paths.arrives, paths.deadEnds);
    }

    static Outcome onward(Drawing drawing, Walks walks, Element node, String key) {
        var paths = new Paths(drawing, walks);
        paths.leave(node, key, false);
        return new Outcome(paths.arrives, paths.deadEnds);
    }

    private void walk(Element node, String key, boolean forked) {
        if (visited.add(new Step(node, key, forked))) {
            walks.step(() -> {
                arrive(node, key, forked);
                return node;
            });
        }
    }

    private void arrive(Element node, String key, boolean forked) {
        if (StateMeaning.isMeant(node)) {
            arrives = true;
        } else if (node.is("endEvent")) {
            end(node, key, forked);
        } else if (Drawing.isScope(node)) {
            Drawing.startOf(node).ifPresentOrElse(start -> walk(start, key, forked), () -> deadEnds.add(node));
        } else if (Drawing.throwsALink(node)) {
            drawing.linkedTo(node).forEach(goal -> walk(goal, key, forked));
        } else if (waitsInVain(node, forked)) {
            deadEnds.add(node);
        } else {
            Drawing.keysBehind(node, key).forEach(chosen -> leave(node, chosen, forked));
        }
    }

    /** The ticket has only one token, and a join waits for as many tokens as it has incoming flows. */
    private boolean waitsInVain(Element node, boolean forked) {
        return !forked && node.is("parallelGateway") && drawing.flowsInto(node) > 1;
    }

    private void end(Element end, String key, boolean forked) {
        var scope = Drawing.scopeOf(end);
        if (scope.isEmpty()) {
            arrives = true;
            return;
        }
        var caught = drawing.catchersOf(end);
        if (caught.isEmpty()) {
            leave(scope.get(), key, forked);
        } else if (caught.get().isEmpty()) {
            deadEnds.add(end);
        } else {
            caught.get().forEach(event -> leave(event, key, forked));
        }
    }

    private void leave(Element node, String key, boolean forked) {
        // At a node without outgoing flows the engine ends silently; whether the author wanted that is unknown.
        var open = open(node, drawing.flowsFrom(node), key);
        if (open.isEmpty()) {
            deadEnds.add(node);
        }
        var forks = forked || (open.size() > 1 && !node.is("exclusiveGateway", "eventBasedGateway"));
        open.forEach(flow -> drawing.target(flow).ifPresent(goal -> walk(goal, key, forks)));
    }

    /**
     * The flows that may be taken. At an exclusive gateway the engine takes the first flow whose condition holds, so flows after a certain one are left out.
     */
    private List<Element> open(Element node, List<Element> flows, String key) {
        var open = new ArrayList<Element>();
        var otherwise = node.attribute("default");
        var takesOne = node.is("exclusiveGateway");
        var isCertain = false;
        for (var flow : flows) {
            if (flow.id().equals(otherwise) || (takesOne && isCertain)) {
                continue;
            }
            var holds = Drawing.conditionOf(flow).isEmpty()
                    ? Optional.of(true)
                    : walks.condition(flow).flatMap(condition -> holds(condition, key));
            isCertain = isCertain || holds.orElse(false);
            if (holds.orElse(true)) {
                open.add(flow);
            }
        }
        if (!isCertain) {
            flows.stream().filter(flow -> flow.id().equals(otherwise)).forEach(open::add);
        }
        return open;
    }

    /** Whether a condition holds; empty when the key alone does not decide it. */
    private static Optional<Boolean> holds(ExpressionTree tree, String key) {
        if (!(tree instanceof Operation operation)) {
            return Optional.empty();
        }
        var parts = operation.operands();
        return switch (operation.operator()) {
            case EQUAL -> isKey(parts, key);
            case UNEQUAL -> isKey(parts, key).map(is -> !is);
            case NOT -> holds(parts.get(0), key).map(is -> !is);
            case AND -> both(holds(parts.get(0), key), holds(parts.get(1), key), false);
            case OR -> both(holds(parts.get(0), key), holds(parts.get(1), key), true);
            case OTHER -> Optional.empty();
        };
    }

    /** If one side has this value, the result is that value; otherwise both sides must be known. */
    private static Optional<Boolean> both(Optional<Boolean> left, Optional<Boolean> right, boolean decisive) {
        if (left.equals(Optional.of(decisive)) || right.equals(Optional.of(decisive))) {
            return Optional.of(decisive);
        }
        return left.isPresent() && right.isPresent() ? Optional.of(!decisive) : Optional.empty();
    }

    private static Optional<Boolean> isKey(List<ExpressionTree> sides, String key) {
        var transition = new Name(TicketLifecycle.TRANSITION);
        if (key.equals(Drawing.ANY_KEY) || !sides.contains(transition)) {
            return Optional.empty();
        }
        return sides.stream()
                .filter(Text.class::isInstance)
                .map(text -> ((Text) text).text().equals(key))
                .findFirst();
    }
}
