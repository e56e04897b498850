/** The deploy gate: checks every model, table and form before the engine reads it, and refuses those that would lose tickets or run code. */
@NullMarked
package io.ticketflow.process.gate;

import org.jspecify.annotations.NullMarked;
