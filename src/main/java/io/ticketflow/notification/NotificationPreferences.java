package io.ticketflow.notification;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a person wants to be told, by which channels, and at what hours they want no mails and SMS.
 *
 * @param events has an entry for every {@link Event}
 */
public record NotificationPreferences(
        Map<Event, Ways> events, @Nullable QuietHours quietHours) {

    public static final NotificationPreferences USUAL = new NotificationPreferences(Map.of(), null);

    public NotificationPreferences {
        var all = new EnumMap<Event, Ways>(Event.class);
        Arrays.stream(Event.values()).forEach(event -> all.put(event, Ways.usual(event)));
        all.putAll(events);
        events = all;
    }

    public Ways of(Event event) {
        return events.getOrDefault(event, Ways.usual(event));
    }
}
