package io.ticketflow.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Whom an administrator looks for. What is null does not matter.
 *
 * @param q how name, handle or address begin
 * @param cursor where the slice begins; null: at the beginning
 */
public record PeopleQuery(
        @Nullable String q,
        @Nullable Role role,
        @Nullable UUID team,
        @Nullable Boolean active,
        int limit,
        @Nullable String cursor,
        boolean count) {}
