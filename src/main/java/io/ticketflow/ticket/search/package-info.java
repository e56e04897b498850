/** Finds tickets: by filters along an index, and by what was written on them. */
@NullMarked
package io.ticketflow.ticket.search;

import org.jspecify.annotations.NullMarked;
