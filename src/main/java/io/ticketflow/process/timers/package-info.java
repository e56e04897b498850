/** When the timers of a ticket fire. */
@NullMarked
package io.ticketflow.process.timers;

import org.jspecify.annotations.NullMarked;
