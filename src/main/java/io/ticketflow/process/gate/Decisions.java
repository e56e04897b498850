package io.ticketflow.process.gate;

import io.ticketflow.process.model.Element;
import io.ticketflow.process.model.TicketLifecycle;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The decisions of one file, and which of them feed which. */
record Decisions(Element definitions) {

    private static final Set<String> OF_TICKETS =
            Set.of(TicketLifecycle.ASSIGNMENT_TABLE, TicketLifecycle.ESCALATION_TABLE);

    Stream<Element> all() {
        return definitions.children("decision");
    }

    /** All decisions that a decision requires, also over others. */
    Set<Element> requiredBy(Element decision) {
        var found = new LinkedHashSet<Element>();
        collect(decision, found);
        return found;
    }

    private void collect(Element decision, Set<Element> found) {
        decision.children("informationRequirement")
                .flatMap(needed -> needed.children("requiredDecision"))
                .map(needed -> needed.attribute("href").replaceFirst("^#", ""))
                .flatMap(id -> all().filter(other -> other.id().equals(id)))
                .filter(found::add)
                .toList()
                .forEach(needed -> collect(needed, found));
    }

    boolean isRequired(Element decision) {
        return all().anyMatch(other -> requiredBy(other).contains(decision));
    }

    /** Whether it is one of the two tables on which tickets depend, or feeds one. */
    boolean isAboutTickets(Element decision) {
        return isForTickets(decision)
                || all().filter(Decisions::isForTickets)
                        .anyMatch(table -> requiredBy(table).contains(decision));
    }

    private static boolean isForTickets(Element decision) {
        return OF_TICKETS.contains(decision.id());
    }

    /** The names under which the answers of the required decisions are known. */
    Set<String> answersTo(Element decision) {
        return requiredBy(decision).stream().flatMap(Decisions::namesOfAnswers).collect(Collectors.toSet());
    }

    static Stream<String> namesOfAnswers(Element decision) {
        var named = Stream.concat(
                decision.children("variable"),
                decision.children("decisionTable").flatMap(table -> table.children("output")));
        return Stream.concat(
                        Stream.of(decision.id(), decision.attribute("name")),
                        named.map(output -> output.attribute("name")))
                .filter(name -> !name.isBlank());
    }

    /** The text of a cell, without the blanks around it. */
    static String textOf(Element cell) {
        return cell.child("text").map(Element::text).orElse("");
    }

    /** Whether a cell of a row asks for something. */
    static boolean isCondition(String cell) {
        return !cell.isEmpty() && !cell.equals("-");
    }
}
