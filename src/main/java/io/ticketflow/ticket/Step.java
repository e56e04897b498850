package io.ticketflow.ticket;

import org.jspecify.annotations.Nullable;

/**
 * A step as it is taken, through whatever door.
 *
 * @param key the transition's; null when none was given
 */
public record Step(@Nullable String key, MoveDetails details) {}
