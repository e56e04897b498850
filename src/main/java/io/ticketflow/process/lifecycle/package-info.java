/** Keeps the ticket and its process instance in step: the way down from the service desk, and the way up from the engine's tasks. */
@NullMarked
package io.ticketflow.process.lifecycle;

import org.jspecify.annotations.NullMarked;
