package io.ticketflow.process.gate;

import io.ticketflow.process.model.Element;
import io.ticketflow.process.model.Element.Attribute;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.sandbox.TaskBeans;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The variables that expressions of one model may use: the product's, and those of the model and its forms. */
final class KnownNames {

    private static final Set<String> MAKE_A_VARIABLE = Set.of(
            "resultVariable",
            "errorMessageVariable",
            "errorCodeVariable",
            "escalationCodeVariable",
            "elementVariable",
            "initiator");

    private static final List<String> OF_A_LOOP =
            List.of("loopCounter", "nrOfInstances", "nrOfActiveInstances", "nrOfCompletedInstances");

    private final Set<String> names = new HashSet<>(TicketLifecycle.VARIABLES);

    private KnownNames() {}

    /**
     * Collects the variables of a model.
     *
     * @param forms the keys of the fields of each form, by the form's id
     */
    static KnownNames in(Element definitions, Map<String, Set<String>> forms, Objections objections) {
        var known = new KnownNames();
        definitions.all().forEach(element -> {
            for (var attribute : element.attributes()) {
                if (makesAVariable(element, attribute)) {
                    known.add(element, attribute.value(), objections);
                }
            }
            if (element.is("multiInstanceLoopCharacteristics")) {
                known.names.addAll(OF_A_LOOP);
            }
            known.names.addAll(forms.getOrDefault(FormChecks.formOf(element), Set.of()));
        });
        TicketLifecycle.GIVEN_WITH_A_STEP.forEach(known.names::remove);
        return known;
    }

    private static boolean makesAVariable(Element element, Attribute attribute) {
        return switch (element.name()) {
            case "inputParameter", "outputParameter" -> attribute.name().equals("name");
            case "formField" -> attribute.name().equals("id");
            case "in", "out" -> attribute.name().equals("target");
            default -> attribute.isOfTheEngine() && MAKE_A_VARIABLE.contains(attribute.name());
        };
    }

    private void add(Element element, String name, Objections objections) {
        if (isTaken(name)) {
            objections.add(
                    element, "A variable cannot be called '%s': the application's own has that name.".formatted(name));
        }
        names.add(name);
    }

    /** Whether the name belongs to a bean, which a variable must not hide. */
    static boolean isTaken(String name) {
        return TaskBeans.isBean(name) || name.equals("execution") || name.equals("task");
    }

    boolean contains(String name) {
        return names.contains(name);
    }
}
