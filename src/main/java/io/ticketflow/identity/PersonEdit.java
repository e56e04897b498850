package io.ticketflow.identity;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Changes to a person by an administrator, beside those that people may make themselves. Null members stay as they are.
 *
 * @param teamId an empty value removes the person from their team
 */
@SuppressWarnings("NullableOptional") // absent and empty differ
public record PersonEdit(
        ProfileEdit profile,
        @Nullable String email,
        @Nullable Integer maxOpenTickets,
        @Nullable Optional<UUID> teamId,
        @Nullable Boolean active,
        @Nullable Boolean processOwner) {}
