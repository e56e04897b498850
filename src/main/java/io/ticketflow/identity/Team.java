package io.ticketflow.identity;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * People who share a queue.
 *
 * @param handle lower case, unique, for ever: the engine's group id is {@code team-<handle>}, its leads' one {@code team-<handle>-leads}
 */
public record Team(
        UUID id, String handle, String name, @Nullable UUID leadId) {}
