package io.ticketflow.process.model;

import io.ticketflow.ticket.TicketStatus;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/**
 * What a model says of a user task that is a state of a ticket, by its extension properties.
 *
 * @param waitsForOthers {@code waitsFor} is {@link #OTHERS}
 */
public record StateMeaning(TicketStatus status, boolean waitsForOthers) {

    /** The other value of {@code waitsFor}, which is also what nothing means. */
    public static final String REQUESTER = "REQUESTER";

    /** Somebody outside, such as a vendor: the requester is not asked, and the task stays with whoever has the ticket. */
    public static final String OTHERS = "OTHERS";

    /** Empty when the task is no state: without a status, or with one that is none of the eight, which the deploy gate refuses. */
    public static Optional<StateMeaning> of(Map<String, String> properties) {
        var wanted = properties.get(TicketLifecycle.STATUS_PROPERTY);
        return Arrays.stream(TicketStatus.values())
                .filter(status -> status.name().equals(wanted))
                .findFirst()
                .map(status -> new StateMeaning(
                        status,
                        status == TicketStatus.PENDING_INFO
                                && OTHERS.equals(properties.get(TicketLifecycle.WAITS_FOR_PROPERTY))));
    }
}
