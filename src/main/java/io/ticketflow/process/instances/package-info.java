/** Which ticket a process instance moves, and what the instance knows of it. */
@NullMarked
package io.ticketflow.process.instances;

import org.jspecify.annotations.NullMarked;
