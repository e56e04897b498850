package io.ticketflow.ticket.search;

import io.ticketflow.platform.Slice;
import org.jspecify.annotations.Nullable;

/**
 * A query for tickets: filter, order and page.
 *
 * @param sort a field, with {@code -} in front for descending; null for the best matches of a search, or the newest first
 */
public record TicketQuery(TicketFilter filter, @Nullable String sort, Slice slice) {}
