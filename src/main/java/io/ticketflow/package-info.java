/** Ticketflow: requests and incidents whose lifecycle is a BPMN model. Each package below this one is a module. */
@NullMarked
package io.ticketflow;

import org.jspecify.annotations.NullMarked;
