/** What leaves as a log line or an error report, and what must not be in it. */
@NullMarked
package io.ticketflow.platform.logging;

import org.jspecify.annotations.NullMarked;
