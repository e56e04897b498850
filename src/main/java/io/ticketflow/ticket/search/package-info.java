/** Finds tickets: by filters along an index, and by their texts. */
@NamedInterface("search")
@NullMarked
package io.ticketflow.ticket.search;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.NamedInterface;
