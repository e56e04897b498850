/** When the timers of a ticket ring. */
@NullMarked
package io.ticketflow.process.timers;

import org.jspecify.annotations.NullMarked;
