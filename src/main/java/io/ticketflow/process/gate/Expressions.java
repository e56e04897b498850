package io.ticketflow.process.gate;

import io.ticketflow.process.model.Element;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.sandbox.ExpressionTree;
import io.ticketflow.process.sandbox.ExpressionTree.Call;
import io.ticketflow.process.sandbox.ExpressionTree.Function;
import io.ticketflow.process.sandbox.ExpressionTree.Index;
import io.ticketflow.process.sandbox.ExpressionTree.Name;
import io.ticketflow.process.sandbox.ExpressionTree.Operation;
import io.ticketflow.process.sandbox.ExpressionTree.Property;
import io.ticketflow.process.sandbox.TaskBeans;
import java.util.stream.Stream;

/** The language of expressions in models: variables, comparisons, arithmetic, and calls of task beans. docs/process-owners.md explains it. */
final class Expressions {

    private static final String EXECUTION = "execution";
    private static final String TASK = "task";

    private final KnownNames names;
    private final Objections objections;

    Expressions(KnownNames names, Objections objections) {
        this.names = names;
        this.objections = objections;
    }

    static boolean isExpression(String text) {
        return text.contains("${") || text.contains("#{");
    }

    /** Checks what a service task or a message event does: it names a task bean. */
    void checkDelegate(Element where, String text) {
        var isTask = ExpressionTree.of(text)
                .filter(tree -> tree instanceof Name name && TaskBeans.tasks().contains(name.name()))
                .isPresent();
        if (!isTask) {
            objections.add(where, "'%s' is no task bean; those are listed in docs/process-owners.md.".formatted(text));
        }
    }

    /** Checks an attribute {@code expression}: it calls one task bean. */
    void checkCall(Element where, String text) {
        if (ExpressionTree.of(text).filter(Call.class::isInstance).isEmpty()) {
            objections.add(where, "'%s' is no call of a task bean, such as ${bean.method(execution)}.".formatted(text));
        } else {
            check(where, text);
        }
    }

    /** Checks any other text that the engine evaluates; a text without an expression is accepted. */
    void check(Element where, String text) {
        if (!isExpression(text)) {
            return;
        }
        ExpressionTree.of(text)
                .ifPresentOrElse(
                        tree -> check(where, text, tree),
                        () -> objections.add(
                                where, "'%s' cannot be read as an expression.".formatted(shortened(text))));
    }

    private void check(Element where, String text, ExpressionTree tree) {
        if (tree instanceof Name name) {
            checkName(where, text, name.name());
        } else if (tree instanceof Call call) {
            checkCall(where, text, call);
        } else if (tree instanceof Property property) {
            if (!isBusinessKeyOfACall(where, property)) {
                objections.add(
                        where,
                        "'%s' takes '%s' out of a value; variables are only looked at as they are."
                                .formatted(text, property.name()));
            }
        } else if (tree instanceof Index) {
            objections.add(where, "'%s' takes something out of a value by [ ], which is not allowed.".formatted(text));
        } else if (tree instanceof Function function) {
            objections.add(where, "'%s' calls the function %s; there are none.".formatted(text, function.name()));
        } else if (tree instanceof Operation operation) {
            operation.operands().forEach(operand -> check(where, text, operand));
        }
    }

    private void checkName(Element where, String text, String name) {
        if (name.equals(EXECUTION) || name.equals(TASK)) {
            objections.add(where, "'%s' uses '%s' otherwise than as an argument of a task bean.".formatted(text, name));
        } else if (TaskBeans.isBean(name)) {
            objections.add(where, "'%s' names the task bean %s where a value belongs.".formatted(text, name));
        } else if (TicketLifecycle.GIVEN_WITH_A_STEP.contains(name)) {
            objections.add(
                    where,
                    "'%s' asks for '%s', which is gone once the step is taken; a form field of another name stays."
                            .formatted(text, name));
        } else if (!names.contains(name) && !isInputOfATable(where, name)) {
            objections.add(
                    where, "'%s' names '%s', which is neither a task bean nor a known variable.".formatted(text, name));
        }
    }

    private void checkCall(Element where, String text, Call call) {
        if (!(call.of() instanceof Name bean) || !TaskBeans.isBean(bean.name())) {
            objections.add(
                    where,
                    "'%s' calls the method '%s' of a value; only task beans are called."
                            .formatted(text, call.method()));
            return;
        }
        var arguments = TaskBeans.arguments(bean.name(), call.method());
        if (arguments.filter(count -> count == call.arguments().size()).isEmpty()) {
            objections.add(
                    where,
                    "'%s': the task bean %s has no method '%s' with %d argument(s) that models may call."
                            .formatted(
                                    text,
                                    bean.name(),
                                    call.method(),
                                    call.arguments().size()));
        }
        call.arguments().stream()
                .filter(argument -> !isInItsPlace(where, argument))
                .forEach(argument -> check(where, text, argument));
    }

    private static boolean isInItsPlace(Element where, ExpressionTree argument) {
        return argument instanceof Name name
                && (name.name().equals(EXECUTION) || (name.name().equals(TASK) && isIn(where, "userTask")));
    }

    /** The table of a business rule task may use the ticket's fields. */
    private static boolean isInputOfATable(Element where, String name) {
        return isIn(where, "businessRuleTask") && TicketLifecycle.TABLE_INPUTS.contains(name);
    }

    /** The expression with which a call activity passes on the ticket's business key. */
    private static boolean isBusinessKeyOfACall(Element where, Property property) {
        return where.is("in")
                && property.of().equals(new Name(EXECUTION))
                && property.name().equals("processBusinessKey");
    }

    private static boolean isIn(Element where, String kind) {
        return Stream.concat(Stream.of(where), where.ancestors()).anyMatch(element -> element.is(kind));
    }

    private static String shortened(String text) {
        return text.length() > 100 ? text.substring(0, 100) + "…" : text;
    }
}
