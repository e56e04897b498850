/** Log lines and error reports, and the masking of secrets in them. */
@NullMarked
package io.ticketflow.platform.logging;

import org.jspecify.annotations.NullMarked;
