/** Checks for operators: whether tickets and instances agree, the engine's health, and the number of waiting jobs. */
@NullMarked
package io.ticketflow.process.check;

import org.jspecify.annotations.NullMarked;
