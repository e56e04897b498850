package io.ticketflow.ticket.search;

import io.ticketflow.platform.Slice;
import org.jspecify.annotations.Nullable;

/**
 * Which tickets somebody wants to see, in which order, and which part of that list.
 *
 * @param sort a field, {@code -} in front for descending; null: what fits a search best, else the newest first
 */
public record TicketQuery(TicketFilter filter, @Nullable String sort, Slice slice) {}
