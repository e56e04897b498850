/** Escalations over HTTP. */
@NullMarked
package io.ticketflow.escalation.web;

import org.jspecify.annotations.NullMarked;
