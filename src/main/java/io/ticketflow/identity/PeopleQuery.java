package io.ticketflow.identity;

import io.ticketflow.platform.Slice;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A filter for people. Null members do not filter.
 *
 * @param q the beginning of the name, handle or address
 */
public record PeopleQuery(
        @Nullable String q,
        @Nullable Role role,
        @Nullable UUID team,
        @Nullable Boolean active,
        Slice slice) {}
