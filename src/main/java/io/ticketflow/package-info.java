/** Ticketflow: requests and incidents whose lifecycle is a BPMN model. One package below this one is one module. */
@NullMarked
package io.ticketflow;

import org.jspecify.annotations.NullMarked;
