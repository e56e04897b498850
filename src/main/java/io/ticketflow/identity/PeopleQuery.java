package io.ticketflow.identity;

import io.ticketflow.platform.Slice;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom an administrator looks for. What is null does not matter.
 *
 * @param q how name, handle or address begin
 */
public record PeopleQuery(
        @Nullable String q,
        @Nullable Role role,
        @Nullable UUID team,
        @Nullable Boolean active,
        Slice slice) {}
