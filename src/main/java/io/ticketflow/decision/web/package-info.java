/** Decisions over HTTP. */
@NullMarked
package io.ticketflow.decision.web;

import org.jspecify.annotations.NullMarked;
