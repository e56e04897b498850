/** Finds tickets: by filters along an index, and by their texts. */
@NullMarked
package io.ticketflow.ticket.search;

import org.jspecify.annotations.NullMarked;
