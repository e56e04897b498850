/** Tickets over HTTP. */
@NullMarked
package io.ticketflow.ticket.web;

import org.jspecify.annotations.NullMarked;
