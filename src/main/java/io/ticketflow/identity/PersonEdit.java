package io.ticketflow.identity;

import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an administrator may say of somebody, beside what people say of themselves. What is null stays.
 *
 * @param teamId empty: in no team any more
 */
@SuppressWarnings("NullableOptional") // absent is not empty
public record PersonEdit(
        ProfileEdit profile,
        @Nullable Integer maxOpenTickets,
        @Nullable Optional<UUID> teamId,
        @Nullable Boolean active,
        @Nullable Boolean processOwner) {}
