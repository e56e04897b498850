package io.ticketflow.process.gate;

import static io.ticketflow.process.gate.Decisions.isCondition;
import static io.ticketflow.process.gate.Decisions.textOf;

import io.ticketflow.process.model.Element;
import io.ticketflow.process.sandbox.BoundedFeel;
import java.util.LinkedHashSet;
import java.util.Set;

/** Finds the fields of a ticket on which cells depend, also over required decisions. */
record FieldsRead(Decisions decisions, BoundedFeel feel) {

    /** The functions whose answers differ from call to call. */
    private static final Set<String> CHANGING = Set.of("now", "today", "random number", "uuid");

    /** The fields on which a table depends by the cells that ask for something. */
    Set<String> of(Element decision, Element table) {
        var names = new LinkedHashSet<String>();
        var inputs = table.children("input").toList();
        table.children("rule").forEach(rule -> {
            var cells = rule.children("inputEntry").toList();
            for (var i = 0; i < Math.min(inputs.size(), cells.size()); i++) {
                if (isCondition(textOf(cells.get(i)))) {
                    collect(decision, textOf(cells.get(i)), true, names);
                    collect(decision, columnOf(inputs.get(i)), false, names);
                }
            }
            rule.children("outputEntry").forEach(cell -> collect(decision, textOf(cell), false, names));
        });
        return names;
    }

    static String columnOf(Element input) {
        return input.child("inputExpression").map(Decisions::textOf).orElse("");
    }

    /** Adds the fields that a cell reads. Answers whether the cell always has the same answer for the same fields. */
    boolean collect(Element decision, String text, boolean isTest, Set<String> names) {
        var content = feel.content(text, isTest, Set.of());
        if (content.isEmpty()) {
            return true;
        }
        var isFixed = content.get().functions().stream().noneMatch(CHANGING::contains);
        for (var name : content.get().names()) {
            var source = decisions.requiredBy(decision).stream()
                    .filter(required -> Decisions.namesOfAnswers(required).anyMatch(name::equals))
                    .findFirst();
            if (source.isEmpty()) {
                names.add(name);
            } else {
                for (var cell : source.get()
                        .all("inputEntry", "inputExpression", "outputEntry", "defaultOutputEntry", "literalExpression")
                        .toList()) {
                    isFixed &= collect(source.get(), textOf(cell), cell.is("inputEntry"), names);
                }
            }
        }
        return isFixed;
    }
}
