/** The ticket of a process instance, and the instance's variables about the ticket. */
@NullMarked
package io.ticketflow.process.instances;

import org.jspecify.annotations.NullMarked;
