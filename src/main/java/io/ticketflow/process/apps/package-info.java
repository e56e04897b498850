/** The doors to Tasklist, Cockpit, Admin and engine-rest: who may enter, how the engine knows the person, and their filters and forms. */
@NullMarked
package io.ticketflow.process.apps;

import org.jspecify.annotations.NullMarked;
