/** What all answers have in common: problem details, request ids, cursor lists. */
@NullMarked
package io.ticketflow.escalation.web;

import org.jspecify.annotations.NullMarked;
