package io.ticketflow.identity;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Changes that people may make to their own profile. Null members stay as they are.
 *
 * @param phone an empty value removes it
 */
@SuppressWarnings("NullableOptional") // absent and empty differ
public record ProfileEdit(
        @Nullable String fullName,
        @Nullable Optional<String> phone,
        @Nullable String timezone,
        @Nullable String locale,
        @Nullable Availability availability,
        @Nullable Optional<Instant> awayUntil) {

    void applyTo(User user) {
        if (fullName != null) {
            user.rename(Profile.name(fullName));
        }
        if (phone != null) {
            user.callAt(Profile.phone(phone.orElse(null)));
        }
        if (timezone != null) {
            user.liveIn(Profile.timezone(timezone));
        }
        if (locale != null) {
            user.speak(Profile.locale(locale));
        }
        if (availability != null || awayUntil != null) {
            var next = availability == null ? user.availability() : availability;
            var former = next == Availability.AWAY ? user.awayUntil() : null;
            user.become(next, awayUntil == null ? former : awayUntil.orElse(null));
        }
    }
}
