/** How a BPMN file is read: its states, their steps and conditions, its timers, and the names that models and this module share. */
@NullMarked
package io.ticketflow.process.model;

import org.jspecify.annotations.NullMarked;
