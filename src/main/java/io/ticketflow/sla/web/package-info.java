/** Clocks over HTTP. */
@NullMarked
package io.ticketflow.sla.web;

import org.jspecify.annotations.NullMarked;
