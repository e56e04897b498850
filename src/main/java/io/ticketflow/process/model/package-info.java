/** Reads BPMN files: states, steps, conditions and timers; and the names that models and this module share. */
@NullMarked
package io.ticketflow.process.model;

import org.jspecify.annotations.NullMarked;
