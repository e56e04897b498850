package io.ticketflow.process.model;

import io.ticketflow.ticket.TicketStatus;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * The meaning of a user task that is a state of a ticket, from its extension properties.
 *
 * @param waitsForOthers whether {@code waitsFor} is {@link #OTHERS}
 */
public record StateMeaning(TicketStatus status, boolean waitsForOthers) {

    private static final String USER_TASK = "userTask";

    /** The default value of {@code waitsFor}: the ticket waits for its requester. */
    public static final String REQUESTER = "REQUESTER";

    /** The value of {@code waitsFor} for another party than the requester, such as a vendor: the task stays with the ticket's assignee. */
    public static final String OTHERS = "OTHERS";

    /** Whether the author means a user task as a state, whether its status is valid or not. */
    public static boolean isMeant(Element node) {
        return node.is(USER_TASK) && !statusesOf(node).isEmpty();
    }

    /** All values of the property, which may occur several times. */
    public static List<String> statusesOf(Element node) {
        return node.valuesOf(TicketLifecycle.STATUS_PROPERTY);
    }

    /** All values of the property {@code waitsFor}, which may occur several times. */
    public static List<String> waitsFor(Element node) {
        return node.valuesOf(TicketLifecycle.WAITS_FOR_PROPERTY);
    }

    /** Empty when the node is no state: it has no status, or one that is none of the eight, which the deploy gate refuses. */
    public static Optional<StateMeaning> of(Element node) {
        if (!node.is(USER_TASK)) {
            return Optional.empty();
        }
        var wanted = last(statusesOf(node));
        return Arrays.stream(TicketStatus.values())
                .filter(status -> status.name().equals(wanted))
                .findFirst()
                .map(status -> new StateMeaning(status, status.isWaiting() && OTHERS.equals(last(waitsFor(node)))));
    }

    /** The engine uses the last value of a property that occurs twice. */
    private static String last(List<String> values) {
        return values.isEmpty() ? "" : values.get(values.size() - 1);
    }
}
