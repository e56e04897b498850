/** The deploy gate: looks at every model, table and form before the engine takes it, and says what would lose tickets or run code. */
@NullMarked
package io.ticketflow.process.gate;

import org.jspecify.annotations.NullMarked;
