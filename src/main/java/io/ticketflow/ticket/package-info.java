/** The ticket, its comments and its history. */
@ApplicationModule(allowedDependencies = {"platform", "platform :: web", "identity"})
@NullMarked
package io.ticketflow.ticket;

import org.jspecify.annotations.NullMarked;
import org.springframework.modulith.ApplicationModule;
