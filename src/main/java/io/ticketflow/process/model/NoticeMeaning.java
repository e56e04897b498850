package io.ticketflow.process.model;

import io.ticketflow.notification.Audience;
import io.ticketflow.notification.Ways;
import io.ticketflow.process.sandbox.ExpressionTree;
import io.ticketflow.process.sandbox.ExpressionTree.Name;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What a task with the bean {@code notify} sends, from its extension properties. They are no input parameters, because the engine computes those itself, and a
 * variable that is missing there would stop the ticket.
 *
 * @param subject what happens to the ticket, may contain expressions
 * @param text the words of the message, may contain expressions
 */
public record NoticeMeaning(String subject, String text, Set<Audience> audience, Ways ways) {

    public static final String SUBJECT = "subject";
    public static final String TEXT = "text";
    public static final String AUDIENCE = "audience";
    public static final String CHANNELS = "channels";

    public static final List<String> PROPERTIES = List.of(SUBJECT, TEXT, AUDIENCE, CHANNELS);

    private static final String IN_APP = "IN_APP";
    private static final String EMAIL = "EMAIL";
    private static final String SMS = "SMS";
    private static final String SLACK = "SLACK";

    public static final List<String> EVERY_CHANNEL = List.of(IN_APP, EMAIL, SMS, SLACK);

    /** Those of a message that names none. */
    private static final List<String> USUAL_CHANNELS = List.of(IN_APP, EMAIL);

    public NoticeMeaning {
        audience = Set.copyOf(audience);
    }

    /** Whether a {@code delegateExpression} names the bean. */
    public static boolean isMeant(String delegate) {
        return ExpressionTree.of(delegate)
                .filter(new Name(TicketLifecycle.NOTIFY)::equals)
                .isPresent();
    }

    /** Only these have the properties: a listener or an event may name the bean, but says nothing that could be sent. */
    public static boolean isTask(Element element) {
        return element.is("serviceTask", "sendTask");
    }

    /** Empty when the node is no such task, or one that the deploy gate would refuse. */
    static Optional<NoticeMeaning> of(Element node) {
        if (!isTask(node) || !isMeant(node.extension("delegateExpression"))) {
            return Optional.empty();
        }
        var audience = last(node, AUDIENCE).stream()
                .flatMap(names -> listed(names).stream())
                .toList();
        var channels = last(node, CHANNELS).map(NoticeMeaning::listed).orElse(USUAL_CHANNELS);
        var text = last(node, TEXT);
        if (text.isEmpty() || audience.isEmpty() || !namesOfAudiences().containsAll(audience)) {
            return Optional.empty();
        }
        return Optional.of(new NoticeMeaning(
                last(node, SUBJECT).orElse(""),
                text.get(),
                audience.stream().map(Audience::valueOf).collect(Collectors.toSet()),
                new Ways(
                        channels.contains(EMAIL),
                        channels.contains(SMS),
                        channels.contains(IN_APP),
                        channels.contains(SLACK))));
    }

    private static Optional<String> last(Element node, String property) {
        var values = node.valuesOf(property);
        return values.isEmpty() ? Optional.empty() : Optional.of(values.get(values.size() - 1));
    }

    public static List<String> namesOfAudiences() {
        return EnumSet.allOf(Audience.class).stream().map(Enum::name).toList();
    }

    /** The names in a list that is separated by commas. */
    public static List<String> listed(String names) {
        return Arrays.stream(names.split(",", -1)).map(String::strip).toList();
    }
}
