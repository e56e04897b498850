package io.ticketflow.notification;

import io.ticketflow.platform.InvalidException;
import jakarta.validation.Valid;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A change of preferences. Events and channels that are absent stay as they are.
 *
 * @param events by the names of events; an unknown name is refused with 422
 * @param quietHours an empty value removes them
 */
@SuppressWarnings("NullableOptional") // absent and empty differ
public record PreferencesEdit(
        @Nullable Map<String, WaysEdit> events, @Nullable Optional<@Valid QuietHours> quietHours) {

    /** The channels to turn on or off for one event; null leaves a channel as it is. */
    public record WaysEdit(
            @Nullable Boolean email,
            @Nullable Boolean sms,
            @Nullable Boolean inApp,
            @Nullable Boolean slack) {

        Ways applyTo(Ways former) {
            return new Ways(
                    email == null ? former.email() : email,
                    sms == null ? former.sms() : sms,
                    inApp == null ? former.inApp() : inApp,
                    slack == null ? former.slack() : slack);
        }
    }

    NotificationPreferences applyTo(NotificationPreferences former) {
        var changed = new EnumMap<Event, Ways>(former.events());
        if (events != null) {
            events.forEach((name, edit) -> {
                var event = eventCalled(name);
                changed.put(event, edit.applyTo(former.of(event)));
            });
        }
        return new NotificationPreferences(
                changed, quietHours == null ? former.quietHours() : checked(quietHours.orElse(null)));
    }

    private static @Nullable QuietHours checked(@Nullable QuietHours hours) {
        if (hours != null
                && (hours.from() == null || hours.to() == null || hours.from().equals(hours.to()))) {
            throw InvalidException.field("notificationPreferences.quietHours", "has two different times, from and to");
        }
        return hours;
    }

    private static Event eventCalled(String name) {
        try {
            return Event.valueOf(name);
        } catch (IllegalArgumentException unknown) {
            throw InvalidException.field("notificationPreferences.events." + name, "is no event");
        }
    }
}
