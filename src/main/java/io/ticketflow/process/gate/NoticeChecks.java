package io.ticketflow.process.gate;

import static io.ticketflow.process.model.NoticeMeaning.AUDIENCE;
import static io.ticketflow.process.model.NoticeMeaning.CHANNELS;
import static io.ticketflow.process.model.NoticeMeaning.EVERY_CHANNEL;
import static io.ticketflow.process.model.NoticeMeaning.PROPERTIES;
import static io.ticketflow.process.model.NoticeMeaning.SUBJECT;
import static io.ticketflow.process.model.NoticeMeaning.TEXT;

import io.ticketflow.notification.Audience;
import io.ticketflow.platform.VisibleText;
import io.ticketflow.process.model.Element;
import io.ticketflow.process.model.Element.Property;
import io.ticketflow.process.model.NoticeMeaning;
import io.ticketflow.process.model.TicketLifecycle;
import io.ticketflow.process.sandbox.ExpressionTree;
import io.ticketflow.process.sandbox.ExpressionTree.Call;
import io.ticketflow.process.sandbox.ExpressionTree.Name;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Checks that a task with the bean {@code notify} says all that it needs, in words that exist. {@link CodeChecks} checks the expressions in them. */
final class NoticeChecks {

    /** The most characters of a text as it is written in the model. */
    private static final Map<String, Integer> LONGEST = Map.of(SUBJECT, 100, TEXT, ExpressionTree.MAX_LENGTH);

    private final Objections objections;

    NoticeChecks(Objections objections) {
        this.objections = objections;
    }

    /** Checks an element that names the bean. */
    void check(Element element) {
        if (!NoticeMeaning.isTask(element)) {
            objections.add(
                    element,
                    "${notify} stands at a service task, whose properties %s say what it sends."
                            .formatted(String.join(", ", PROPERTIES)));
            return;
        }
        element.properties().stream()
                .map(Property::name)
                .filter(name -> !PROPERTIES.contains(name))
                .forEach(name -> objections.add(
                        element,
                        "'%s' is no property of ${notify}; write %s.".formatted(name, String.join(", ", PROPERTIES))));
        PROPERTIES.stream()
                .filter(name -> element.valuesOf(name).size() > 1)
                .forEach(name -> objections.add(element, "The property '%s' is there more than once.".formatted(name)));
        checkWords(element, SUBJECT, "what happens to the ticket, such as \"waits for the vendor\"");
        checkWords(element, TEXT, "the words of the message");
        checkNames(element, AUDIENCE, NoticeMeaning.namesOfAudiences());
        if (!element.valuesOf(CHANNELS).isEmpty()) {
            checkNames(element, CHANNELS, EVERY_CHANNEL);
        }
        if (isForTheRequester(element)) {
            List.of(SUBJECT, TEXT).forEach(property -> checkIsForAll(element, property));
        }
    }

    private void checkWords(Element element, String property, String meaning) {
        var values = element.valuesOf(property);
        if (values.stream().noneMatch(VisibleText::is)) {
            objections.add(
                    element, "${notify} needs the extension property '%s': write %s.".formatted(property, meaning));
        }
        var longest = LONGEST.getOrDefault(property, 0);
        for (var value : values) {
            if (value.length() > longest) {
                objections.add(
                        element,
                        "The property '%s' has %d characters; write at most %d."
                                .formatted(property, value.length(), longest));
            }
            parts(value, Call.class)
                    .forEach(call -> objections.add(
                            element,
                            "The property '%s' calls '%s'; the words of a message name variables only."
                                    .formatted(property, call.method())));
        }
    }

    private void checkNames(Element element, String property, List<String> known) {
        var all = String.join(", ", known);
        var values = element.valuesOf(property);
        if (values.isEmpty()) {
            objections.add(
                    element,
                    "${notify} needs the extension property '%s': write one or more of %s, separated by commas."
                            .formatted(property, all));
        }
        for (var value : values) {
            if (Expressions.isExpression(value)) {
                objections.add(
                        element,
                        "'%s' is computed: the property '%s' is checked at the deployment, so write the names themselves: %s."
                                .formatted(value, property, all));
                continue;
            }
            NoticeMeaning.listed(value).stream()
                    .filter(name -> !known.contains(name))
                    .forEach(name -> objections.add(
                            element,
                            "'%s' is nothing that the property '%s' knows: write one or more of %s, separated by commas."
                                    .formatted(name, property, all)));
        }
    }

    private static boolean isForTheRequester(Element element) {
        return element.valuesOf(AUDIENCE).stream()
                .flatMap(names -> NoticeMeaning.listed(names).stream())
                .anyMatch(Audience.REQUESTER.name()::equals);
    }

    private void checkIsForAll(Element element, String property) {
        element.valuesOf(property).stream()
                .flatMap(value -> parts(value, Name.class).stream())
                .map(Name::name)
                .filter(TicketLifecycle.FOR_STAFF_ONLY::contains)
                .forEach(name -> objections.add(
                        element,
                        "The property '%s' tells the requester '%s', which is for staff only: leave it out, or write to staff alone."
                                .formatted(property, name)));
    }

    private static <T extends ExpressionTree> Set<T> parts(String text, Class<T> kind) {
        return ExpressionTree.of(text).stream()
                .flatMap(ExpressionTree::all)
                .filter(kind::isInstance)
                .map(kind::cast)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }
}
