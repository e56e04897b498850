/** The doors of Tasklist, Cockpit, Admin and engine-rest: who may enter, as whom, and what they find there. */
@NullMarked
package io.ticketflow.process.apps;

import org.jspecify.annotations.NullMarked;
