package io.ticketflow.ticket;

import org.jspecify.annotations.Nullable;

/**
 * A step that a person or the system takes, through any door.
 *
 * @param key the transition's key; null when none was given
 */
public record Step(@Nullable String key, MoveDetails details) {}
