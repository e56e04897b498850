/** Decisions over HTTP. */
@NullMarked
package io.ticketflow.assignment.web;

import org.jspecify.annotations.NullMarked;
