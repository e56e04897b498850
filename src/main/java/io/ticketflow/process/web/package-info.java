/** The engine's view of a ticket over HTTP. */
@NullMarked
package io.ticketflow.process.web;

import org.jspecify.annotations.NullMarked;
