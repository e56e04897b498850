package io.ticketflow.notification.delivery;

import io.ticketflow.notification.Channel;
import io.ticketflow.notification.Event;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which deliveries an administrator asks for. An empty list, or null, selects all.
 *
 * @param events deliveries without a notification, the mails about accounts, have no event
 * @param from the first instant at which the delivery was written, inclusive
 * @param to exclusive
 */
public record DeliveryFilter(
        List<Delivery.State> states,
        List<Channel> channels,
        List<Event> events,
        @Nullable UUID ticketId,
        @Nullable Instant from,
        @Nullable Instant to) {

    public DeliveryFilter {
        states = List.copyOf(states);
        channels = List.copyOf(channels);
        events = List.copyOf(events);
    }
}
