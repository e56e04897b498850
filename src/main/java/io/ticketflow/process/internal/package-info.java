/** What needs the engine's implementation classes; the move to a fork of the engine is this package. */
@NullMarked
package io.ticketflow.process.internal;

import org.jspecify.annotations.NullMarked;
