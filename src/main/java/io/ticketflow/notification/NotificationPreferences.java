package io.ticketflow.notification;

import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What somebody wants to be told, by which way, and when not.
 *
 * @param events every event there is
 */
public record NotificationPreferences(
        Map<Event, Ways> events, @Nullable QuietHours quietHours) {

    static final NotificationPreferences USUAL = new NotificationPreferences(Map.of(), null);

    public NotificationPreferences {
        var all = new EnumMap<Event, Ways>(Event.class);
        Arrays.stream(Event.values()).forEach(event -> all.put(event, Ways.ALL));
        all.putAll(events);
        events = all;
    }

    Ways of(Event event) {
        return events.getOrDefault(event, Ways.ALL);
    }
}
